"""Addresses of projects."""

from django.urls import path

from gruenzug.web.core.addresses import words
from gruenzug.web.projects.views import pages, submitting

app_name = "projects"
urlpatterns = [
    path(words("projekte/"), pages.projects, name="list"),
    path(words("projekte/karte.json"), pages.points, name="points"),
    path(words("projekte/geodaten.gpkg"), pages.geodata, name="geodata"),
    path(words("projekte/listen/"), pages.lists, name="lists"),
    path(words("projekte/vergleich/"), pages.comparison, name="compare"),
    path(words("projekte/melden/"), submitting.begin, name="submit"),
    path(words("projekte/melden/link/"), submitting.new_link, name="submit-link"),
    path(words("projekte/melden/<str:token>/"), submitting.resume, name="submission"),
    path(words("projekte/<slug:slug>/"), pages.project, name="project"),
    path(words("projekte/<slug:slug>/dokument/<int:pk>/"), pages.document, name="document"),
    path(words("projekte/<slug:slug>/geodaten.gpkg"), pages.project_geodata, name="project-geodata"),
]
