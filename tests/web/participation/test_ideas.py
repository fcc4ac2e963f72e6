"""Ideas: sent with or without the map, confirmed by mail, looked at once, supported, talked about."""

from __future__ import annotations

import json
import struct
import zlib
from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from gruenzug.web.participation.models import Contribution, Held, Idea, Participant, Photo, Visibility
from gruenzug.web.participation.services.participants import link_for
from gruenzug.web.participation.services.photos import delete_unused
from tests.factories import CommentFactory, IdeaFactory, MunicipalityFactory, ParticipantFactory
from tests.web.participation.conftest import begun, idea_form, link_in_mail

pytestmark = pytest.mark.django_db
NEW = "/de/beteiligung/ideen/neu/"


@pytest.fixture
def town():
    return MunicipalityFactory(name="Teichstadt")


def test_an_idea_is_placed_without_touching_the_map(client, post, confirm, town):
    assert post(NEW, idea_form(town)).status_code == 200
    idea = Idea.objects.get()
    assert idea.visibility == Visibility.UNCONFIRMED
    confirm()
    idea.refresh_from_db()
    assert (idea.municipality, idea.place, idea.geometry) == (town, "Marktplatz", "")
    assert idea.visibility == Visibility.HELD
    assert idea.held_for == [Held.FIRST]


def test_a_drawn_area_finds_its_town(post, town):
    shape = {"type": "Polygon", "coordinates": [[[7.01, 51.41], [7.02, 51.41], [7.02, 51.42], [7.01, 51.41]]]}
    post(NEW, idea_form(None, geometry=json.dumps(shape)))
    idea = Idea.objects.get()
    assert idea.municipality == town
    assert idea.area_m2 > 1000


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"latitude": "48,1", "longitude": "11,5"}, "Dieser Ort liegt nicht in der Region."),
        ({"latitude": "51,45"}, "Breite und Länge gehören zusammen."),
        ({"geometry": '{"type": "Point"'}, "kein GeoJSON"),
        ({"geometry": '{"type":"MultiPoint","coordinates":[[7.01,51.41]]}'}, "Zeichnen Sie einen Punkt"),
        ({"municipality": ""}, "Wählen Sie die Kommune"),
        ({"begun": begun(-3600)}, "noch einmal ab"),
        ({"homepage": "http://spam.example"}, "noch einmal ab"),
    ],
)
def test_what_cannot_be_an_idea_is_refused_with_a_sentence(post, town, change, sentence):
    page = post(NEW, idea_form(town, **change))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Idea.objects.exists()


def test_coordinates_are_a_way_to_say_where(post, town):
    post(NEW, idea_form(None, latitude="51,45", longitude="7,05"))
    idea = Idea.objects.get()
    assert (idea.point_x, idea.point_y) == (7.05, 51.45)
    assert idea.municipality == town


def test_similar_ideas_are_shown_before_sending_and_do_not_keep_from_it(post, town):
    IdeaFactory(title="Bäume am Marktplatz", municipality=town)
    page = post(NEW, idea_form(town))
    assert "Bäume am Marktplatz" in page.content.decode()
    assert Idea.objects.count() == 1
    post(NEW, idea_form(town, seen="1"))
    assert Idea.objects.count() == 2


def test_a_scanner_that_opens_the_link_confirms_nothing(client, post, town):
    post(NEW, idea_form(town))
    for _visit in range(3):
        assert client.get(link_in_mail()).status_code == 200
        client.head(link_in_mail())
    assert Idea.objects.get().visibility == Visibility.UNCONFIRMED
    assert Participant.objects.get().confirmed_at is None
    assert client.get("/de/beteiligung/meine/").status_code == 302


def test_the_mail_repeats_nothing_that_was_typed(post, town):
    post(NEW, idea_form(town, title="Kauft bei uns", name="www.spam.example", text="Billig!"))
    body = mail.outbox[-1].body + mail.outbox[-1].subject
    assert not any(word in body for word in ("Kauft", "spam", "Billig"))


@pytest.mark.parametrize("spoil", [lambda link: link[:-3] + "x/", lambda link: link.replace(":", "0:", 1)])
def test_a_forged_link_is_not_found(client, spoil):
    link = link_for(ParticipantFactory()).removeprefix("http://testserver")
    assert client.get(link).status_code == 200
    assert client.get(spoil(link)).status_code == 404
    assert client.post(spoil(link)).status_code == 404


def test_a_link_ends_after_a_month(client, time_machine):
    time_machine.move_to("2026-01-01 12:00:00+01:00")
    link = link_for(ParticipantFactory()).removeprefix("http://testserver")
    time_machine.move_to("2026-02-02 12:00:00+01:00")
    assert client.get(link).status_code == 404


def test_the_owner_of_the_mailbox_chooses_what_is_sent(client, post, town):
    post(NEW, idea_form(town))
    post(NEW, idea_form(town, title="Etwas ganz anderes", text="Ein Brunnen im Hof.", seen="1"))
    wanted, _other = Idea.objects.order_by("pk")
    client.post(link_in_mail(), {"item": [str(wanted.key)]})
    assert Idea.objects.get() == wanted
    post(NEW, idea_form(town, title="Noch eine", email="opfer@example.org", seen="1"), follow=True)


def test_who_did_not_write_deletes_it_and_is_forgotten(client, post, town):
    post(NEW, idea_form(town, email="opfer@example.org"))
    client.post(link_in_mail(), {"refuse": "1"})
    assert not Idea.objects.exists()
    assert not Participant.objects.exists()


def test_the_second_idea_of_a_known_person_is_public_at_once(post, confirm, town):
    IdeaFactory(author=ParticipantFactory(email="nachbarin7@example.org"), title="Ganz was anderes")
    post(NEW, idea_form(town))
    confirm()
    assert Idea.objects.get(title="Bäume für den Marktplatz").is_public


def test_links_and_pictures_wait_for_a_look(post, confirm, town):
    IdeaFactory(author=ParticipantFactory(email="nachbarin7@example.org"), title="Ganz was anderes")
    post(NEW, idea_form(town, text="Siehe www.spam.example", photo=_picture(), alt="Ein Platz ohne Baum"))
    confirm()
    idea = Idea.objects.get(title="Bäume für den Marktplatz")
    assert set(idea.held_for) == {Held.LINKS, Held.PICTURE}


def test_a_photo_loses_everything_but_its_pixels(post, town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    post(NEW, idea_form(town, photo=_picture(gps=True, size=(3000, 2000)), alt="Ein Platz"))
    photo = Photo.objects.get()
    with Image.open(photo.image) as kept:
        assert kept.format == "WEBP"
        assert max(kept.size) == 1600
        assert not kept.getexif()
        assert not set(kept.info) & {"exif", "xmp", "icc_profile", "comment"}


def test_a_photo_survives_the_step_with_similar_ideas(client, post, town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    IdeaFactory(title="Bäume am Marktplatz", municipality=town)
    page = post(NEW, idea_form(town, photo=_picture(), alt="Ein Platz"))
    token = page.context["form"].photo_token
    post(NEW, idea_form(town, photo_key=token, alt="Ein Platz", seen="1"))
    assert Idea.objects.get(title="Bäume für den Marktplatz").photo.alt == "Ein Platz"


@pytest.mark.parametrize("kind", ["text", "bomb", "svg", "cut"])
def test_what_is_no_picture_or_too_large_is_refused(post, town, kind):
    content = {
        "text": b"GIF89a nothing",
        "bomb": _png_that_unpacks_to(30_000, 30_000),
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "cut": _picture().getvalue()[:200],
    }[kind]
    upload = BytesIO(content)
    upload.name = "bild.png"
    page = post(NEW, idea_form(town, photo=upload, alt="x"))
    assert page.status_code == 422
    assert not Photo.objects.exists()


def test_a_photo_needs_words(post, town):
    assert "Beschreiben Sie bitte" in post(NEW, idea_form(town, photo=_picture())).content.decode()


def test_unused_photos_go_with_their_files(settings, tmp_path, post, town, time_machine):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to("2026-05-01 12:00:00+02:00")
    post(NEW, idea_form(town, photo=_picture(), begun=begun()))
    assert list(tmp_path.rglob("*.webp"))
    time_machine.move_to("2026-05-03 12:00:00+02:00")
    assert delete_unused(timezone.now()) == 1
    assert not list(tmp_path.rglob("*.webp"))


def test_marks_that_turn_letters_round_and_markup_do_no_harm(post, confirm, client, town):
    IdeaFactory(author=ParticipantFactory(email="nachbarin7@example.org"), title="Ganz was anderes")
    evil = "\u202eabc<script>alert(1)</script><img src=x onerror=alert(1)>\u2066"
    post(NEW, idea_form(town, title=evil, text=evil))
    confirm()
    page = client.get(Idea.objects.latest("pk").get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in page


def test_somebody_known_comments_and_is_answered_one_level_deep(client, post, confirm):
    idea, person = IdeaFactory(), ParticipantFactory()
    IdeaFactory(author=person)
    post(reverse("participation:link"), {"email": person.email, "begun": begun()})
    confirm()
    address = reverse("participation:comment", args=[idea.pk])
    post(address, {"text": "Gute Idee!", "begun": begun()})
    first = Contribution.objects.get()
    post(address, {"text": "Finde ich auch.", "parent": first.pk, "begun": begun()})
    second = Contribution.objects.latest("pk")
    post(address, {"text": "Und ich.", "parent": second.pk, "begun": begun()})
    assert [row.parent for row in Contribution.objects.order_by("pk")] == [None, first, first]
    idea.refresh_from_db()
    assert idea.comment_count == 3


def test_support_counts_once_and_can_be_taken_back(client, post, confirm):
    idea = IdeaFactory()
    address = reverse("participation:support", args=[idea.pk])
    post(address, {"email": "fan@example.org", "begun": begun()})
    idea.refresh_from_db()
    assert idea.support_count == 0
    confirm()
    idea.refresh_from_db()
    assert idea.support_count == 1
    post(address, {"begun": begun()})
    idea.refresh_from_db()
    assert idea.support_count == 0


def test_nothing_changes_by_opening_an_address(client):
    idea = IdeaFactory()
    for name in ("support", "comment"):
        assert client.get(reverse(f"participation:{name}", args=[idea.pk])).status_code == 405


def test_what_is_not_public_is_not_found_and_says_why(client):
    hidden = IdeaFactory(visibility="hidden", hidden_reason="advertising")
    page = client.get(hidden.get_absolute_url())
    assert page.status_code == 404
    assert "wirbt für ein Produkt" in page.content.decode()
    assert client.get(IdeaFactory(visibility="held").get_absolute_url()).status_code == 404


def test_after_enough_mails_nobody_is_written_to(post):
    idea = IdeaFactory()
    for _round in range(8):
        post(reverse("participation:support", args=[idea.pk]), {"email": "a@example.org", "begun": begun()})
    assert len(mail.outbox) == 6


def test_a_list_says_how_many_each_choice_leaves(client, town):
    IdeaFactory(title="Ein Teich", category="water", municipality=town)
    IdeaFactory(title="Eine Bank", category="other")
    page = client.get("/de/beteiligung/ideen/?category=water").content.decode()
    assert "Ein Teich" in page
    assert "Eine Bank" not in page
    assert "Teichstadt (1)" in page


def test_files_show_the_same_selection_and_no_address(client, town):
    IdeaFactory(title="Ein Teich", category="water", municipality=town)
    CommentFactory(idea=IdeaFactory(title="Geheim", visibility="held"))
    for kind in ("csv", "json", "geojson", "atom"):
        text = client.get(f"/de/daten/ideas.{kind}?category=water").content.decode()
        assert "Ein Teich" in text, kind
        assert "Geheim" not in text
        assert "example.org" not in text.replace("testserver", "")


def test_i_take_everything_along_and_go(client, post, confirm):
    person = ParticipantFactory(email="gehe@example.org")
    kept = IdeaFactory(author=person, title="Bleibt", author_name="Gehe")
    held = IdeaFactory(author=person, title="Wartet", visibility="held")
    comment = CommentFactory(author=person, text="Auch von mir")
    post(reverse("participation:link"), {"email": "gehe@example.org", "begun": begun()})
    confirm()
    taken = client.get(reverse("participation:export")).json()
    assert taken["participant"]["email"] == "gehe@example.org"
    assert {row["title"] for row in taken["ideas"]} == {"Bleibt", "Wartet"}
    client.post(reverse("participation:mine"), {"forget": "1"})
    kept.refresh_from_db()
    comment.refresh_from_db()
    assert (kept.author, kept.author_name, comment.author) == (None, "", None)
    assert not Idea.objects.filter(pk=held.pk).exists()
    assert not Participant.objects.filter(email="gehe@example.org").exists()


def test_only_my_own_is_mine_to_withdraw(client, post, confirm):
    other = IdeaFactory(title="Von anderen")
    person = ParticipantFactory(email="ich@example.org")
    own = IdeaFactory(author=person)
    post(reverse("participation:link"), {"email": "ich@example.org", "begun": begun()})
    confirm()
    assert client.post(reverse("participation:mine"), {"item": other.key, "withdraw": "1"}).status_code == 404
    client.post(reverse("participation:mine"), {"item": own.key, "withdraw": "1"})
    own.refresh_from_db()
    assert (own.visibility, own.text) == (Visibility.WITHDRAWN, "")


def _picture(size=(60, 40), gps=False):
    image, stream = Image.new("RGB", size, "green"), BytesIO()
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "Kamera von Testperson"
        exif.get_ifd(0x8825)[1] = "N"
    image.save(stream, "JPEG", exif=exif)
    stream.seek(0)
    stream.name = "foto.jpg"
    return stream


def _png_that_unpacks_to(width, height):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
