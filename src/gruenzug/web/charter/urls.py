"""Addresses of the Charta."""

from django.urls import path

from gruenzug.web.charter.models import Document
from gruenzug.web.charter.views import goals, pledges, register, texts
from gruenzug.web.core.addresses import words

STRATEGY = {"document": Document.STRATEGY}

app_name = "charter"
urlpatterns = [
    path(words("charta/"), texts.index, name="index"),
    path(words("charta/vergleich/"), texts.comparison, name="compare"),
    path(words("charta/version/<int:number>/"), texts.version, name="version"),
    path(words("charta/version/<int:number>/druck/"), texts.printed, name="version-print"),
    path(words("charta/version/<int:number>.pdf"), texts.as_pdf, name="version-pdf"),
    path(words("charta/strategie/<int:number>/"), texts.version, STRATEGY, name="strategy-version"),
    path(
        words("charta/strategie/<int:number>/druck/"), texts.printed, STRATEGY, name="strategy-version-print"
    ),
    path(words("charta/strategie/<int:number>.pdf"), texts.as_pdf, STRATEGY, name="strategy-version-pdf"),
    path(words("charta/ziele/"), goals.goals, name="goals"),
    path(words("charta/ziele/<slug:code>/"), goals.goal, name="goal"),
    path(words("charta/register/"), register.register, name="register"),
    path(words("charta/register/<int:pk>/"), register.commitment, name="commitment"),
    path(words("charta/vorlage/<int:pk>.<str:extension>"), register.template, name="template"),
    path(words("charta/zusagen/"), pledges.pledges, name="pledges"),
    path(words("charta/zusagen/<int:pk>/"), pledges.pledge, name="pledge"),
]
