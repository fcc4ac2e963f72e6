"""Addresses of the directory."""

from django.urls import path

from gruenzug.web.core.addresses import words
from gruenzug.web.directory import views

app_name = "directory"
urlpatterns = [
    path(words("netzwerk/"), views.directory, name="list"),
    path(words("netzwerk/einwilligung/<str:token>/"), views.consent, name="consent"),
    path(words("netzwerk/<slug:slug>/"), views.organisation, name="organisation"),
]
