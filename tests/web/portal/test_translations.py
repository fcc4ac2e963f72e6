"""What is out of date is named; a translation begins as a copy."""

from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import Locale

from gruenzug.web.core.roles import Role
from gruenzug.web.portal.models import ContentPage
from gruenzug.web.portal.translations import gaps
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_fresh_reference_pages_lack_only_what_nobody_wrote(programme):
    assert {gap.state for gap in gaps()} == {"missing"}
    assert {gap.language for gap in gaps()} == {"de-simple"}
    assert "Ruhr-Konferenz" in {gap.title for gap in gaps()}


def test_a_german_page_that_changed_makes_its_translation_old(programme, client):
    page = ContentPage.objects.get(slug="ruhr-konferenz")
    english = ContentPage.objects.get(slug="ruhr-conference")
    ContentPage.objects.filter(pk=page.pk).update(
        last_published_at=english.last_published_at + dt.timedelta(days=3)
    )
    (old,) = [gap for gap in gaps() if gap.state == "old"]
    assert (old.title, old.language) == ("Ruhr-Konferenz", "en")
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    report = client.get("/admin/uebersetzungen/").content.decode()
    assert "veraltet" in report
    assert old.edit_url in report


def test_only_editors_see_the_report(programme, client):
    client.force_login(UserFactory(roles=[Role.FUNDING_BODY]))
    assert client.get("/admin/uebersetzungen/").status_code in (302, 403)


def test_a_translation_begins_as_a_copy(programme, client):
    page = ContentPage.objects.get(slug="ruhr-konferenz")
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    simple = Locale.objects.get(language_code="de-simple")
    address = f"/admin/translation/submit/page/{page.pk}/"
    assert client.get(address).status_code == 200
    client.post(address, {"locales": [simple.pk]})
    copy = page.get_translation(simple)
    assert not copy.live
