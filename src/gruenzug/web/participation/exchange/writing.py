"""A consultation or the ideas as JSON Lines: one object per line, each with its `type`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from gruenzug.web.participation.models import Consultation, Idea

FORMAT = "gruenzug-participation/1"


def consultation_lines(consultation: Consultation) -> Iterator[str]:
    """Yield a consultation with its drafts, public contributions and released answers."""
    yield _line("head", format=FORMAT, written_at=timezone.now().isoformat())
    yield _line(
        "consultation",
        id=consultation.slug,
        title=consultation.title_de,
        summary=consultation.summary_de,
        body=consultation.body.name if consultation.body else "",
        phases=[
            {"kind": row.kind, "begins_on": row.begins_on.isoformat(), "ends_on": row.ends_on.isoformat()}
            for row in consultation.phases.all()
        ],
    )
    for draft in consultation.drafts.order_by("number").prefetch_related("paragraphs"):
        yield _line(
            "draft",
            version=draft.number,
            published_at=draft.published_at.isoformat(),
            note=draft.note,
            paragraphs=[
                {"id": row.key, "kind": row.kind, "level": row.level, "text": row.text}
                for row in draft.paragraphs.all()
            ],
        )
    rows = consultation.contributions.public().select_related("draft", "body", "answer", "parent")
    for row in rows.order_by("pk").iterator(chunk_size=500):
        shown = row.answer if consultation.released_at else None
        yield _line(
            "contribution",
            id=str(row.key),
            reply_to=str(row.parent.key) if row.parent else "",
            version=row.draft.number if row.draft else None,
            paragraph=row.paragraph_key,
            kind=row.kind,
            name=row.signed,
            is_body=row.body_id is not None,
            text=row.text,
            proposal=row.proposal,
            created_at=row.created_at.isoformat(),
            support=row.support_count,
            doubt=row.doubt_count,
            decision=shown.decision if shown else "",
            answer=shown.text if shown else "",
            origin=row.origin,
        )


def idea_lines() -> Iterator[str]:
    """Yield all public ideas."""
    yield _line("head", format=FORMAT, written_at=timezone.now().isoformat())
    rows = Idea.objects.public().select_related("municipality", "body").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        yield _line(
            "idea",
            id=str(row.key),
            title=row.title,
            text=row.text,
            category=row.category,
            ags=row.municipality.ags if row.municipality else "",
            place=row.place,
            geometry=json.loads(row.geometry) if row.geometry else None,
            name=row.signed,
            created_at=row.created_at.isoformat(),
            support=row.support_count,
            stage=row.stage,
            answer=row.answer,
            answered_by=row.answered_by,
        )


def _line(name: str, /, **facts: Any) -> str:
    return json.dumps({"type": name, **facts}, ensure_ascii=False) + "\n"
