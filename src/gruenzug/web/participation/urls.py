"""Addresses of participation."""

from django.urls import path

from gruenzug.web.core.addresses import words
from gruenzug.web.participation.views import consultations, ideas, mine, surveys, writing

app_name = "participation"
urlpatterns = [
    path(words("beteiligung/"), ideas.overview, name="index"),
    path(words("beteiligung/ideen/"), ideas.ideas, name="ideas"),
    path(words("beteiligung/ideen/karte.json"), ideas.points, name="points"),
    path(words("beteiligung/ideen/neu/"), writing.new_idea, name="new-idea"),
    path(words("beteiligung/ideen/<int:pk>/"), ideas.idea, name="idea"),
    path(words("beteiligung/ideen/<int:pk>/kommentar/"), writing.comment, name="comment"),
    path(words("beteiligung/ideen/<int:pk>/unterstuetzen/"), writing.support, name="support"),
    path(words("beteiligung/entwurf/<slug:slug>/"), consultations.consultation, name="consultation"),
    path(
        words("beteiligung/entwurf/<slug:slug>/fassung/<int:number>/"),
        consultations.consultation,
        name="draft",
    ),
    path(
        words("beteiligung/entwurf/<slug:slug>/absatz/<slug:key>/"), consultations.paragraph, name="paragraph"
    ),
    path(
        words("beteiligung/entwurf/<slug:slug>/absatz/<slug:key>/beitrag/"),
        consultations.contribute,
        name="contribute",
    ),
    path(
        words("beteiligung/entwurf/<slug:slug>/beitraege/"), consultations.contributions, name="contributions"
    ),
    path(words("beteiligung/entwurf/<slug:slug>/vergleich/"), consultations.compare, name="compare"),
    path(words("beteiligung/entwurf/<slug:slug>/punkte/"), consultations.points, name="points-given"),
    path(words("beteiligung/entwurf/<slug:slug>/abwaegung/"), consultations.responses, name="responses"),
    path(
        words("beteiligung/entwurf/<slug:slug>/abwaegung/<slug:extension>/"),
        consultations.responses_file,
        name="responses-file",
    ),
    path(words("beteiligung/beitrag/<int:pk>/haltung/"), consultations.react, name="react"),
    path(words("beteiligung/umfrage/<slug:slug>/"), surveys.survey, name="survey"),
    path("beteiligung/rechenaufgabe.json", writing.challenge, name="challenge"),
    path(words("beteiligung/moderation/"), ideas.moderation, name="moderation"),
    path(words("beteiligung/eintreten/<str:token>/"), mine.enter, name="enter"),
    path(words("beteiligung/meine/"), mine.mine, name="mine"),
    path(words("beteiligung/meine/export.json"), mine.export, name="export"),
    path(words("beteiligung/meine/link/"), mine.new_link, name="link"),
]
