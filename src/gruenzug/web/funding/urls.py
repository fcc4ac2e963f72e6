"""Addresses of funding; the words of a language stand in `core.addresses`."""

from django.urls import path

from gruenzug.web.core.addresses import words
from gruenzug.web.funding.views import finder, grants

app_name = "funding"
urlpatterns = [
    path(words("foerderung/"), finder.finder, name="finder"),
    path(words("foerderung/pruefen/"), finder.check, name="check"),
    path(words("foerderung/fristen.ics"), finder.deadlines, name="calendar"),
    path(words("foerderung/zuwendungen/"), grants.grants, name="grants"),
    path(words("foerderung/zuwendungen/<slug:slug>/"), grants.grant, name="grant"),
    path(words("foerderung/<slug:slug>.ics"), finder.programme_deadlines, name="programme_calendar"),
    path(words("foerderung/<slug:slug>/"), finder.programme, name="programme"),
]
