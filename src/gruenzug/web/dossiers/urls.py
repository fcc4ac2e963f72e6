"""Addresses of the municipalities."""

from django.urls import path

from gruenzug.web.core.addresses import words
from gruenzug.web.dossiers import views

app_name = "dossiers"
urlpatterns = [
    path(words("kommunen/"), views.municipalities, name="list"),
    path(words("kommunen/<slug:slug>/"), views.dossier, name="dossier"),
    path(words("kommunen/<slug:slug>/druck/"), views.printed, name="print"),
    path(words("kommunen/<slug:slug>.csv"), views.as_csv, name="csv"),
    path(words("kommunen/<slug:slug>.gpkg"), views.as_geopackage, name="geopackage"),
]
