"""Links on the page of a body: its town's dossier, and what the rooms below have of it."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gruenzug.web.charter.models import Commitment, Pledge
from gruenzug.web.charter.selectors.register import status_line
from gruenzug.web.directory import plug
from gruenzug.web.directory.models import Kind, Organisation
from gruenzug.web.funding.models import Grant
from gruenzug.web.projects.models import Project


def dossier(body: Organisation) -> list[plug.Link]:
    """Lead to the numbers of the town that a body speaks for."""
    if body.kind != Kind.MUNICIPALITY or body.municipality is None:
        return []
    url = reverse("dossiers:dossier", args=[body.municipality.slug])
    return [plug.Link(_("Zahlen, Karte und Programm in %s") % body.municipality.name, url)]


def commitments(body: Organisation) -> list[plug.Link]:
    """Lead to the entries in the register of the Charta."""
    rows = Commitment.objects.public().filter(body=body).select_related("version").order_by("version_id")
    return [plug.Link(row.version.title, row.get_absolute_url(), status_line(row)) for row in rows]


def pledges(body: Organisation) -> list[plug.Link]:
    """Lead to the promises, and say how many are overdue."""
    overdue = Q(state=Pledge.State.RUNNING, due_on__lt=timezone.localdate())
    found = body.pledges.public().aggregate(all=Count("pk"), overdue=Count("pk", filter=overdue))
    if not found["all"]:
        return []
    title = ngettext("%(count)s Selbstverpflichtung", "%(count)s Selbstverpflichtungen", found["all"])
    note = _("%(number)s überfällig") % {"number": found["overdue"]} if found["overdue"] else ""
    url = _list_of("charter:pledges", body=body.slug)
    return [plug.Link(title % {"count": found["all"]}, url, note)]


def projects(body: Organisation) -> list[plug.Link]:
    """Lead to the public projects a body is responsible for."""
    count = Project.objects.public().of_body(body).count()
    title = ngettext("%(count)s Projekt", "%(count)s Projekte", count) % {"count": count}
    return [plug.Link(title, _list_of("projects:list", body=body.slug))] if count else []


def grants(body: Organisation) -> list[plug.Link]:
    """Lead to the grants a body received, as far as they are public."""
    count = Grant.objects.public().filter(recipient=body).count()
    title = ngettext("%(count)s Zuwendung", "%(count)s Zuwendungen", count) % {"count": count}
    return [plug.Link(title, _list_of("funding:grants", recipient=body.slug))] if count else []


def _list_of(name: str, **query: str) -> str:
    return f"{reverse(name)}?{urlencode(query)}"


for place, provider in enumerate((dossier, commitments, pledges, projects, grants)):
    plug.register(provider.__name__, place * 10, provider)
