"""Which picture other sites show of which page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from gruenzug.contract.indicators import indicators
from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.embeds import figure
from gruenzug.web.atlas.models import text_of
from gruenzug.web.atlas.social import map_parts, warning
from gruenzug.web.core import formats, previews
from gruenzug.web.portal.models import CampaignPage, HomePage, NewsPage, SitePage

MAP = "acc-who"


def card_of(request: HttpRequest, page: Page) -> previews.Card:
    """Return what the picture of `page` shows: its first figure or map, the region's map on home pages."""
    release = release_of(request)
    what, place = first_living(page)
    kind, _colon, key = what.partition(":")
    told = {"title": page.title, "kicker": settings.PROGRAMME}
    if isinstance(page, NewsPage):
        told["kicker"] = f"{settings.PROGRAMME} · {formats.day(page.day)}"
    if isinstance(page, CampaignPage):
        told = {"title": page.claim or page.title, "kicker": f"{page.title} · {page.period}".strip(" ·")}
    if isinstance(page, HomePage) and release:
        return previews.Card(**told, **map_parts(request, release, MAP))
    if kind in ("atlas.map", "atlas.chart") and release and key in indicators():
        return previews.Card(**told, **map_parts(request, release, key))
    if kind == "atlas.figure" and (found := figure(request, key, place)):
        return previews.Card(**told, **_number(found), note=warning(release))
    return previews.Card(**told)


def first_living(page: Page) -> tuple[str, str]:
    """Return the first figure, chart or map an editor put into `page`."""
    if isinstance(page, SitePage):
        for block in [*(page.figure if isinstance(page, CampaignPage) else ()), *page.body]:
            if block.block_type == "live" and block.value["what"].startswith("atlas."):
                return block.value["what"], block.value["place"] or ""
    return "", ""


def _number(found: dict[str, object]) -> dict[str, str]:
    row = found["figure"]
    indicator = indicators()[row.indicator]  # type: ignore[attr-defined]
    unit = indicator.part(row.part or "").unit  # type: ignore[attr-defined]
    caption = f"{text_of(indicator.title)}, {found['note']}"
    return {"value": formats.measure(row.value, unit), "caption": caption}  # type: ignore[attr-defined]
