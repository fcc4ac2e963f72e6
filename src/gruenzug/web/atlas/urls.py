"""Addresses of the atlas, its methods and its sources."""

from django.urls import path

from gruenzug.web.atlas.views import maps, methods, sources
from gruenzug.web.core.addresses import words

app_name = "atlas"
urlpatterns = [
    path(words("atlas/"), maps.atlas, name="map"),
    path(words("atlas/places.json"), maps.places_json, name="places"),
    path(words("methoden/"), methods.methods, name="methods"),
    path(words("methoden/<slug:indicator>/"), methods.method, name="method"),
    path(words("quellen/"), sources.sources, name="sources"),
]
