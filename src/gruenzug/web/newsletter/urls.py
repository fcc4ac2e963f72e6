"""Addresses of the newsletter; they stand in mails for years, so they stay."""

from django.urls import path

from gruenzug.web.core.addresses import words
from gruenzug.web.newsletter.views import archive, personal, signing_up

app_name = "newsletter"
urlpatterns = [
    path(words("newsletter/"), signing_up.index, name="index"),
    path(words("newsletter/archiv/"), archive.archive, name="archive"),
    path(words("newsletter/archiv/<slug:slug>/"), archive.issue, name="issue"),
    path(words("newsletter/angefragt/"), signing_up.asked, name="asked"),
    path(words("newsletter/bestaetigen/<str:key>/"), signing_up.confirm, name="confirm"),
    path(words("newsletter/nicht-ich/<str:key>/"), signing_up.object_to, name="object"),
    path(words("newsletter/einstellungen/<str:key>/"), personal.preferences, name="preferences"),
    path(words("newsletter/einstellungen/<str:key>/daten.json"), personal.data, name="data"),
    path(words("newsletter/einstellungen/<str:key>/loeschen/"), personal.erase, name="erase"),
    path(words("newsletter/abmelden/<str:key>/<slug:slug>/"), personal.leave, name="leave"),
    path(words("newsletter/abgemeldet/"), personal.left, name="left"),
]
