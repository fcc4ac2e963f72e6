"""The register: all projects with filters and map, one project, a comparison, the published lists."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.map_config import base_config
from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.errors import NotHere
from gruenzug.web.core.geopackage import MEDIA_TYPE
from gruenzug.web.projects.forms import FilterForm
from gruenzug.web.projects.geodata import projects_as_geopackage
from gruenzug.web.projects.listings import rows as listed_rows
from gruenzug.web.projects.models import Attachment, FormerAddress, Project, ProjectList, Visibility
from gruenzug.web.projects.selectors.asking import Asked, Line, find, lines_of
from gruenzug.web.projects.selectors.funding import SEEKING, check_address
from gruenzug.web.projects.selectors.maps import project_map
from gruenzug.web.projects.selectors.pages import COMPARED, compared, project_page
from gruenzug.web.projects.selectors.points import map_points

PER_PAGE = 20
SUGGESTED = 8
Crumb = dict[str, str]


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """List the public projects, as asked for, with a map and counts beside every choice."""
    asked = Asked.of(request)
    found = find(asked)
    page = Paginator(found.keys, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "page": page,
        "lines": lines_of(found.index, page.object_list),
        "form": FilterForm(found),
        "goal": found.index.names["goal"].get(asked.goal) if asked.goal else None,
        "body": found.index.names.get("body", {}).get(asked.body) if asked.body else None,
        "map": project_map(found),
        "map_config": _map_config(request, asked),
        "downloads": _files(asked),
        "breadcrumbs": _breadcrumbs((_("Projekte"), "")),
    }
    return render(request, "projects/list.html", context)


@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """Say where the projects asked for are, for the interactive map."""
    response = JsonResponse({"points": map_points(find(Asked.of(request)))})
    response["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show one project: what, where, who, how far, at what cost, what was learned, and where that is from."""
    page = project_page(slug)
    if page is None:
        return _moved_or_missing(slug)
    context = {
        "page": page,
        "project": page.project,
        "parts": page.parts,
        "map_config": _map_of_one(request, page.project),
        "downloads": _files_of_one(page.project),
        "funding_url": check_address(page.project) if page.project.state in SEEKING else "",
        "breadcrumbs": _breadcrumbs(
            (_("Projekte"), reverse("projects:list")), (text_of(page.project.title), "")
        ),
    }
    return render(request, "projects/project.html", context)


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Show up to three projects side by side."""
    wanted, words = request.GET.getlist("p"), request.GET.get("q", "").strip()[:80]
    pages = compared(wanted)
    shown = {page.project.pk for page in pages}
    context = {
        "pages": pages,
        "wanted": words,
        "suggestions": _suggested(words, shown) if words else [],
        "too_many": len(set(wanted)) > COMPARED,
        "missing": len(set(wanted[:COMPARED])) - len(pages),
        "query": urlencode([("p", page.project.slug) for page in pages]),
        "breadcrumbs": _breadcrumbs((_("Projekte"), reverse("projects:list")), (_("Vergleich"), "")),
    }
    return render(request, "projects/comparison.html", context)


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show the published lists of projects: what each counts, as of when, and how many stand here."""
    here = Count("entries", filter=Q(entries__project__visibility=Visibility.PUBLIC))
    context = {
        "lists": ProjectList.objects.select_related("holder").annotate(here=here),
        "downloads": [
            {"title": _("Projektlisten"), "format": label, "url": _export("project-lists", kind)}
            for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"))
        ],
        "breadcrumbs": _breadcrumbs((_("Projekte"), reverse("projects:list")), (_("Listen"), "")),
    }
    return render(request, "projects/lists.html", context)


@require_safe
def geodata(request: HttpRequest) -> HttpResponse:
    """Send the projects asked for as geodata for proofs of use."""
    return _geopackage(listed_rows(request), "projekte.gpkg")


@require_safe
def project_geodata(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send one project as geodata for its proof of use."""
    page = project_page(slug)
    return _geopackage([page.project], f"{slug}.gpkg") if page else _moved_or_missing(slug)


@require_safe
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Lead to a document of a public project."""
    found = Attachment.objects.filter(pk=pk, project__slug=slug, is_public=True).select_related("document")
    attachment = found.filter(project__visibility=Visibility.PUBLIC).first()
    if attachment is None:
        raise NotHere(
            _("Dieses Dokument gibt es nicht."), reverse("projects:list"), _("Hier stehen alle Projekte.")
        )
    return redirect(attachment.document.url if attachment.document else attachment.url)


def _suggested(words: str, shown: set[int]) -> list[Line]:
    found = find(Asked(q=words))
    return lines_of(found.index, [pk for pk in found.keys if pk not in shown][:SUGGESTED])


def _geopackage(rows: Any, name: str) -> HttpResponse:
    response = HttpResponse(projects_as_geopackage(rows), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _moved_or_missing(slug: str) -> HttpResponseBase:
    """Lead from a former address to the project; say so if there is none any longer."""
    former = FormerAddress.objects.filter(slug=slug).select_related("project").first()
    if former and former.project.is_public:
        return redirect(former.project, permanent=True)
    gone = Project.objects.filter(slug=slug, visibility=Visibility.ARCHIVED).exclude(published_at=None)
    sentence = (
        _("Dieses Projekt wurde zurückgezogen.") if gone.exists() else _("Dieses Projekt kennen wir nicht.")
    )
    raise NotHere(sentence, reverse("projects:list"), _("Hier stehen alle Projekte."))


def _map_config(request: HttpRequest, asked: Asked) -> dict[str, Any] | None:
    """Return what the interactive map needs; None without a release, for then there are no tiles."""
    release = release_of(request)
    if release is None:
        return None
    query = urlencode(asked.query)
    address = reverse("projects:points") + (f"?{query}" if query else "")
    return {**base_config(release), "title": _("Projekte auf der Karte"), "points": address}


def _map_of_one(request: HttpRequest, found: Project) -> dict[str, Any] | None:
    release = release_of(request)
    if release is None or found.position is None:
        return None
    shape = found.geometry if found.is_located else ""
    longitude, latitude = found.position
    return {
        **base_config(release),
        "title": text_of(found.title),
        "shape": shape,
        "look": {"lon": longitude, "lat": latitude, "box": found.box if shape else None},
        "points": "",
    }


def _files(asked: Asked) -> list[Crumb]:
    query = urlencode({name: value for name, value in asked.query.items() if name != "sort"})
    tail = f"?{query}" if query else ""
    labels = (
        ("csv", "CSV"),
        ("xlsx", "XLSX"),
        ("geojson", "GeoJSON"),
        ("gpkg", "GeoPackage"),
        ("atom", "Atom"),
    )
    files = [
        {"title": _("Projekte dieser Auswahl"), "format": label, "url": _export("projects", kind) + tail}
        for kind, label in labels
    ]
    proof = {
        "title": _("Geodaten für Verwendungsnachweise, EPSG:25832"),
        "format": "GeoPackage",
        "url": reverse("projects:geodata") + tail,
    }
    return [*files, proof]


def _files_of_one(found: Project) -> list[Crumb]:
    return [
        {
            "title": _("Geodaten für den Verwendungsnachweis, EPSG:25832"),
            "format": "GeoPackage",
            "url": reverse("projects:project-geodata", args=[found.slug]),
        }
    ]


def _export(name: str, extension: str) -> str:
    return reverse("data:export", args=[name, extension])


def _breadcrumbs(*trail: tuple[str, str]) -> list[Crumb]:
    home = {"title": _("Start"), "url": f"/{get_language() or 'de'}/"}
    return [home, *({"title": title, "url": url} for title, url in trail)]
