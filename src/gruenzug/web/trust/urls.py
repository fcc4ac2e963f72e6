"""Addresses of this room; the pages around them are the editors'."""

from django.urls import path

from gruenzug.web.core.addresses import words
from gruenzug.web.trust.views import own_data, writing

app_name = "trust"
urlpatterns = [
    path(words("barrierefreiheit/melden/"), writing.report, name="report"),
    path(words("kontakt/schreiben/"), writing.write, name="write"),
    path(words("datenschutz/meine-daten/"), own_data.ask, name="own-data-ask"),
    path(words("datenschutz/meine-daten/<str:token>/"), own_data.show, name="own-data"),
]
