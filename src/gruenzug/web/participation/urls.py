"""Addresses of participation."""

from django.urls import path

from gruenzug.web.core.addresses import words
from gruenzug.web.participation.views import ideas, mine, writing

app_name = "participation"
urlpatterns = [
    path(words("beteiligung/"), ideas.overview, name="index"),
    path(words("beteiligung/ideen/"), ideas.ideas, name="ideas"),
    path(words("beteiligung/ideen/karte.json"), ideas.points, name="points"),
    path(words("beteiligung/ideen/neu/"), writing.new_idea, name="new-idea"),
    path(words("beteiligung/ideen/<int:pk>/"), ideas.idea, name="idea"),
    path(words("beteiligung/ideen/<int:pk>/kommentar/"), writing.comment, name="comment"),
    path(words("beteiligung/ideen/<int:pk>/unterstuetzen/"), writing.support, name="support"),
    path("beteiligung/rechenaufgabe.json", writing.challenge, name="challenge"),
    path(words("beteiligung/moderation/"), ideas.moderation, name="moderation"),
    path(words("beteiligung/eintreten/<str:token>/"), mine.enter, name="enter"),
    path(words("beteiligung/meine/"), mine.mine, name="mine"),
    path(words("beteiligung/meine/export.json"), mine.export, name="export"),
    path(words("beteiligung/meine/link/"), mine.new_link, name="link"),
]
