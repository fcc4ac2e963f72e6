"""Results of a survey as numbers; free texts are counted, not shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from gruenzug.web.atlas.models import text_of
from gruenzug.web.participation.models import Question, Response, Survey


@dataclass(frozen=True)
class Result:
    """One question with what was answered."""

    question: Question
    answered: int
    rows: list[dict[str, Any]] = field(default_factory=list)
    middle: float | None = None


def results(survey: Survey) -> tuple[int, list[Result]]:
    """Return how many answered, and the result of each question; in two queries."""
    sheets = list(survey.responses.values_list("answers", flat=True))
    return len(sheets), [_result(question, sheets) for question in survey.questions.all()]


def _result(question: Question, sheets: list[dict[str, Any]]) -> Result:
    given = [sheet[str(question.pk)] for sheet in sheets if str(question.pk) in sheet]
    if question.kind == Question.Kind.TEXT:
        return Result(question, len(given))
    if question.kind == Question.Kind.NUMBER:
        return Result(question, len(given), middle=median(given) if given else None)
    counts = Counter(one for value in given for one in (value if isinstance(value, list) else [value]))
    rows = [
        {"label": text_of(words), "value": counts.get(key, 0), "key": key} for key, words in question.choices
    ]
    steps = [int(one) for one in counts.elements()] if question.kind == Question.Kind.SCALE else []
    return Result(question, len(given), rows, middle=median(steps) if steps else None)


def flat(survey: Survey) -> list[dict[str, Any]]:
    """Return the results as lines of a table: question, choice, count."""
    total, found = results(survey)
    lines = []
    for place, result in enumerate(found, start=1):
        facts = {
            "survey": survey.slug,
            "question": place,
            "text": text_of(result.question.text),
            "kind": result.question.kind,
            "responses": total,
            "answered": result.answered,
        }
        if not result.rows:
            lines.append({**facts, "choice": "", "count": result.answered, "median": result.middle})
        lines += [
            {**facts, "choice": row["label"], "count": row["value"], "median": result.middle}
            for row in result.rows
        ]
    return lines


def raw(survey: Survey) -> list[list[Any]]:
    """Return every sheet as a line, for those who evaluate it; no names, for there are none in it."""
    questions = list(survey.questions.all())
    lines: list[list[Any]] = [["id", "created_at", "checked", *(str(one) for one in questions)]]
    for row in Response.objects.filter(survey=survey).order_by("pk"):
        cells = [_shown(question, row.answers.get(str(question.pk))) for question in questions]
        lines.append([row.pk, row.created_at.isoformat(), row.is_checked, *cells])
    return lines


def _shown(question: Question, value: Any) -> Any:
    if question.kind in (Question.Kind.TEXT, Question.Kind.NUMBER, Question.Kind.SCALE):
        return value
    words = {key: text_of(told) for key, told in question.choices}
    chosen = value if isinstance(value, list) else [value] if value is not None else []
    return "; ".join(words.get(one, "") for one in chosen)
