"""Projects on the page of a Handlungsziel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter import plug
from gruenzug.web.charter.models import Handlungsziel, Pledge
from gruenzug.web.projects.models import Project, Visibility
from gruenzug.web.projects.selectors.asking import LINE
from gruenzug.web.projects.words import duration, place_words


def cards(request: HttpRequest, goal: Handlungsziel) -> plug.Told:
    """Return the public projects that serve `goal`, those at work first."""
    return _cards(Project.objects.public().filter(goals=goal))


def _cards(projects: QuerySet[Project]) -> plug.Told:
    places = {"town": Min("municipalities__name"), "towns": Count("municipalities", distinct=True)}
    rows = projects.select_related("body").only(*LINE).annotate(**places)
    order = {state: place for place, state in enumerate(("underway", "planned", "done", "idea"))}
    return plug.Told(sorted(rows, key=lambda row: (order.get(row.state, 9), row.title_de)), _card)


def _card(row: Project) -> plug.Card:
    return plug.Card(
        title=text_of(row.title),
        url=row.get_absolute_url(),
        text=text_of(row.summary),
        meta=" · ".join(part for part in (_place(row), duration(row)) if part),
        status=str(row.get_state_display()),
    )


def of_pledge(request: HttpRequest, pledge: Pledge) -> plug.Told:
    """Return the public projects by which a body keeps its promise."""
    return _cards(Project.objects.public().filter(pledges=pledge))


def _place(row: Project) -> str:
    """Return where a project is; of several towns the first."""
    towns = gettext("%s und weitere") % row.town if row.towns > 1 else row.town
    return place_words(row, [towns] if towns else [])


def counts(keys: Iterable[int]) -> Mapping[int, int]:
    """Return how many public projects serve each goal."""
    through = Project.goals.through.objects.filter(
        handlungsziel__in=list(keys), project__visibility=Visibility.PUBLIC
    )
    return dict(through.order_by().values_list("handlungsziel").annotate(count=Count("pk")))


def more(goal: Handlungsziel) -> str:
    """Return the list of all projects for `goal`."""
    return f"{reverse('projects:list')}?{urlencode({'goal': goal.code})}"


plug.register(
    plug.Section(
        name="projects",
        title=_("Projekte"),
        order=30,
        cards=cards,
        more=more,
        counts=counts,
        empty=_("Noch ist diesem Handlungsziel kein Projekt zugeordnet."),
    )
)
plug.register_for_pledges(plug.PledgeSection("projects", _("Projekte, die sie einlösen"), 30, of_pledge))
