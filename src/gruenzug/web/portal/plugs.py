"""News on the pages of towns and of Handlungsziele."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gruenzug.web.charter import plug as goals
from gruenzug.web.charter.models import Handlungsziel
from gruenzug.web.core.formats import day
from gruenzug.web.dossiers import plug as towns
from gruenzug.web.places.models import Municipality
from gruenzug.web.portal.models import NewsPage
from gruenzug.web.portal.models.news import NewsQuerySet

MOST = 60


def of_town(municipality: Municipality) -> Sequence[NewsPage]:
    """Return the news about a municipality, the latest first, in one query."""
    return list(_news().filter(municipalities=municipality)[:MOST])


def card(page: NewsPage) -> towns.Card:
    """Tell the news in a line, with its day."""
    return towns.Card(page.title, address(page), page.lead, day(page.day))


def of_goal(request: HttpRequest, goal: Handlungsziel) -> list[goals.Card]:
    """Return the news about the goal's Leitthema, the latest first, in one query."""
    if goal.leitthema_id is None:
        return []
    return [card(page) for page in _news().filter(topics__theme=goal.leitthema_id)[: goals.SHOWN]]


def address(page: NewsPage) -> str:
    """Return the address of a page below the home of the active language, without a query."""
    _home, *path = page.url_path.strip("/").split("/")
    return f"/{_language()}/{'/'.join(path)}/"


def _news() -> NewsQuerySet:
    found = NewsPage.objects.live().filter(locale__language_code=_language()).latest_first()
    return found.only("title", "url_path", "lead", "day")


def _language() -> str:
    return get_language() or "de"


towns.register(towns.Section("aktuelles", _("Aktuelles"), 60, of_town, card))
goals.register(goals.Section("news", _("Aktuelles zum Leitthema"), 70, of_goal))
