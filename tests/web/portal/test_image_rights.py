"""Pictures: whose they are is asked once, and stands wherever they are shown."""

from __future__ import annotations

import csv
import datetime as dt
import json
import zipfile
from importlib import import_module
from io import BytesIO, StringIO
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from taggit.models import TaggedItem
from wagtail.images.models import Image as WagtailImage
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from gruenzug.web.core.images import Licence
from gruenzug.web.core.models import SiteImage
from gruenzug.web.core.roles import Role
from gruenzug.web.events.models import Picture as EventPicture
from gruenzug.web.portal.blocks import PictureBlock
from gruenzug.web.portal.models import NewsIndexPage, NewsPage
from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db
LONG_AGO = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def index(programme) -> NewsIndexPage:
    return NewsIndexPage.objects.get(locale=Locale.objects.get(language_code="de"))


def image(**fields) -> SiteImage:
    facts = {"title": "Bach", "author": "Stadt Herne", "licence": Licence.OWN, **fields}
    return SiteImage.objects.create(file=get_test_image_file(), description="Ein Bach", **facts)


def news(index, picture, **fields) -> NewsPage:
    page = NewsPage(title="Am Bach", image=picture, image_alt="Ein Bach", **fields)
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def upload(client, **fields):
    file = SimpleUploadedFile("bach.png", get_test_image_file().file.getvalue(), "image/png")
    return client.post("/admin/images/add/", {"title": "Bach", "file": file, **fields})


@pytest.mark.parametrize("missing", ["description", "author", "licence"])
def test_no_picture_comes_in_without_words_and_rights(client, index, missing):
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    facts = {"description": "Ein Bach", "author": "Stadt Herne", "licence": "own"}
    answer = upload(client, **{name: value for name, value in facts.items() if name != missing})
    assert missing in answer.context["form"].errors
    assert not SiteImage.objects.exists()
    done = upload(client, **facts)
    assert done.status_code == 302, done.context["form"].errors
    assert SiteImage.objects.get().credit == "Stadt Herne"


@pytest.mark.parametrize(
    ("licence", "credit", "link"),
    [
        (Licence.OWN, "Stadt Herne", ""),
        (Licence.CC_BY_4, "Stadt Herne, CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        (Licence.PUBLIC_DOMAIN, "Stadt Herne, gemeinfrei", ""),
    ],
)
def test_the_credit_stands_below_the_picture_with_a_link_to_its_terms(client, index, licence, credit, link):
    page = news(index, image(licence=licence, source="https://example.org/bild"))
    shown = BeautifulSoup(client.get(page.get_url()).content, "html.parser").select_one("figcaption .credit")
    assert shown.get_text().startswith(credit)
    links = [row["href"] for row in shown.select("a")]
    assert links == [*filter(None, [link]), "https://example.org/bild"]


def test_a_picture_is_sent_as_pages_show_it_and_nothing_else_that_was_uploaded(client, index, settings):
    picture = image()
    page = BeautifulSoup(client.get(news(index, picture).get_url()).content, "html.parser")
    sent = client.get(page.select_one("figure.picture img")["src"])
    assert (sent.status_code, sent["Content-Type"]) == (200, "image/webp")
    assert "max-age" in sent["Cache-Control"]
    assert b"".join(sent.streaming_content).startswith(b"RIFF")
    (settings.MEDIA_ROOT / "documents").mkdir()
    (settings.MEDIA_ROOT / "documents" / "geheim.pdf").write_bytes(b"x")
    for path in (picture.file.name, "documents/geheim.pdf", "images/../documents/geheim.pdf", "images/"):
        assert client.get(f"/media/{path}").status_code == 404, path


def test_what_the_page_says_itself_wins(client, index):
    page = news(index, image(), image_credit="Testperson 5")
    shown = BeautifulSoup(client.get(page.get_url()).content, "html.parser").select_one("figcaption")
    assert shown.get_text(strip=True) == "Testperson 5"


def test_lists_and_galleries_name_whose_pictures_they_show(client, index):
    picture = image()
    shown = {"image": {"image": picture.pk, "alt_text": "Ein Bach", "decorative": False}, "credit": ""}
    body = [
        {"type": "gallery", "value": [{"type": "item", "id": "1", "value": shown}]},
        {"type": "picture", "value": shown},
    ]
    page = news(index, picture, body=json.dumps(body))
    assert client.get(page.get_url()).content.decode().count("Stadt Herne") == 3
    assert "Stadt Herne" in client.get("/de/aktuelles/").content.decode()


def test_a_picture_nobody_vouches_for_is_refused(index):
    nameless = image(author="")
    page = NewsPage(title="Mit Bild", slug="mit-bild", image=nameless, image_alt="Ein Bach")
    with pytest.raises(ValidationError) as refused:
        page.full_clean(exclude=["path", "depth", "locale", "translation_key"])
    assert "image_credit" in refused.value.message_dict
    block = PictureBlock()
    value = block.to_python({"image": {"image": nameless.pk, "alt_text": "Ein Bach", "decorative": False}})
    with pytest.raises(ValidationError):
        block.clean(value)
    nameless.author = "Stadt Herne"
    nameless.save()
    assert block.clean(block.to_python(block.get_prep_value(value)))["credit"] == ""


def test_a_room_takes_the_credit_from_the_picture(index):
    picture = EventPicture(event=EventFactory(), image=image(), alt_de="Ein Bach", people_agreed=True)
    picture.full_clean()
    assert picture.credit == "Stadt Herne"


def test_the_desk_names_pictures_without_rights(client, index):
    image(title="Herrenlos", author="")
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    assert "Herrenlos" in client.get("/admin/").content.decode()
    client.force_login(UserFactory(roles=[Role.MUNICIPAL_EDITOR]))
    assert "Herrenlos" not in client.get("/admin/").content.decode()


def test_the_press_kit_lists_its_pictures_with_their_rights(client, index, release):
    image(title="Nicht für alle")
    picture = image(title="Bach im Tal", licence=Licence.CC_BY_4, in_press_kit=True)
    kit = zipfile.ZipFile(BytesIO(client.get("/de/presse/pressepaket.zip").content))
    (row,) = csv.DictReader(StringIO(kit.read("bilder-de.csv").decode()))
    assert row["Bildnachweis"] == "Stadt Herne, CC BY 4.0"
    assert row["Zu sehen ist"] == "Ein Bach"
    assert row["Datei"] == f"bilder/{picture.pk}-bach-im-tal.png"
    assert kit.read(row["Datei"]) == picture.file.storage.open(picture.file.name).read()
    assert [name for name in kit.namelist() if name.startswith("bilder/")] == [row["Datei"]]


def test_pictures_from_before_keep_their_numbers_and_tags(programme):
    former = WagtailImage.objects.create(title="Bach", file=get_test_image_file())
    former.tags.add("Wasser")
    WagtailImage.objects.filter(pk=former.pk).update(id=900, created_at=LONG_AGO)
    TaggedItem.objects.update(object_id=900)
    copying = import_module("gruenzug.web.core.migrations.0009_copy_images")
    copying.copy_images(apps, SimpleNamespace(connection=connection))
    kept = SiteImage.objects.get(pk=900)
    assert (kept.title, kept.file.name, kept.width) == ("Bach", former.file.name, former.width)
    assert kept.created_at == LONG_AGO
    assert [tag.name for tag in kept.tags.all()] == ["Wasser"]
    assert image(title="Danach").pk > 900
