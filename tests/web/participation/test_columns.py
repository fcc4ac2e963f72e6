"""Every column leaves with the open data or is withheld on purpose; a new one fails here until somebody decides."""

from __future__ import annotations

import pytest

from gruenzug.web.participation.models import Contribution, Idea

WRITTEN = {
    # whose it is, and how it was moderated: nobody's business
    *("author", "held_for", "is_checked", "hidden_reason", "hidden_text", "objection", "objected_at"),
    *("objection_answer", "wants_answer", "told_at", "confirmed_at", "visibility"),
}
EXPORTED = {
    Idea: {
        *("id", "key", "title", "text", "category", "stage", "municipality", "place", "geometry", "area_m2"),
        *("length_m", "author_name", "body", "support_count", "comment_count", "answer", "answered_by"),
        *("answered_at", "project", "photo", "published_at", "updated_at"),
    },
    Contribution: {
        *("id", "key", "consultation", "draft", "paragraph_key", "kind", "parent", "author_name", "body"),
        *("text", "proposal", "support_count", "doubt_count", "answer", "created_at", "origin"),
    },
}
WITHHELD = {
    Idea: WRITTEN
    | {"created_at", "minx", "miny", "maxx", "maxy", "point_x", "point_y"},  # follow from geometry
    Contribution: WRITTEN | {"idea", "published_at", "updated_at"},
}


@pytest.mark.parametrize("model", EXPORTED)
def test_every_column_is_exported_or_withheld(model):
    columns = {field.name for field in model._meta.concrete_fields}
    assert columns == EXPORTED[model] | WITHHELD[model]
