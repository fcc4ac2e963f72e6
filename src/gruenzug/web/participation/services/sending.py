"""Sending an idea, a comment or a support: at once by who is known, else after a look into the mailbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gruenzug.web.charter.models import Leitthema
from gruenzug.web.directory.models import Organisation
from gruenzug.web.participation.cleaning import clean_line, clean_text
from gruenzug.web.participation.models import (
    Contribution,
    Idea,
    Opinion,
    Participant,
    Photo,
    Reaction,
    Visibility,
)
from gruenzug.web.participation.services.counting import count_again
from gruenzug.web.participation.services.participants import participant_by_address, send_link
from gruenzug.web.participation.services.writing import admit
from gruenzug.web.places.geometry import read_geojson
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.services.placing import towns_of

MAX_POINTS = 500
MAX_AREA_M2 = 20_000_000
SHAPES = ("Point", "LineString", "Polygon")


@dataclass(frozen=True)
class Sender:
    """Who sends: a participant we know, or an address to be confirmed."""

    participant: Participant | None = None
    email: str = ""
    name: str = ""
    body: Organisation | None = None
    language: str = "de"
    network: str = ""
    is_checked: bool = False

    @property
    def is_known(self) -> bool:
        """Whether what is sent needs no further confirmation."""
        return self.participant is not None


@transaction.atomic
def send_idea(
    *,
    sender: Sender,
    content: Mapping[str, Any],
    photo: Photo | None = None,
    themes: Iterable[Leitthema] = (),
) -> Idea:
    """Keep an idea; it is public once the address is confirmed and, the first time, somebody saw it."""
    idea = Idea(
        title=clean_line(content["title"])[:120],
        text=clean_text(content["text"]),
        category=content["category"],
        place=clean_line(content.get("place", ""))[:200],
        geometry=content.get("geometry", ""),
        wants_answer=content.get("wants_answer", False),
        photo=photo,
    )
    idea.municipality = town_for(idea.geometry, content.get("municipality"))
    sign(idea, sender)
    idea.full_clean(exclude=["photo", "author"])
    idea.save()
    idea.themes.set(themes)
    send_off(idea, sender)
    return idea


@transaction.atomic
def send_comment(
    *,
    sender: Sender,
    idea: Idea,
    text: str,
    parent: Contribution | None = None,
    wants_answer: bool = False,
) -> Contribution:
    """Keep a comment on `idea`, or a reply to a comment; a reply to a reply stands beside it."""
    if parent is not None:
        parent = parent.parent or parent
    comment = Contribution(idea=idea, parent=parent, text=clean_text(text), wants_answer=wants_answer)
    sign(comment, sender)
    comment.full_clean(exclude=["author"])
    comment.save()
    send_off(comment, sender)
    return comment


@transaction.atomic
def support(*, sender: Sender, idea: Idea) -> bool:
    """Support `idea`, or take it back if that was done before; True if it is supported now."""
    participant = sender.participant or _by_address(sender)
    if sender.is_known:
        Idea.objects.select_for_update().get(pk=idea.pk)
        gone, _rows = Reaction.objects.filter(participant=participant, idea=idea).delete()
        if not gone:
            Reaction.objects.create(
                participant=participant, idea=idea, opinion=Opinion.SUPPORT, is_confirmed=True
            )
        count_again(idea)
        return not gone
    Reaction.objects.get_or_create(participant=participant, idea=idea, defaults={"opinion": Opinion.SUPPORT})
    send_link(participant=participant, network=sender.network, has_pending=True)
    return True


def town_for(geometry: str, named: Municipality | None) -> Municipality | None:
    """Return the municipality a drawn shape lies in, else the one that was named; it must be one of ours."""
    if not geometry:
        if named is None:
            raise ValidationError({"municipality": _("Wählen Sie die Kommune, oder zeigen Sie den Ort.")})
        return named
    shape = read_geojson(geometry)
    if shape.geom_type not in SHAPES:
        raise ValidationError({"geometry": _("Zeichnen Sie einen Punkt, eine Linie oder eine Fläche.")})
    if shapely.get_num_coordinates(shape) > MAX_POINTS:
        raise ValidationError({"geometry": _("Die Zeichnung hat zu viele Ecken; zeichnen Sie sie gröber.")})
    touched = towns_of(shape)
    if not touched and Municipality.objects.exclude(geometry="").exists():
        raise ValidationError({"geometry": _("Dieser Ort liegt nicht in der Region.")})
    return touched[0] if touched else named


def sign(item: Any, sender: Sender) -> None:
    """Write who an item is from; a body is named only by an account that speaks for it."""
    item.author = sender.participant or _by_address(sender)
    item.author_name = clean_line(sender.name)[:60] or item.author.name
    item.body = sender.body if sender.is_known else None
    item.is_checked = sender.is_checked


def send_off(item: Any, sender: Sender) -> None:
    """Let an item go its way: at once from who is known, else after a look into the mailbox."""
    if sender.is_known:
        admit(item)
        return
    item.visibility = Visibility.UNCONFIRMED
    send_link(participant=item.author, network=sender.network, has_pending=True)


def _by_address(sender: Sender) -> Participant:
    return participant_by_address(email=sender.email, name=sender.name, language=sender.language)
