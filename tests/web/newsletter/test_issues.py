"""Writing an issue: collected, previewed, checked, tested, planned, and read in the archive."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.images import get_image_model

from gruenzug.web.atlas.models import Release
from gruenzug.web.charter.models import Version
from gruenzug.web.core.roles import Role
from gruenzug.web.funding.models import CallWindow
from gruenzug.web.newsletter import checking, items, links
from gruenzug.web.newsletter.letters import render
from gruenzug.web.newsletter.models import Issue, Topic
from gruenzug.web.newsletter.selectors import audience
from gruenzug.web.newsletter.services import sending, writing
from gruenzug.web.portal.models import NewsIndexPage, NewsPage
from gruenzug.web.projects.models import Visibility
from tests.factories import (
    CommitmentFactory,
    ConsultationFactory,
    EventFactory,
    MunicipalityFactory,
    ProgrammeFactory,
    ProjectFactory,
    UserFactory,
)
from tests.web.newsletter.conftest import body_of, reader
from tests.web.support.costs import queries_of

pytestmark = pytest.mark.django_db
DESK = "/admin/newsletter/ausgabe"


@pytest.fixture
def team(client):
    user = UserFactory(roles=[Role.PROGRAMME_TEAM])
    client.force_login(user)
    return user


def sentences(issue):
    return [each.sentence for each in checking.obstacles(issue)]


def picture(**more):
    stream = BytesIO()
    Picture.new("RGB", (40, 20), "green").save(stream, "PNG")
    stream.seek(0)
    return get_image_model().objects.create(title="Ein Park", file=ImageFile(stream, "park.png"), **more)


def test_a_mail_says_everything_in_html_and_in_text(issue, operator):
    letter = render(issue, "de")
    page = BeautifulSoup(letter.html, "html.parser")
    assert page.html["lang"] == "de"
    assert [head.get_text() for head in page.find_all(["h1", "h2", "h3"])] == [
        "Grün im Dezember", "Im Revier", "Projekte", "Ein <Park>",
    ]  # fmt: skip
    assert all(table.get("role") == "presentation" for table in page.find_all("table"))
    assert all(link["href"].startswith(("http://testserver/", "[[")) for link in page.find_all("a"))
    assert "prefers-color-scheme: dark" in letter.html
    assert not page.find_all(["script", "img"]), "no picture was put in, so none may count who reads"
    for said in (
        "Grün im Dezember\n================",
        "Ein Satz mit Verweis <http://testserver/de/newsletter/> & Zeichen.",
        "- eins\n- zwei",
        "Ein <Park> <http://testserver/de/newsletter/archiv/>",
        "> Gut so.",
        "Mitmachen:\nhttp://testserver/de/newsletter/",
        "Musterverband · Musterweg 1, 45000 Musterstadt",
        "[[leave]]",
    ):
        assert said in letter.text, said
    assert max(len(line) for line in letter.text.splitlines() if "http" not in line) <= 80


def test_who_reads_english_gets_english_and_plain_german_says_that_it_is_missing(issue, operator):
    assert render(issue, "en").subject == "Green in December"
    assert "Unsubscribe" in render(issue, "en").text
    plain = render(issue, "de-simple")
    assert plain.subject == "Grün im Dezember"
    assert "nur auf Deutsch" in plain.text
    issue.subject_simple, issue.body_simple = "Neues", body_of([("heading", "Neu")])
    assert "nur auf Deutsch" not in render(issue, "de-simple").text


def test_words_of_editors_never_reach_the_compiler(issue, operator):
    issue.subject_de = "%%footer_html%% </mj-text> {{ x }} <b>"
    issue.body_de = body_of([("heading", "</mj-body> & [[x]]")])
    page = BeautifulSoup(render(issue, "de").html, "html.parser")
    assert page.h1.get_text() == issue.subject_de
    assert page.h2.get_text() == "</mj-body> & [[x]]"


def test_checks_find_what_readers_would_stumble_over(issue, operator, programme, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert sentences(issue) == []
    block = {"image": {"image": picture().pk, "decorative": False, "alt_text": ""}, "credit": "RVR"}
    issue.body_de = body_of([("picture", block)])
    assert "fehlt der Alternativtext" in sentences(issue)[0]
    block["image"]["alt_text"] = "Eine Wiese am Kanal"
    issue.body_de = body_of([("picture", block)])
    assert sentences(issue) == []
    html = render(issue, "de").html
    assert 'alt="Eine Wiese am Kanal"' in html
    assert re.search(r'src="http://testserver/media/\S+\.jpg"', html)
    assert "[Bild: Eine Wiese am Kanal]" in render(issue, "de").text
    issue.body_de = body_of(
        [
            ("button", {"label": "x", "url": "/de/gibt/es/nicht/"}),
            ("button", {"label": "y", "url": "www.x.de"}),
        ]
    )
    told = " ".join(sentences(issue))
    assert "/de/gibt/es/nicht/ antwortet mit 404" in told
    assert "„www.x.de“ ist keine vollständige Adresse" in told
    issue.body_de = body_of([("paragraph", f"<p>{'Grün ' * 25_000}</p>")])
    assert "kB schneiden" in sentences(issue)[0]
    issue.body_de = []
    assert "Die Ausgabe ist leer" in sentences(issue)[0]


def test_without_an_imprint_nothing_leaves(issue, programme, team):
    assert "GRUENZUG_OPERATOR_ADDRESS" in sentences(issue)[0]
    with pytest.raises(Exception, match="Impressum"):
        writing.schedule(issue=issue, at=timezone.now(), by=team)


def test_news_of_the_rooms_is_collected_into_the_issue(client, team, issue):
    today = timezone.localdate()
    ProjectFactory(
        title_de="Neuer Park", title_en="New park", visibility=Visibility.PUBLIC, published_at=timezone.now()
    )
    ProjectFactory(
        title_de="Alter Park",
        visibility=Visibility.PUBLIC,
        published_at=timezone.now() - dt.timedelta(days=90),
    )
    ProjectFactory(title_de="Geheimer Park")
    (found,) = items.collected(today - dt.timedelta(days=30), today, "de")
    assert [item.title for item in found.items] == ["Neuer Park"]
    page = client.get(f"{DESK}/{issue.pk}/sammeln/").content.decode()
    assert "Neuer Park" in page
    assert "Alter Park" not in page
    key = f"projects:{found.items[0].key}"
    since = (today - dt.timedelta(days=30)).isoformat()
    client.post(f"{DESK}/{issue.pk}/sammeln/", {"since": since, "languages": ["de", "en"], "item": [key]})
    issue.refresh_from_db()
    assert issue.body_de[-1].value["items"][0]["title"] == "Neuer Park"
    assert issue.body_en[-1].value["items"][0]["title"] == "New park"


def test_every_room_has_its_news_in_both_languages(client, team, issue, release, programme):
    today = timezone.localdate()
    EventFactory(title_de="Netzwerktag", title_en="Network day", city="Herne")
    EventFactory(title_de="Abgesagt", state="cancelled")
    call = ProgrammeFactory(title_de="Klimafonds", title_en="Climate fund")
    CallWindow.objects.create(programme=call, title_de="Runde 3", closes_on=today + dt.timedelta(days=20))
    CallWindow.objects.create(programme=call, title_de="Vorbei", closes_on=today - dt.timedelta(days=1))
    ConsultationFactory(title_de="Leitlinie", title_en="Guideline")
    version = Version.objects.first()
    CommitmentFactory(
        version=version, state="decided", is_public=True, decided_on=today, body__name="Stadt Kamen"
    )
    Release.objects.update(created_at=timezone.now())
    index = NewsIndexPage.objects.filter(locale__language_code="de").first()
    index.add_child(
        instance=NewsPage(title="Neue Allee", slug="neue-allee", lead="Hundert Bäume.", locale=index.locale)
    )
    german = {
        row.source.name: row.items for row in items.collected(today - dt.timedelta(days=7), today, "de")
    }
    english = {
        row.source.name: row.items for row in items.collected(today - dt.timedelta(days=7), today, "en")
    }
    assert [item.title for item in german["news"]] == ["Neue Allee"]
    assert [item.title for item in german["events"]] == ["Netzwerktag"]
    assert "Herne" in german["events"][0].meta
    assert [item.title for item in german["calls"]] == ["Klimafonds: Runde 3"]
    assert [item.title for item in german["consultations"]] == ["Leitlinie"]
    assert "Kamen" in german["decisions"][0].title
    assert "%" in german["figures"][0].title
    assert [english[name][0].title for name in ("events", "consultations")] == ["Network day", "Guideline"]
    assert english["calls"][0].url.startswith("/en/")
    for found in (*german.values(), *english.values()):
        for item in found:
            assert client.get(item.url, follow=True).status_code == 200, item.url


def test_the_desk_of_an_issue(client, team, issue, operator, programme, letter):
    reader(letter)
    pages = [
        "/admin/newsletter/issue/",
        "/admin/newsletter/issue/new/",
        f"/admin/newsletter/issue/edit/{issue.pk}/",
        f"/admin/newsletter/issue/inspect/{issue.pk}/",
        f"{DESK}/{issue.pk}/vorschau/?look=text",
        f"{DESK}/{issue.pk}/vorschau/?look=dark&language=en",
        f"{DESK}/{issue.pk}/sammeln/",
    ]
    for page in pages:
        assert client.get(page).status_code == 200, page
    assert "Bekämen es heute" in client.get(pages[3]).content.decode()
    assert "@media all" in client.get(f"{DESK}/{issue.pk}/roh/?look=dark").content.decode()
    assert "[[" not in client.get(f"{DESK}/{issue.pk}/roh/").content.decode()
    client.force_login(UserFactory(roles=[Role.MODERATOR]))
    for page in [*pages, f"{DESK}/{issue.pk}/roh/"]:
        assert client.get(page).status_code in (302, 403), page


def test_a_test_goes_to_one_address_and_its_links_are_nobodys(
    client, team, issue, letter, django_capture_on_commit_callbacks
):
    person = reader(letter)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{DESK}/{issue.pk}/tun/test/", {"to": "team@example.org", "language": "en"})
    (message,) = mail.outbox
    assert message.subject == "[Test] Green in December"
    assert message.to == ["team@example.org"]
    assert person.key not in message.body + message.alternatives[0][0]
    assert "[[" not in message.body


def test_an_issue_is_planned_and_unplanned_and_then_no_longer_changed(
    client, team, issue, operator, programme
):
    when = (timezone.localtime() + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    client.post(f"{DESK}/{issue.pk}/tun/planen/", {"at": when})
    issue.refresh_from_db()
    assert issue.state == Issue.State.SCHEDULED
    assert client.get(f"/admin/newsletter/issue/edit/{issue.pk}/").status_code == 302
    assert not team.has_perm("newsletter.change_issue", issue)
    client.post(f"{DESK}/{issue.pk}/tun/nicht-planen/")
    issue.refresh_from_db()
    assert issue.state == Issue.State.DRAFT
    page = client.post(
        f"{DESK}/{issue.pk}/tun/planen/", {"at": "2020-01-01T10:00"}, follow=True
    ).content.decode()
    assert "schon vorbei" in page


def test_an_issue_reaches_those_whose_choice_it_meets(letter, issue):
    trees, water = (Topic.objects.create(key=key, title_de=key) for key in ("baum", "wasser"))
    here, there = MunicipalityFactory(), MunicipalityFactory()
    reader(letter, "alles@example.org")
    reader(letter, "baum@example.org", topics=[trees])
    reader(letter, "wasser@example.org", topics=[water])
    reader(letter, "dort@example.org", municipalities=[there])
    assert audience(issue).count() == 4
    issue.topics.add(trees)
    assert {row.email.split("@")[0] for row in audience(issue)} == {"alles", "baum", "dort"}
    issue.municipalities.add(here)
    assert {row.email.split("@")[0] for row in audience(issue)} == {"alles", "baum"}


def test_what_left_the_house_stands_in_the_archive(client, team, issue, operator, programme, letter):
    person = reader(letter)
    assert client.get("/de/newsletter/archiv/2026-12/").status_code == 404
    writing.schedule(issue=issue, at=timezone.now(), by=team)
    sending.begin_due(timezone.now())
    page = client.get("/de/newsletter/archiv/2026-12/").content.decode()
    assert "Ein &lt;Park&gt;" in page
    assert "[[" not in page
    assert person.key not in page
    assert "Green in December" in client.get("/en/newsletter/archive/2026-12/").content.decode()
    assert "Grün im Dezember" in client.get("/de/newsletter/").content.decode()
    feed = client.get("/de/daten/newsletter-issues.atom").content.decode()
    assert "http://testserver/de/newsletter/archiv/2026-12/" in feed
    for address in ("/de/newsletter/archiv/", "/de/newsletter/archiv/2026-12/", "/de/newsletter/"):
        assert len(queries_of(client, address)) <= 12, address
    assert links.leave(person, letter).endswith("/gruen/")
