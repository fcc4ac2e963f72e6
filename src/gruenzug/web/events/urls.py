"""Addresses of events."""

from django.urls import path

from gruenzug.web.core.addresses import words
from gruenzug.web.events.views import calendars, desk, pages, personal, registering

app_name = "events"
MINE = "veranstaltungen/anmeldung/<str:token>/"
DESK = "veranstaltungen/einlass/<str:token>/"
ONE = "veranstaltungen/<slug:slug>/"

urlpatterns = [
    path(words("veranstaltungen/"), pages.coming, name="list"),
    path(words("veranstaltungen/archiv/"), pages.archive, name="archive"),
    path(words("veranstaltungen/kalender.ics"), calendars.feed, name="feed"),
    path(words(MINE), personal.registration, name="registration"),
    path(words(f"{MINE}aendern/"), personal.change, name="change"),
    path(words(f"{MINE}absagen/"), personal.cancel, name="cancel"),
    path(words(f"{MINE}kalender.ics"), personal.registration_calendar, name="registration-calendar"),
    path(words(f"{MINE}bescheinigung.pdf"), personal.certificate, name="certificate"),
    path(words("veranstaltungen/gruppe/<str:token>/"), personal.group, name="group"),
    path(words(DESK), desk.page, name="desk"),
    path(words(f"{DESK}liste.json"), desk.listed, name="desk-list"),
    path(words(f"{DESK}melden.json"), desk.told, name="desk-told"),
    path(words(f"{DESK}sw.js"), desk.worker, name="desk-worker"),
    path(words(ONE), pages.event, name="event"),
    path(words(f"{ONE}kalender.ics"), calendars.event, name="event-calendar"),
    path(words(f"{ONE}programm/<uuid:uid>.ics"), calendars.session, name="session-calendar"),
    path(words(f"{ONE}anmelden/"), registering.register, name="register"),
    path(words(f"{ONE}gruppe-anmelden/"), registering.register_group, name="register-group"),
    path(words(f"{ONE}link/"), registering.send_link, name="link"),
]
