"""Files of other systems, checked line by line before anything is written.

JSON Lines as we write them, or a table (CSV) with the same names as columns.
What was taken in before is known by its `id` and is not taken in twice.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import uuid
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from gruenzug.web.core.audit import record
from gruenzug.web.participation.cleaning import clean_line, clean_text
from gruenzug.web.participation.models import (
    Category,
    Consultation,
    Contribution,
    Draft,
    Idea,
    Paragraph,
    Visibility,
)
from gruenzug.web.participation.services.sending import town_for
from gruenzug.web.places.models import Municipality

MAX_BYTES = 20_000_000
LONGEST = 5000
Line = tuple[int, dict[str, Any]]


def read_lines(content: bytes) -> list[Line]:
    """Return the objects of a file with the numbers of their lines; a fault is one sentence."""
    if len(content) > MAX_BYTES:
        raise ValidationError(_("Die Datei ist größer als 20 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("Die Datei ist nicht in UTF-8 geschrieben.")) from error
    return list(_json_lines(text) if text.lstrip().startswith("{") else _table(text))


@transaction.atomic
def take_in(*, consultation: Consultation, lines: list[Line], origin: str, by: Any) -> int:
    """Add the contributions among `lines` to `consultation` and return how many were new."""
    drafts = {row.number: row for row in consultation.drafts.all()}
    newest = max(drafts, default=0)
    if not newest:
        raise ValidationError(_("Veröffentlichen Sie zuerst einen Entwurf, zu dem die Beiträge gehören."))
    keys = set(Paragraph.objects.filter(draft__consultation=consultation).values_list("key", flat=True))
    known = {str(key) for key in Contribution.objects.values_list("key", flat=True)}
    made: dict[str, Contribution] = {}
    for number, facts in lines:
        key = _key(facts)
        if facts.get("type", "contribution") != "contribution" or key in known or key in made:
            continue
        row = _contribution(number, facts, keys)
        row.consultation, row.draft = consultation, _draft(number, facts, drafts, newest)
        row.key, row.origin = key, clean_line(origin)[:80]
        made[key] = row
    Contribution.objects.bulk_create(made.values())
    _thread(lines)
    record("participation.contributions_imported", subject=consultation, by=by, count=len(made))
    return len(made)


@transaction.atomic
def take_in_ideas(*, lines: list[Line], origin: str) -> int:
    """Add the ideas among `lines` and return how many were new."""
    known = {str(key) for key in Idea.objects.values_list("key", flat=True)}
    count = 0
    for number, facts in lines:
        key = _key(facts)
        if facts.get("type") != "idea" or key in known:
            continue
        idea = _idea(number, facts)
        idea.key = key
        idea.full_clean(exclude=["author", "photo"])
        idea.save()
        record("participation.sent", subject=idea, by=None, state=origin)
        known.add(key)
        count += 1
    return count


def _json_lines(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise ValidationError(_("Zeile %(number)s ist kein JSON.") % {"number": number}) from error
        if not isinstance(found, dict):
            raise ValidationError(_("Zeile %(number)s ist kein JSON-Objekt.") % {"number": number})
        yield number, found


def _table(text: str) -> Iterator[Line]:
    sample = text[:4096]
    delimiter = ";" if sample.count(";") > sample.count(",") else ","
    rows = csv.DictReader(StringIO(text), delimiter=delimiter)
    if "text" not in (rows.fieldnames or []):
        raise ValidationError(_("Die erste Zeile der Tabelle muss eine Spalte „text“ nennen."))
    for number, row in enumerate(rows, start=2):
        yield number, {str(name): value or "" for name, value in row.items() if name}


def _contribution(number: int, facts: dict[str, Any], keys: set[str]) -> Contribution:
    text = clean_text(str(facts.get("text") or ""))
    proposal = clean_text(str(facts.get("proposal") or ""))
    paragraph = str(facts.get("paragraph") or "")
    if not text or len(text) > LONGEST or len(proposal) > LONGEST:
        raise _fault(number, _("der Text fehlt oder ist länger als 5.000 Zeichen"))
    if paragraph not in keys:
        raise _fault(number, _("den Absatz „%(key)s“ gibt es nicht") % {"key": paragraph[:40]})
    created = _moment(number, facts)
    return Contribution(
        paragraph_key=paragraph,
        kind=Contribution.Kind.PROPOSAL if proposal else Contribution.Kind.COMMENT,
        text=text,
        proposal=proposal,
        author_name=clean_line(str(facts.get("name") or ""))[:60],
        visibility=Visibility.PUBLIC,
        is_checked=True,
        created_at=created,
        confirmed_at=created,
        published_at=timezone.now(),
    )


def _idea(number: int, facts: dict[str, Any]) -> Idea:
    category = str(facts.get("category") or Category.OTHER)
    town = Municipality.objects.filter(ags=str(facts.get("ags") or "")).first()
    geometry = json.dumps(facts["geometry"]) if facts.get("geometry") else ""
    try:
        town = town_for(geometry, town)
    except (ValueError, ValidationError) as error:
        told = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        raise _fault(number, told) from error
    if category not in Category.values or not facts.get("title") or not facts.get("text"):
        raise _fault(number, _("Titel, Text und eine bekannte Art werden gebraucht"))
    created = _moment(number, facts)
    return Idea(
        title=clean_line(str(facts["title"]))[:120],
        text=clean_text(str(facts["text"]))[:LONGEST],
        category=category,
        municipality=town,
        place=clean_line(str(facts.get("place") or ""))[:200],
        geometry=geometry,
        author_name=clean_line(str(facts.get("name") or ""))[:60],
        visibility=Visibility.PUBLIC,
        is_checked=True,
        created_at=created,
        confirmed_at=created,
        published_at=timezone.now(),
    )


def _draft(number: int, facts: dict[str, Any], drafts: dict[int, Draft], newest: int) -> Draft:
    asked = str(facts.get("version") or newest)
    if not asked.isdecimal() or int(asked) not in drafts:
        raise _fault(number, _("die Fassung „%(version)s“ gibt es nicht") % {"version": asked[:20]})
    return drafts[int(asked)]


def _thread(lines: list[Line]) -> None:
    """Tie replies to what they reply to, one level deep."""
    replies = {
        _key(facts): _key({"id": facts["reply_to"]}) for _number, facts in lines if facts.get("reply_to")
    }
    rows = {str(row.key): row for row in Contribution.objects.filter(key__in=[*replies, *replies.values()])}
    for key, parent in replies.items():
        row, above = rows.get(key), rows.get(parent)
        if row and above and row.parent_id is None and row.consultation_id == above.consultation_id:
            row.parent_id = above.parent_id or above.pk
            row.save(update_fields=["parent"])


def _key(facts: dict[str, Any]) -> str:
    """Return the id of a line: ours as it is, one of another system turned into one."""
    given = str(facts.get("id") or facts.get("key") or "")
    try:
        return str(uuid.UUID(given))
    except ValueError:
        told = given or json.dumps(facts, sort_keys=True, ensure_ascii=False)
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"gruenzug-participation:{told}"))


def _moment(number: int, facts: dict[str, Any]) -> dt.datetime:
    given = str(facts.get("created_at") or "")
    if not given:
        return timezone.now()
    try:
        found = parse_datetime(given)
    except ValueError:
        found = None
    if found is None:
        raise _fault(number, _("„%(value)s“ ist kein Zeitpunkt") % {"value": given[:40]})
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _fault(number: int, told: str) -> ValidationError:
    return ValidationError(_("Zeile %(number)s: %(told)s.") % {"number": number, "told": told.rstrip(".")})
