"""The press kit: sign, texts, figures, map, pictures with their rights; put together when asked for."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.contract.indicators import indicators
from gruenzug.web import core
from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.models import REGION, text_of
from gruenzug.web.core import formats
from gruenzug.web.core.exports import Column, csv_text
from gruenzug.web.core.models import SiteImage
from gruenzug.web.core.previews import picture
from gruenzug.web.portal.models import HomePage
from gruenzug.web.portal.previews import card_of

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
        _add_pictures(kit)
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


def _add_pictures(kit: zipfile.ZipFile) -> None:
    """Add the pictures the press may print, with a list of what is to be seen and whose they are."""
    pictures = {_name(row): row for row in SiteImage.objects.filter(in_press_kit=True)}
    if not pictures:
        return
    for name, row in pictures.items():
        with row.file.storage.open(row.file.name) as kept:
            kit.writestr(name, kept.read(), zipfile.ZIP_STORED)
    for language in LANGUAGES:
        with override(language):
            kit.writestr(f"bilder-{language}.csv", csv_text(_picture_columns(), pictures.items()))


def _name(picture: SiteImage) -> str:
    suffix = Path(picture.file.name).suffix.lower()
    return f"bilder/{picture.pk}-{slugify(picture.title)[:60]}{suffix}"


def _picture_columns() -> tuple[Column, ...]:
    return (
        Column(_("Datei"), "", lambda row: row[0]),
        Column(_("Zu sehen ist"), "", lambda row: row[1].description),
        Column(_("Bildnachweis"), "", lambda row: row[1].credit),
        Column(_("Rechte"), "", lambda row: row[1].get_licence_display()),
        Column(_("Adresse der Lizenz"), "", lambda row: row[1].terms_url),
        Column(_("Adresse der Quelle"), "", lambda row: row[1].source),
    )


def _columns(release: str, source: str) -> tuple[Column, ...]:
    return (
        Column(_("Kennzahl"), "", lambda row: text_of(row[0].title)),
        Column(_("Wert"), "", lambda row: formats.number(row[1].value, 1)),
        Column(_("Einheit"), "", lambda row: formats.unit_label(row[0].headline.unit)),
        Column(_("Datenstand"), "", lambda row: release),
        Column(_("Quelle"), "", lambda row: source),
    )
