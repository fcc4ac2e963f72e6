"""Readers of a former list as a spreadsheet; it only takes in, for addresses do not travel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.core.sheets import Column, Sheet, choice_column, date_column, text_column
from gruenzug.web.newsletter.digests import plain
from gruenzug.web.newsletter.models import Language, MailingList, Subscriber
from gruenzug.web.newsletter.services.importing import is_suppressed, take_over

LIST = "wished_list"


def _address(text: str) -> str:
    email = plain(text)
    try:
        validate_email(email)
    except ValidationError as error:
        told = {"text": text or _("Die leere Zelle")}
        raise ValueError(_("„%(text)s“ ist keine E-Mail-Adresse.") % told) from error
    if is_suppressed(email):
        raise ValueError(
            _("Diese Adresse ist gesperrt; sie kommt nur durch eine eigene Anmeldung wieder dazu.")
        )
    if Subscriber.objects.filter(email__iexact=email).exists():
        raise ValueError(_("Diese Adresse bekommt schon einen Newsletter."))
    return email


def _list(text: str) -> MailingList:
    known = list(MailingList.objects.all())
    for each in known:
        if text.casefold() in (each.slug, each.title_de.casefold()):
            return each
    told = {"text": text, "offered": ", ".join(each.slug for each in known)}
    raise ValueError(_("„%(text)s“ kennen wir nicht; möglich sind: %(offered)s.") % told)


def _day(text: str) -> Any:
    found = _DATE.parse(text)
    if found is None:
        raise ValueError(_("Ohne den Tag der Einwilligung übernehmen wir keine Adresse."))
    if found > timezone.localdate():
        raise ValueError(_("Dieser Tag liegt in der Zukunft."))
    return found


def _proof(text: str) -> str:
    if len(text) < 5:  # "ja" proves nothing
        raise ValueError(_("Schreiben Sie, womit sich die Einwilligung belegen lässt und wo das liegt."))
    return text


def _save(row: Subscriber, changes: Mapping[str, tuple[Any, Any]] | None, by: Any) -> None:
    to = getattr(row, LIST, None)
    if to is None:
        raise ValidationError(_("In der Spalte „Newsletter“ steht nichts."))
    take_over(subscriber=row, to=to, consent_on=row.consent_on, evidence=row.consent_evidence, by=by)


_LANGUAGE = choice_column("language", "Sprache", gettext_lazy("Deutsch, wenn leer"), Language.choices)
_DATE = date_column("consent_on", "Einwilligung am", gettext_lazy("Tag, an dem eingewilligt wurde"))
_TEXT = text_column("consent_evidence", "Nachweis", gettext_lazy("womit sie sich belegen lässt, und wo"))

READERS = Sheet(
    name="newsletter-readers",
    title=gettext_lazy("Empfängerinnen und Empfänger übernehmen"),
    columns=(
        Column(
            "email",
            "E-Mail-Adresse",
            gettext_lazy("die Adresse"),
            lambda row: row.email,
            lambda row, value: setattr(row, "email", value),
            parse=_address,
            required=True,
        ),
        Column(
            "language",
            _LANGUAGE.title,
            _LANGUAGE.meaning,
            _LANGUAGE.get,
            _LANGUAGE.put,
            parse=lambda text: _LANGUAGE.parse(text or Language.DE),
            show=_LANGUAGE.show,
        ),
        Column(
            LIST,
            "Newsletter",
            gettext_lazy("Titel oder Kennung"),
            lambda row: getattr(row, LIST, None),
            lambda row, value: setattr(row, LIST, value),
            parse=_list,
            required=True,
        ),
        Column(
            "consent_on",
            _DATE.title,
            _DATE.meaning,
            _DATE.get,
            _DATE.put,
            parse=_day,
            show=_DATE.show,
            required=True,
        ),
        Column(
            "consent_evidence", _TEXT.title, _TEXT.meaning, _TEXT.get, _TEXT.put, parse=_proof, required=True
        ),
    ),
    rows=lambda user: Subscriber.objects.none(),
    make=Subscriber,
    save=_save,
    label=lambda row: row.email,
    add_permission="newsletter.import_subscriber",
)
