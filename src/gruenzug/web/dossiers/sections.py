"""What the rooms below say of a municipality."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.models import Commitment, Pledge
from gruenzug.web.charter.selectors.pledges import pledges_of
from gruenzug.web.charter.selectors.register import commitments_of, status_line
from gruenzug.web.core.formats import day
from gruenzug.web.directory.models import Kind, Organisation
from gruenzug.web.dossiers import plug
from gruenzug.web.events.models import Event
from gruenzug.web.events.selectors.listing import events_of
from gruenzug.web.events.words import when, where
from gruenzug.web.funding.money import euro
from gruenzug.web.funding.selectors.public import PublicGrant, grants_of_bodies
from gruenzug.web.participation.models import Idea
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import Project
from gruenzug.web.projects.selectors.asking import LINE
from gruenzug.web.projects.words import duration

STATES = ("underway", "planned", "done", "idea")
"""Order of projects: those at work first."""
EVENT_LINE = (
    *(f"{part}_{language}" for part in ("title", "summary") for language in ("de", "en", "simple")),
    *("slug", "begins_on", "ends_on", "precision", "mode", "venue", "city"),
)
PLEDGE_LINE = ("title", "target", "state", "due_on")


def commitment_card(row: Commitment) -> plug.Card:
    """Tell whether the town or its county committed to the Charta."""
    title = f"{row.body.label}: {row.version.title}"
    return plug.Card(title, row.get_absolute_url(), row.state_note, status_line(row), row.state)


def promises_of(municipality: Municipality) -> list[Pledge]:
    """Return the public promises of the town itself, the next due first, in one query."""
    return list(pledges_of(municipality).only(*PLEDGE_LINE))


def pledge_card(row: Pledge) -> plug.Card:
    """Tell what the town promised by itself, until when, and whether that is over."""
    state = _("überfällig") if row.is_overdue else str(row.get_state_display())
    return plug.Card(row.title, row.get_absolute_url(), row.target, f"{state} · {_('bis')} {day(row.due_on)}")


def ideas_of(municipality: Municipality) -> list[Idea]:
    """Return the public ideas for the town, the most supported first, in one query."""
    rows = Idea.objects.public().filter(municipality=municipality)
    return list(rows.order_by("-support_count", "-published_at").only("title", "text", "stage"))


def idea_card(row: Idea) -> plug.Card:
    """Tell what somebody would like to see, and how far it is."""
    return plug.Card(row.title, row.get_absolute_url(), row.text[:200], str(row.get_stage_display()))


def projects_of(municipality: Municipality) -> list[Project]:
    """Return the public projects in the town, those at work first, in one query."""
    rows = Project.objects.public().in_municipality(municipality).select_related("body").only(*LINE)
    order = {state: place for place, state in enumerate(STATES)}
    return sorted(rows, key=lambda row: (order.get(row.state, len(order)), row.title_de))


def project_card(row: Project) -> plug.Card:
    """Tell what is built, where in town, and how far it is."""
    meta = _line(str(row.get_state_display()), row.place, duration(row))
    return plug.Card(text_of(row.title), row.get_absolute_url(), text_of(row.summary), meta)


def grants_of(municipality: Municipality) -> list[PublicGrant]:
    """Return the grants to the town as far as their Bescheide make them public."""
    return grants_of_bodies(Organisation.objects.filter(municipality=municipality, kind=Kind.MUNICIPALITY))


def grant_card(row: PublicGrant) -> plug.Card:
    """Tell what money was granted for, how much if that is public, and when."""
    amount = euro(row.amount, whole=True) if row.amount is not None else ""
    meta = _line(amount, day(row.grant.decided_on) if row.grant.decided_on else "")
    return plug.Card(row.grant.title, row.grant.get_absolute_url(), row.grant.purpose, meta)


def town_events(municipality: Municipality) -> list[Event]:
    """Return the public events in or of the town, the latest first, in one query."""
    return list(events_of(municipality).select_related(None).prefetch_related(None).only(*EVENT_LINE))


def event_card(row: Event) -> plug.Card:
    """Tell what takes place, when and where."""
    meta = _line(when(row), where(row))
    return plug.Card(text_of(row.title), row.get_absolute_url(), text_of(row.summary), meta)


def _line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _to_projects(municipality: Municipality) -> str:
    return f"{reverse('projects:list')}?{urlencode({'municipality': municipality.slug})}"


def _to_ideas(municipality: Municipality) -> str:
    return f"{reverse('participation:ideas')}?{urlencode({'municipality': municipality.slug})}"


def _to_events(municipality: Municipality) -> str:
    return f"{reverse('events:archive')}?{urlencode({'town': municipality.slug})}"


plug.register(
    plug.Section("mitwirkung", gettext_lazy("Mitwirkung an der Charta"), 10, commitments_of, commitment_card)
)
plug.register(plug.Section("zusagen", gettext_lazy("Selbstverpflichtungen"), 20, promises_of, pledge_card))
plug.register(plug.Section("projekte", gettext_lazy("Projekte"), 30, projects_of, project_card, _to_projects))
plug.register(plug.Section("foerderung", gettext_lazy("Förderung"), 40, grants_of, grant_card))
plug.register(plug.Section("ideen", gettext_lazy("Ideen"), 45, ideas_of, idea_card, _to_ideas))
plug.register(
    plug.Section("veranstaltungen", gettext_lazy("Veranstaltungen"), 50, town_events, event_card, _to_events)
)
