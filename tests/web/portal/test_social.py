"""Pictures that other sites show of municipalities, indicators and projects; and the band for the newsletter."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from PIL import Image

from gruenzug.web.atlas.models import Release
from gruenzug.web.core import previews, social
from gruenzug.web.places.models import Municipality
from gruenzug.web.portal.tidying import forget_old_previews
from gruenzug.web.projects.models import Visibility
from tests.factories import EventFactory, ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def project(release):
    project = ProjectFactory(title_de="Park am Bach", slug="park-am-bach", visibility=Visibility.PUBLIC)
    project.municipalities.set(Municipality.objects.filter(slug="witten"))
    return project


PAGES = {
    "/de/kommunen/witten/": "/de/vorschau/dossier/witten.png",
    "/de/methoden/acc-who/": "/de/vorschau/indicator/acc-who.png",
    "/de/projekte/park-am-bach/": "/de/vorschau/project/park-am-bach.png",
    "/en/municipalities/witten/": "/en/preview/dossier/witten.png",
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_names_its_picture_and_the_picture_is_there(client, programme, project, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    picture = page.select_one('meta[property="og:image"]')["content"]
    assert picture == f"http://testserver{PAGES[address]}"
    assert page.select_one('meta[property="og:title"]')["content"]
    answer = client.get(picture)
    drawn = Image.open(BytesIO(answer.content))
    assert (answer["Content-Type"], drawn.size, drawn.format) == ("image/png", (1200, 630), "PNG")
    assert answer["Cache-Control"] == "public, max-age=3600"


def test_a_page_is_not_kept_waiting_by_its_picture(client, programme, project, monkeypatch):
    monkeypatch.setattr(previews, "draw", lambda card: pytest.fail("drawn while the page was made"))
    for address in PAGES:
        assert client.get(address).status_code == 200


def test_a_picture_is_drawn_once(client, programme, project, monkeypatch):
    first = client.get("/de/vorschau/dossier/witten.png").content
    monkeypatch.setattr(previews, "draw", lambda card: pytest.fail("drawn again"))
    assert client.get("/de/vorschau/dossier/witten.png").content == first


def test_pictures_drawn_long_ago_go_and_are_drawn_again(client, programme, release, settings):
    address = "/de/vorschau/dossier/witten.png"
    first = client.get(address).content
    (file,) = (settings.MEDIA_ROOT / "previews").iterdir()
    assert forget_old_previews(timezone.now()) == ""
    assert forget_old_previews(timezone.now() + dt.timedelta(days=91)) == "1"
    assert not file.exists()
    assert client.get(address).content == first


@pytest.mark.parametrize(
    "address", ["dossier/nirgendwo", "indicator/nichts", "project/park-im-archiv", "unbekannt/x"]
)
def test_what_is_not_there_or_not_public_has_no_picture(client, programme, release, address):
    ProjectFactory(slug="park-im-archiv", visibility=Visibility.ARCHIVED)
    assert client.get(f"/de/vorschau/{address}.png").status_code == 404


def test_a_municipality_shows_its_number_and_where_it_lies(rf, programme, release):
    card = social.card_of(rf.get("/de/"), "dossier", "witten")
    assert card.title == "Witten"
    assert card.value.endswith("%")
    assert len([shape for shape in card.shapes if shape.is_marked]) == 1


def test_a_project_shows_its_size_and_its_municipalities(rf, programme, project):
    project.planned_area_m2 = 25_000
    project.save()
    card = social.card_of(rf.get("/de/"), "project", "park-am-bach")
    assert card.value == "2,5\u00a0ha"
    assert len([shape for shape in card.shapes if shape.step is not None]) == 1


def test_numbers_of_a_generated_region_say_so_on_pictures(rf, programme, project):
    Release.objects.update(is_model=True)
    for kind, key in (("dossier", "witten"), ("indicator", "acc-who")):
        card = social.card_of(rf.get("/de/"), kind, key)
        assert card.note == "Modelldaten"
        assert previews.draw(card) != previews.draw(previews.Card(**{**vars(card), "note": ""}))


def test_without_a_release_a_picture_has_a_title(rf, programme):
    card = social.card_of(rf.get("/de/"), "indicator", "acc-who")
    assert (bool(card.title), card.shapes) == (True, ())
    assert previews.draw(card).startswith(b"\x89PNG")


def test_a_marked_place_is_seen(rf, programme, release):
    card = social.card_of(rf.get("/de/"), "dossier", "witten")
    plain = tuple(previews.Shape(shape.path, shape.step) for shape in card.shapes)
    assert previews.draw(card) != previews.draw(previews.Card(**{**vars(card), "shapes": plain}))


def test_the_newsletter_is_offered_where_one_reads_of_a_place_or_an_event(client, programme, release):
    event = EventFactory(title_de="Pflanztag")
    wanted = {
        "/de/kommunen/witten/": ("municipality", Municipality.objects.get(slug="witten").ags),
        event.get_absolute_url(): ("topic", "veranstaltungen"),
    }
    for address, (field, value) in wanted.items():
        (form,) = BeautifulSoup(client.get(address).content, "html.parser").select(".letter__form")
        assert form.select_one(f"[name={field}]")["value"] == value
        answer = client.post(form["action"], {"email": "p9@example.org", field: value, "page": address})
        assert "p9@example.org" in answer.content.decode()
    assert "letter__form" not in client.get("/de/kommunen/witten/druck/").content.decode()
