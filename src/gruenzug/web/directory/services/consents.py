"""Publication of a person's data: asked for by link, confirmed every year, gone when not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.core import mail, tick
from gruenzug.web.core.audit import record
from gruenzug.web.directory.models import Consent, ConsentWording, Person

SALT = "directory.consent"
LINK_DAYS = 60
REMIND_AFTER_DAYS = 28


class NoWording(Exception):  # noqa: N818  a state of things, said to staff in a sentence
    """There is no wording to agree to yet."""


def current_wording(on: dt.date | None = None) -> ConsentWording:
    """Return the wording people agree to today."""
    wording = (
        ConsentWording.objects.filter(valid_from__lte=on or timezone.localdate()).order_by("-version").first()
    )
    if wording is None:
        raise NoWording
    return wording


def link_for(person: Person) -> str:
    """Return the personal address where `person` says what may be published."""
    token = signing.dumps(person.pk, salt=SALT)
    with override("de"):
        return settings.BASE_URL + reverse("directory:consent", args=[token])


def person_of(token: str) -> Person | None:
    """Return whose link `token` is; None if it is forged, too old, or the person is gone."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=dt.timedelta(days=LINK_DAYS))
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=pk).first()


@transaction.atomic
def ask_for_consent(*, person: Person, by: Any) -> None:
    """Send `person` the link to say what may be published."""
    current_wording()
    _send(person, "directory/mail/consent_asked", _("Dürfen wir Ihre Angaben veröffentlichen?"))
    record("directory.consent_asked", subject=person, by=by)


@transaction.atomic
def give_consent(*, person: Person, fields: Iterable[str], evidence: str, by: Any = None) -> None:
    """Set what `person` lets us publish to exactly `fields`, to the current wording, as of today.

    What is new is given, what stays is confirmed, what is missing is withdrawn.
    """
    wanted, today, wording = set(fields), timezone.localdate(), current_wording()
    present = {consent.field: consent for consent in Consent.objects.filter(person=person, withdrawn_at=None)}
    for field in present.keys() - wanted:
        _withdraw(present[field])
    for field in wanted & present.keys():
        consent = present[field]
        consent.wording, consent.confirmed_on, consent.evidence = wording, today, evidence
        consent.save()
    for field in wanted - present.keys():
        Consent.objects.create(person=person, field=field, wording=wording, evidence=evidence)
    Person.objects.filter(pk=person.pk).update(last_used_on=today)
    record("directory.consent_given", subject=person, by=by, count=len(wanted), version=wording.version)


@transaction.atomic
def withdraw_consent(*, person: Person, by: Any = None) -> None:
    """Take back everything `person` let us publish."""
    for consent in Consent.objects.filter(person=person, withdrawn_at=None):
        _withdraw(consent)
    record("directory.consent_withdrawn", subject=person, by=by)


@tick.job("directory.consents", every=dt.timedelta(hours=12))
def keep_consents_fresh(now: dt.datetime) -> str:
    """Ask once a year whether it stays so, remind once, and take off what nobody confirmed."""
    today = timezone.localtime(now).date()
    asked = reminded = lapsed = 0
    open_consents = (
        Consent.objects.filter(withdrawn_at=None).values("person").annotate(oldest=Min("confirmed_on"))
    )
    for row in open_consents.filter(oldest__lte=today - dt.timedelta(days=Consent.CONFIRM_AFTER_DAYS)):
        age = (today - row["oldest"]).days
        person = Person.objects.get(pk=row["person"])
        if age > Consent.LAPSES_AFTER_DAYS:
            lapsed += _lapse(person, today)
        elif age >= Consent.CONFIRM_AFTER_DAYS + REMIND_AFTER_DAYS:
            reminded += _ask_again(person, row["oldest"], "reminder")
        else:
            asked += _ask_again(person, row["oldest"], "question")
    return f"{asked} asked, {reminded} reminded, {lapsed} lapsed" if asked or reminded or lapsed else ""


@transaction.atomic
def _ask_again(person: Person, oldest: dt.date, kind: str) -> bool:
    """Send the yearly question or its reminder, once for each date of consent."""
    if not person.email or not tick.once(f"directory.consent.{kind}:{person.pk}:{oldest}"):
        return False
    _send(person, "directory/mail/consent_confirm", _("Sollen Ihre Angaben öffentlich bleiben?"))
    return True


@transaction.atomic
def _lapse(person: Person, today: dt.date) -> bool:
    oldest = today - dt.timedelta(days=Consent.LAPSES_AFTER_DAYS)
    for consent in Consent.objects.filter(person=person, withdrawn_at=None, confirmed_on__lt=oldest):
        _withdraw(consent)
    record("directory.consent_lapsed", subject=person, by=None)
    return True


def _withdraw(consent: Consent) -> None:
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])


def _send(person: Person, template: str, subject: str) -> None:
    published = Consent.objects.filter(person=person).valid()
    context = {
        "person": person,
        "link": link_for(person),
        "days": LINK_DAYS,
        "fields": [consent.get_field_display() for consent in published],
        "lapses_days": Consent.LAPSES_AFTER_DAYS - Consent.CONFIRM_AFTER_DAYS,
    }
    mail.send(to=person.email, subject=subject, template=template, context=context)
