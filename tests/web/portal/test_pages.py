"""Editors' pages, languages, navigation, headers, and what is said when something is missing."""

from __future__ import annotations

import re
from html import unescape
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils.translation import override

from gruenzug.web.atlas.models import Release
from gruenzug.web.core.models import User
from gruenzug.web.portal.models import ContentPage, HomePage, ServicePage
from gruenzug.web.portal.reference import pages_loader
from gruenzug.web.portal.settings.environment import Environment
from tests.web.sample_release import figure_rows

pytestmark = pytest.mark.django_db

GERMAN = [
    "/de/",
    "/de/atlas/",
    "/de/atlas/?indicator=acc-angst&part=all&sort=name&county=05954",
    "/de/kommunen/",
    "/de/kommunen/?q=w&county=05954",
    "/de/kommunen/witten/",
    "/de/kommunen/witten/druck/",
    "/de/methoden/",
    "/de/methoden/sup-berlin-near/",
    "/de/quellen/",
    "/de/daten/",
    "/de/daten/schnittstelle/",
    "/de/programm/",
    "/de/ruhr-konferenz/",
    "/de/kontakt/",
    "/de/impressum/",
    "/de/datenschutz/",
    "/de/barrierefreiheit/",
]
ENGLISH = [
    "/en/",
    "/en/atlas/",
    "/en/atlas/?indicator=acc-angst&part=all&sort=name&county=05954",
    "/en/municipalities/",
    "/en/municipalities/?q=w&county=05954",
    "/en/municipalities/witten/",
    "/en/municipalities/witten/print/",
    "/en/methods/",
    "/en/methods/sup-berlin-near/",
    "/en/sources/",
    "/en/data/",
    "/en/data/interface/",
    "/en/programme/",
    "/en/ruhr-conference/",
    "/en/contact/",
    "/en/imprint/",
    "/en/privacy/",
    "/en/accessibility/",
]


@pytest.fixture
def site(release, programme):
    """The whole site: release and reference pages."""


def _page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def test_no_page_costs_more_than_twelve_queries(client, site):
    for address in GERMAN + ENGLISH:
        client.get(address)  # Wagtail keeps sites and languages per process
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) <= 12, (address, [query["sql"][:120] for query in queries.captured_queries])


def test_a_release_of_before_an_indicator_came_says_not_covered_everywhere(client, site):
    release = Release.objects.get()
    release.figures.exclude(indicator="trees").delete()
    stated = [row for row in release.manifest["indicators"] if row["id"] == "trees"]
    release.manifest = {**release.manifest, "indicators": stated}
    release.save()
    for address in GERMAN + ENGLISH:
        _page(client, address)
    for address in ("/de/atlas/?indicator=connectivity", "/de/kommunen/witten/"):
        assert "nicht erfasst" in _page(client, address).select_one("main").get_text()
    for address in ("/de/methoden/connectivity/", "/en/atlas/?indicator=connectivity&sort=coverage"):
        _page(client, address)
    for address in (
        "/de/kommunen/witten.gpkg",
        "/api/v1/indicators",
        "/api/v1/figures?indicator=connectivity",
    ):
        assert client.get(address).status_code == 200, address


def test_language_switch_keeps_the_page_and_its_choices(client, site):
    for german, english in zip(GERMAN, ENGLISH, strict=True):
        switches = {
            link["hreflang"]: link["href"] for link in _page(client, german).select("nav.languages a")
        }
        wanted = {"de": f"http://testserver{german}", "en": f"http://testserver{english}"}
        assert switches.items() >= wanted.items()
        alternates = _page(client, english).select("link[rel=alternate][hreflang]")
        assert {link["hreflang"]: link["href"] for link in alternates} == switches
        assert switches["de-simple"].startswith("http://testserver/de-simple/")


def test_pages_have_one_heading_a_title_and_their_language(client, site):
    name = "· Offensive Grüne Infrastruktur 2030"
    for address in GERMAN + ENGLISH:
        page = _page(client, address)
        title = " ".join(page.title.get_text().split())
        assert len(page.find_all("h1")) == 1, address
        assert page.html["lang"] == address[1:3], address
        assert title.endswith(name), address
        assert len(title) > len(name) + 3, address


A_LINK = re.compile(r'<a\s(?:[^>]*\s)?href="([^"#]+)')


@pytest.mark.any_database
def test_links_lead_somewhere(client, site):
    """Walk the site by its links; of addresses that differ in values of a query only, one is walked."""
    waiting, seen, named = ["/de/", "/en/"], set(), {}
    while waiting:
        address = waiting.pop()
        path, _, query = address.partition("?")
        kind = (path, tuple(sorted(part.partition("=")[0] for part in query.split("&"))))
        if kind in seen or path.startswith("/static/"):
            continue
        seen.add(kind)
        response = client.get(address, follow=True)
        assert response.status_code == 200, f"{address}, linked on {named.get(address)}"
        if not query and response.headers["Content-Type"].startswith("text/html"):
            links = {unescape(link) for link in A_LINK.findall(response.text)}
            found = [
                path + link if link.startswith("?") else link for link in links if link.startswith(("/", "?"))
            ]
            named |= dict.fromkeys(found, address)
            waiting += found
    assert len(seen) > 60


def test_what_a_page_announces_to_programs_is_of_that_kind(client, site):
    announced = {
        (link["href"], link["type"])
        for address in (
            "/de/atlas/",
            "/de/projekte/",
            "/de/veranstaltungen/",
            "/de/beteiligung/ideen/",
            "/de/aktuelles/",
        )
        for link in _page(client, address).select("link[rel=alternate][type]")
    }
    assert len(announced) >= 6
    for address, kind in announced:
        assert client.get(address).headers["Content-Type"].startswith(kind), address


def test_jumps_within_a_page_arrive(client, site):
    for address in GERMAN:
        page = _page(client, address)
        for link in page.select("a[href^='#']"):
            assert page.find(id=link["href"][1:]), f"{address}{link['href']}"


def test_public_pages_are_strict_with_content_and_set_no_cookie(client, site):
    for address in [*GERMAN, "/api/v1/figures", "/de/gestaltung/", "/de/nirgends/"]:
        response = client.get(address)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert not response.cookies, address
        text = response.content.decode()
        assert not re.search(r"<[^>]+\sstyle=", text), address
        assert not re.search(r"<[^>]+\son[a-z]+=", text), address
        assert not re.search(r'<script(?![^>]*(src=|type="application/(ld\+)?json"))', text), address


def test_pages_load_nothing_from_elsewhere(client, site):
    for address in GERMAN:
        page = _page(client, address)
        tags = page.select("script[src], link[rel=stylesheet], link[rel=icon], img, iframe, use")
        loaded = [tag.get("src") or tag.get("href") for tag in tags]
        assert loaded, address
        assert all(link.startswith(("/", "data:")) and not link.startswith("//") for link in loaded), address


def test_editors_pages_have_a_policy_of_their_own(client, site):
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "default-src 'none'" in policy


def test_home_shows_the_region_s_numbers_and_five_ways_on(client, site):
    page = _page(client, "/de/")
    value = next(
        row["value"]
        for row in figure_rows()
        if (row["indicator"], row["part"], row["level"]) == ("acc-who", "0.5ha", "region")
    )
    assert f"{value:.1f}".replace(".", ",") in page.get_text()
    assert "4 Kommunen, 538.447 Menschen" in " ".join(page.get_text().split())
    steps = [link["href"] for link in page.select("section[aria-labelledby=schritte] article a")]
    assert len(steps) == 5
    for link in steps:
        address, _, anchor = link.partition("#")
        target = _page(client, address)
        assert not anchor or target.find(id=anchor), link


def test_home_says_what_is_missing_before_any_release(client, programme):
    assert "Noch ist kein Datenstand geladen" in _page(client, "/de/").get_text()


def test_the_bare_address_leads_to_the_reader_s_language(client, programme):
    assert client.get("/", headers={"Accept-Language": "en"})["Location"] == "/en/"
    assert client.get("/", headers={"Accept-Language": "fr"})["Location"] == "/de/"


def test_a_language_that_is_not_published_is_not_served(client, site, settings):
    settings.PUBLISHED_LANGUAGES = ["de", "en"]
    response = client.get("/de-simple/atlas/")
    assert response.status_code == 404
    assert "Diese Sprache gibt es hier noch nicht." in response.content.decode()


def test_facts_carry_their_source_and_how_sure_they_are(client, site):
    page = _page(client, "/de/ruhr-konferenz/")
    facts = page.select("article.figure")
    assert len(facts) == 4
    for fact in facts:
        assert fact.select_one("a[rel=external]")["href"].startswith("http")
        assert fact.select_one(".badge").get_text() in ("belegt", "teilweise belegt")
    assert len(page.select("ol.entries li")) == 5


def test_reference_pages_are_loaded_once(site):
    before = set(ContentPage.objects.values_list("pk", "latest_revision"))
    out = StringIO()
    call_command("load_programme", stdout=out)
    lines = out.getvalue().splitlines()
    assert all(" 0 created, 0 updated, " in line for line in lines), lines
    assert before == set(ContentPage.objects.values_list("pk", "latest_revision"))


def test_what_a_person_edited_stays(site):
    page = ContentPage.objects.get(slug="ruhr-konferenz")
    page.lead = "Von Hand geändert."
    page.save_revision().publish()
    out = StringIO()
    call_command("load_programme", stdout=out)
    assert "kept page:20-ruhr-konferenz:de" in out.getvalue()
    assert ContentPage.objects.get(slug="ruhr-konferenz").lead == "Von Hand geändert."


def test_a_page_a_person_deleted_stays_deleted(site):
    ContentPage.objects.get(slug="ruhr-konferenz").delete()
    call_command("load_programme", verbosity=0)
    assert not ContentPage.objects.filter(slug="ruhr-konferenz").exists()


def test_changed_reference_content_arrives_where_nobody_edited(site, monkeypatch):
    files = [
        (name, {**page, "lead": "Neuer Stand."} if name.startswith("80") else page)
        for name, page in pages_loader._files()
    ]
    monkeypatch.setattr(pages_loader, "_files", lambda: files)
    out = StringIO()
    call_command("load_programme", stdout=out)
    assert "2 updated" in out.getvalue()
    page = ServicePage.objects.get(slug="kontakt", locale__language_code="de")
    assert page.lead == "Neuer Stand."


def test_the_languages_of_a_page_know_each_other(site):
    german = HomePage.objects.get(locale__language_code="de")
    others = {page.locale.language_code for page in german.get_translations()}
    assert others == {"en", "de-simple"}


def test_imprint_marks_what_the_operator_has_not_filled_in(client, site, settings):
    text = _page(client, "/de/impressum/").get_text()
    assert "noch nicht angegeben" in text
    assert "GRUENZUG_OPERATOR_NAME" in text
    settings.ENVIRONMENT = Environment.read(
        {
            "GRUENZUG_OPERATOR_NAME": "Regionalverband Probe",
            "GRUENZUG_OPERATOR_ADDRESS": "Weg 1|45000 Probe",
            "GRUENZUG_OPERATOR_REPRESENTED_BY": "Direktorium",
            "GRUENZUG_OPERATOR_MAIL": "post@example.org",
            "GRUENZUG_OPERATOR_PHONE": "0201 0",
            "GRUENZUG_EDITOR_IN_CHARGE": "Pressestelle, Weg 1",
        }
    )
    text = _page(client, "/de/impressum/").get_text()
    assert "noch nicht angegeben" not in text
    for fact in (
        "Regionalverband Probe",
        "Weg 1, 45000 Probe",
        "Direktorium",
        "post@example.org",
        "Pressestelle",
    ):
        assert fact in text


def test_privacy_names_the_cookies_there_can_be(client, site, settings):
    text = _page(client, "/de/datenschutz/").get_text()
    assert settings.SESSION_COOKIE_NAME in text
    assert settings.CSRF_COOKIE_NAME in text


def test_missing_page_is_said_in_the_house_style(client, site):
    response = client.get("/en/nowhere/")
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 404
    assert page.select_one("header.header")
    assert page.html["lang"] == "en"


def test_a_fault_of_ours_is_owned_and_needs_no_database(client, site, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("gruenzug.web.atlas.views.methods.grouped_indicators", lambda: 1 / 0)
    response = client.get("/de/methoden/")
    assert response.status_code == 500
    assert "der Fehler liegt bei uns" in response.content.decode()


def test_programs_are_not_sent_to_a_page_in_a_language(client, site):
    assert client.get("/api/v1/nowhere").status_code == 404
    assert client.get("/releases/nowhere/").status_code == 404


def test_health_says_what_is_wrong(client, release, releases_folder, monkeypatch):
    assert client.get("/healthz").json()["release"] == "probe"
    releases_folder.rename(releases_folder.with_name("gone"))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "release files missing")

    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(Release.objects, "filter", broken)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "database")


def test_demo_logins_share_a_password_and_exist_only_for_a_try(capsys, settings, client, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    with pytest.raises(CommandError, match="for a try on one's own machine"):
        call_command("demo_users")
    settings.DEMO = True
    call_command("demo_users")
    User.objects.filter(username="testperson3").update(last_name="Umbenannt")
    call_command("demo_users")
    call_command("demo_users", "--list")
    logins = dict(line.split()[:2] for line in capsys.readouterr().out.splitlines())
    assert {"testperson1", "testperson2", "testperson3"} <= set(logins)
    for username, password in logins.items():
        assert client.login(username=username, password=password)
    assert User.objects.get(username="testperson3").last_name == "Umbenannt"
    assert (tmp_path / "demo" / "password").stat().st_mode & 0o077 == 0


def test_editors_can_open_and_preview_every_kind_of_page(admin_client, site):
    for page in (HomePage.objects.first(), ContentPage.objects.first(), ServicePage.objects.first()):
        assert admin_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_addresses_have_no_word_without_english():
    """An address with a German word on the English side would be a promise we cannot keep."""
    with override("en"):
        routes = {
            str(pattern.pattern)
            for resolver in get_resolver().url_patterns
            if hasattr(resolver, "url_patterns")
            for pattern in resolver.url_patterns
        }
    assert not [
        route for route in routes if re.search(r"kommunen|methoden|quellen|daten|gestaltung|druck", route)
    ]
