"""Numbers that lists show, kept beside the row they belong to."""

from __future__ import annotations

from typing import Any

from gruenzug.web.participation.models import Contribution, Idea, Opinion, Reaction, Visibility


def count_again(item: Any) -> None:
    """Bring the numbers kept at `item`, and at the idea it belongs to, up to date."""
    if isinstance(item, Contribution):
        _supports(item, contribution=item)
        if item.idea_id:
            _comments(Idea.objects.select_for_update().get(pk=item.idea_id))
    elif isinstance(item, Idea):
        _supports(item, idea=item)


def _supports(item: Any, **target: Any) -> None:
    type(item).objects.select_for_update().get(pk=item.pk)  # two supporters at once count as two
    rows = Reaction.objects.filter(**target, is_confirmed=True)
    item.support_count = rows.filter(opinion=Opinion.SUPPORT).count()
    counts = {"support_count": item.support_count}
    if isinstance(item, Contribution):
        item.doubt_count = counts["doubt_count"] = rows.filter(opinion=Opinion.DOUBT).count()
    type(item).objects.filter(pk=item.pk).update(**counts)


def _comments(idea: Idea) -> None:
    count = Contribution.objects.filter(idea=idea, visibility=Visibility.PUBLIC).count()
    Idea.objects.filter(pk=idea.pk).update(comment_count=count)
