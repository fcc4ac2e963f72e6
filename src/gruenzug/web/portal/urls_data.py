"""Addresses of open data: what there is, in which formats."""

from django.urls import path

from gruenzug.web.core.addresses import words
from gruenzug.web.portal import views_data

app_name = "data"
urlpatterns = [
    path("", views_data.index, name="index"),
    path(words("schnittstelle/"), views_data.interface, name="api"),
    path("<slug:name>.<slug:extension>", views_data.export, name="export"),
]
