"""Addresses of releases and their files; no language, for files have none."""

from django.urls import path

from gruenzug.web.atlas.views import files

app_name = "releases"
urlpatterns = [
    path("<str:name>/", files.release, name="release"),
    path("<str:name>/files/<path:path>", files.release_file, name="file"),
]
