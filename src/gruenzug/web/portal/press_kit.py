"""The press kit: sign, texts, figures and a picture of the map, put together when somebody asks for it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.contract.indicators import indicators
from gruenzug.web import core
from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.models import REGION, text_of
from gruenzug.web.core import formats
from gruenzug.web.core.exports import Column, csv_text
from gruenzug.web.portal.models import HomePage
from gruenzug.web.portal.previews import card_of, picture

MARK = Path(core.__file__).parent / "static/core/img/mark.svg"
LANGUAGES = ("de", "en")


def press_kit(request: HttpRequest) -> bytes:
    """Return the kit as a ZIP file."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as kit:
        kit.writestr("zeichen.svg", MARK.read_text("utf-8"))
        for language in LANGUAGES:
            with override(language):
                kit.writestr(f"text-{language}.txt", _text(language))
                kit.writestr(f"zahlen-{language}.csv", _figures(request))
        if home := HomePage.objects.filter(locale__language_code="de").first():
            kit.writestr("karte.png", picture(card_of(request, home)))
    return stream.getvalue()


def _text(language: str) -> str:
    """Return what the programme is, and how the material may be used."""
    home = HomePage.objects.filter(locale__language_code=language).first()
    lines = [settings.PROGRAMME, "", home.lead if home else "", "", f"{settings.BASE_URL}/{language}/", ""]
    lines.append(
        _("Texte, Zeichen und Karte dürfen in der Berichterstattung über das Programm genutzt werden.")
    )
    lines.append(_("Zu jeder Zahl gehören Datenstand und Quelle; beide stehen in der Tabelle."))
    return "\n".join([*lines, ""])


def _figures(request: HttpRequest) -> str:
    """Return the region's figures with where they come from."""
    release = release_of(request)
    if release is None:
        return csv_text(_columns("", ""), [])
    source = _("Modelldaten, keine echten Werte") if release.is_model else release.region_title
    rows = [
        (indicator, figure)
        for figure in release.figures.filter(level=REGION)
        if (indicator := indicators().get(figure.indicator)) and figure.part == indicator.headline.id
    ]
    return csv_text(_columns(release.name, source), rows)


def _columns(release: str, source: str) -> tuple[Column, ...]:
    return (
        Column(_("Kennzahl"), "", lambda row: text_of(row[0].title)),
        Column(_("Wert"), "", lambda row: formats.number(row[1].value, 1)),
        Column(_("Einheit"), "", lambda row: formats.unit_label(row[0].headline.unit)),
        Column(_("Datenstand"), "", lambda row: release),
        Column(_("Quelle"), "", lambda row: source),
    )
