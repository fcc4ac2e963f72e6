"""What the pages of a consultation show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from gruenzug.web.charter.selectors.compare import Piece, words
from gruenzug.web.participation.models import (
    PERMITS,
    Act,
    Allocation,
    Consultation,
    Contribution,
    Decision,
    Draft,
    Paragraph,
    Phase,
    Survey,
    Visibility,
)

SHOWN = (Visibility.PUBLIC, Visibility.HIDDEN)
SURVEYS = 10
CHANGING = (Decision.TAKEN, Decision.PARTLY)


@dataclass(frozen=True)
class Overview:
    """All public consultations by what one can do with them today."""

    open: list[Consultation] = field(default_factory=list)
    coming: list[Consultation] = field(default_factory=list)
    over: list[Consultation] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)


def overview() -> Overview:
    """Return the public consultations: open, coming, over, and the newest surveys; in three queries."""
    today = timezone.localdate()
    found = Overview(surveys=list(Survey.objects.public().filter(opens_on__lte=today)[:SURVEYS]))
    for row in Consultation.objects.public().prefetch_related("phases"):
        row.now = row.phase_on(today)
        starts = [phase.begins_on for phase in row.phases.all()]
        if row.now and PERMITS[row.now.kind]:
            found.open.append(row)
        elif starts and min(starts) > today:
            found.coming.append(row)
        else:
            found.over.append(row)
    return found


@dataclass(frozen=True)
class Timeline:
    """A phase and where it stands today."""

    phase: Phase
    is_now: bool
    is_over: bool


def timeline(consultation: Consultation, today: dt.date | None = None) -> list[Timeline]:
    """Return the phases in their order."""
    today = today or timezone.localdate()
    return [
        Timeline(row, row.begins_on <= today <= row.ends_on, row.ends_on < today)
        for row in consultation.phases.all()
    ]


@dataclass(frozen=True)
class Text:
    """A version of the draft with the number of contributions beside each paragraph."""

    draft: Draft
    rows: list[Paragraph]
    drafts: list[Draft]

    @property
    def is_newest(self) -> bool:
        """Whether no later version exists."""
        return self.draft.number == self.drafts[0].number


def text_of_draft(consultation: Consultation, number: int | None = None) -> Text | None:
    """Return version `number` of the draft, the newest without one, in three queries."""
    drafts = list(consultation.drafts.order_by("-number"))
    draft = next((row for row in drafts if number in (None, row.number)), None)
    if draft is None:
        return None
    rows = list(draft.paragraphs.all())
    counts = dict(
        consultation.contributions.public()
        .order_by()
        .values_list("paragraph_key")
        .annotate(count=Count("pk"))
    )
    may_speak = consultation.permits(Act.COMMENT)
    base = reverse("participation:paragraph", args=[consultation.slug, "a0"]).removesuffix("a0/")
    for row in rows:
        row.count = counts.get(row.key, 0)
        row.url = f"{base}{row.key}/"
        row.label = _label(row.count, may_speak)
    return Text(draft, rows, drafts)


def _label(count: int, may_speak: bool) -> str:
    """Return what the link beside a paragraph says."""
    if count:
        return ngettext("%(count)s Beitrag", "%(count)s Beiträge", count) % {"count": count}
    return gettext("Dazu etwas sagen") if may_speak else gettext("Absatz")


def voices_on(consultation: Consultation, key: str) -> list[Contribution]:
    """Return what was said to a paragraph, in any version, replies in `shown_replies`; in one query."""
    rows = list(
        consultation.contributions.filter(paragraph_key=key, visibility__in=SHOWN)
        .select_related("body", "draft", "answer")
        .order_by("created_at", "pk")
    )
    by_parent: dict[int | None, list[Contribution]] = {}
    for row in rows:
        by_parent.setdefault(row.parent_id, []).append(row)
    for row in rows:
        row.shown_replies = by_parent.get(row.pk, [])
    return by_parent.get(None, [])


def with_diffs(rows: Iterable[Contribution]) -> None:
    """Note on each proposal how it changes the wording it was made for; two queries for all of them."""
    proposals = [row for row in rows if row.proposal]
    wanted = Q(pk__in=[])
    for row in proposals:
        wanted |= Q(draft=row.draft_id, key=row.paragraph_key)
    texts = {(found.draft_id, found.key): found.text for found in Paragraph.objects.filter(wanted)}
    for row in proposals:
        row.pieces = words(texts.get((row.draft_id, row.paragraph_key), ""), row.proposal)


@dataclass(frozen=True)
class Change:
    """One paragraph in two versions, and the contributions behind what changed."""

    key: str
    before: Paragraph | None
    after: Paragraph | None
    pieces: list[Piece]
    behind: list[Contribution]

    @property
    def kind(self) -> str:
        """What became of it: same, changed, added or removed."""
        if self.before is None or self.after is None:
            return "added" if self.before is None else "removed"
        return "same" if self.before.text == self.after.text else "changed"

    @property
    def shown(self) -> Paragraph:
        """The newer one where there is one."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  a change is about at least one
        return found


def compare(consultation: Consultation, before: Draft, after: Draft) -> list[Change]:
    """Return every paragraph of two versions in the order of the newer, those that went where they stood."""
    old = {row.key: row for row in before.paragraphs.all()}
    new = {row.key: row for row in after.paragraphs.all()}
    behind = _behind(consultation, before.number, after.number)
    return [
        Change(
            key,
            old.get(key),
            new.get(key),
            words(old[key].text if key in old else "", new[key].text if key in new else ""),
            behind.get(key, []),
        )
        for key in _merged(list(old), list(new))
    ]


def _behind(consultation: Consultation, first: int, last: int) -> dict[str, list[Contribution]]:
    """Return the contributions taken over between two versions, by the paragraphs they changed."""
    if consultation.released_at is None:
        return {}
    rows = consultation.contributions.public().filter(
        answer__decision__in=CHANGING, draft__number__gte=first, draft__number__lt=last
    )
    found: dict[str, list[Contribution]] = {}
    for row in rows.select_related("answer", "body").order_by("pk"):
        keys = row.answer.keys.split() if row.answer and row.answer.keys else [row.paragraph_key]
        for key in keys:
            found.setdefault(key, []).append(row)
    return found


def _merged(old: list[str], new: list[str]) -> list[str]:
    merged = list(new)
    for position, key in enumerate(old):
        if key not in merged:
            before = [merged.index(row) for row in reversed(old[:position]) if row in merged]
            merged.insert((before[0] if before else -1) + 1, key)
    return merged


FILTERS = ("kind", "decision", "key")
LINE = (
    *("paragraph_key", "kind", "text", "proposal", "created_at", "author_name", "draft_id"),
    *(
        "consultation_id",
        "support_count",
        "doubt_count",
        "idea_id",
        "body_id",
        "body__name",
        "body__short_name",
    ),
    *("answer_id", "answer__decision", "answer__text"),
)
"""What a line of the list shows."""


@dataclass(frozen=True)
class Listed:
    """The contributions of a consultation as a list asks for them."""

    consultation: Consultation
    kind: str = ""
    decision: str = ""
    key: str = ""
    sort: str = ""

    @cached_property
    def rows(self) -> QuerySet[Contribution]:
        """The contributions in their order; replies stand with what they reply to, not here."""
        orders = {"support": ("-support_count", "pk"), "new": ("-pk",)}
        return self._filtered().order_by(*orders.get(self.sort, ("pk",)))

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many contributions each kind and each decision has."""
        rows = self.consultation.contributions.public().filter(parent=None).order_by()
        kinds = dict(rows.values_list("kind").annotate(count=Count("pk")))
        return {"kind": kinds, "decision": self._decisions(rows)}

    def _decisions(self, rows: QuerySet[Contribution]) -> dict[str, int]:
        if self.consultation.released_at is None:
            return {}
        return dict(rows.exclude(answer=None).values_list("answer__decision").annotate(count=Count("pk")))

    def _filtered(self) -> QuerySet[Contribution]:
        rows = self.consultation.contributions.public().filter(parent=None)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.key:
            rows = rows.filter(paragraph_key=self.key)
        if self.decision and self.consultation.released_at:
            rows = rows.filter(answer__decision=self.decision)
        return rows.select_related("body", "answer").only(*LINE)


def weights(consultation: Consultation, text: Text | None) -> list[dict[str, Any]]:
    """Return how many points each heading got from how many people, the heaviest first; in one query."""
    rows = Allocation.objects.filter(consultation=consultation).order_by().values("paragraph_key")
    found = {
        row["paragraph_key"]: row
        for row in rows.annotate(total=Sum("points"), people=Count("participant", distinct=True))
    }
    told = [
        {
            "key": row.key,
            "label": row.text,
            "value": found.get(row.key, {}).get("total", 0),
            "people": found.get(row.key, {}).get("people", 0),
        }
        for row in (text.rows if text else [])
        if row.is_heading
    ]
    return sorted(told, key=lambda row: -row["value"])


def may(consultation: Consultation, participant: Any, bodies: Any) -> dict[str, bool]:
    """Return what the reader may do today, for templates."""
    body = bodies.first() if bodies is not None else None
    return {act: consultation.permits(act, participant, body) for act in Act.values}
