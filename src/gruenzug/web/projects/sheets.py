"""Projects as a spreadsheet that comes back; a municipality takes along and brings back its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.charter.models import Handlungsziel
from gruenzug.web.core.sheets import (
    Column,
    Sheet,
    boolean_column,
    choice_column,
    date_column,
    decimal_column,
    integer_column,
    text_column,
)
from gruenzug.web.directory.members import edited_bodies
from gruenzug.web.directory.models import Organisation
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import (
    Locating,
    MeasureKind,
    Origin,
    Precision,
    Project,
    State,
)
from gruenzug.web.projects.services.projects import change_project, create_project, move_project

CURATE = "projects.curate_project"
STATE = "Stand"


def _rows(user: Any) -> QuerySet[Project]:
    rows = Project.objects.select_related("body").prefetch_related("municipalities", "goals")
    rows = rows.order_by("title_de", "pk")
    return rows if user.has_perm(CURATE) else rows.filter(body__in=edited_bodies(user))


def _save(project: Project, changes: Mapping[str, tuple[Any, Any]] | None, by: Any) -> None:
    if changes is None:
        if not by.has_perm(CURATE):
            project.body_id = _only_body(by)
        project.slug = ""
        create_project(project=project, by=by, origin=Origin.SHEET)
        return
    state, told = project.state, {label: pair for label, pair in changes.items() if label != STATE}
    project.state = Project.objects.values_list("state", flat=True).get(pk=project.pk)
    change_project(project=project, changes=told, by=by)
    if state != project.state:
        move_project(project=project, state=state, by=by)


def _only_body(user: Any) -> int:
    """Return the body new rows of an editor belong to; with several nobody could tell."""
    own = edited_bodies(user)
    if len(own) != 1:
        raise ValidationError(
            _("Sie sprechen für mehrere Körperschaften; legen Sie neue Projekte auf der Website an.")
        )
    return next(iter(own))


def _parse_body(text: str) -> Organisation | None:
    if not text:
        return None
    for name in ("name", "short_name", "official_key"):
        found = list(Organisation.objects.filter(**{f"{name}__iexact": text})[:2])
        if len(found) == 1:
            return found[0]
    raise ValueError(
        _("„%(text)s“ steht nicht im Verzeichnis; schreiben Sie den Namen wie dort.") % {"text": text}
    )


def _parse_many(model: Any, names: tuple[str, ...], what: Any) -> Callable[[str], list[Any]]:
    """Return a parser of several rows parted by commas, each by one of `names`."""

    def parse(text: str) -> list[Any]:
        known = {str(getattr(row, name)).casefold(): row for row in model.objects.all() for name in names}
        parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
        if unknown := [part for part in parts if part.casefold() not in known]:
            raise ValueError(
                _("Nicht gefunden: %(what)s %(names)s.") % {"what": what, "names": ", ".join(unknown)}
            )
        return sorted({known[part.casefold()] for part in parts}, key=lambda row: row.pk)

    return parse


def _many_column(name: str, title: str, meaning: Any, parse: Any, shown: str, **more: Any) -> Column:
    """Return a column of several rows; they are kept with the project until it is saved."""

    def get(project: Project) -> list[Any]:
        return sorted(getattr(project, name).all(), key=lambda row: row.pk)

    def show(rows: Iterable[Any]) -> str:
        return ", ".join(str(getattr(row, shown)) for row in rows)

    return Column(
        name, title, meaning, get, lambda project, rows: getattr(project, name).set(rows), parse, show, **more
    )


def _parse_measures(text: str) -> list[str]:
    known = {label.casefold(): key for key, label in MeasureKind.choices}
    known |= {key.casefold(): key for key in MeasureKind.values}
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if unknown := [part for part in parts if part.casefold() not in known]:
        offered = "; ".join(str(label) for label in MeasureKind.labels)
        told = {"names": "; ".join(unknown), "offered": offered}
        raise ValueError(_("Diese Arten kennen wir nicht: %(names)s; möglich sind: %(offered)s.") % told)
    wanted = {known[part.casefold()] for part in parts}
    return [key for key in MeasureKind.values if key in wanted]


MEASURES = Column(
    name="measures",
    title="Art der Maßnahme",
    meaning=gettext_lazy("durch Semikolon getrennt"),
    get=lambda project: project.measures,
    put=lambda project, keys: setattr(project, "measures", keys),
    parse=_parse_measures,
    show=lambda keys: "; ".join(str(MeasureKind(key).label) for key in keys if key in MeasureKind.values),
)
BODY = Column(
    name="body",
    title="Trägerin",
    meaning=gettext_lazy("wie im Verzeichnis, oder der amtliche Schlüssel"),
    get=lambda project: project.body,
    put=lambda project, body: setattr(project, "body", body),
    parse=_parse_body,
    show=lambda body: body.name if body else "",
    permission=CURATE,
)

PROJECTS = Sheet(
    name="projects",
    title=gettext_lazy("Projekte"),
    rows=_rows,
    save=_save,
    make=lambda: Project(slug="neu"),
    add_permission="projects.add_project",
    label=str,
    columns=(
        text_column("title_de", "Titel", gettext_lazy("wie auf der Seite"), required=True),
        text_column("summary_de", "In zwei Sätzen", gettext_lazy("höchstens 500 Zeichen")),
        BODY,
        _many_column(
            "municipalities",
            "Kommunen",
            gettext_lazy("Namen oder Gemeindeschlüssel, durch Komma getrennt"),
            _parse_many(Municipality, ("name", "ags"), gettext_lazy("Kommune")),
            "name",
        ),
        text_column("place", "Ort in Worten", gettext_lazy("Straße, Platz, Park, Quartier")),
        choice_column(
            "locating",
            "Lage bekannt",
            gettext_lazy("„genau“ und „ungefähr“ brauchen eine Geometrie auf der Website"),
            Locating.choices,
        ),
        choice_column("state", STATE, gettext_lazy("wie weit das Projekt ist"), State.choices),
        MEASURES,
        _many_column(
            "goals",
            "Handlungsziele",
            gettext_lazy("Kennungen, durch Komma getrennt"),
            _parse_many(Handlungsziel, ("code",), gettext_lazy("Handlungsziel")),
            "code",
        ),
        date_column("begins_on", "Beginn", gettext_lazy("Tag; bei groberen Angaben der erste")),
        date_column("ends_on", "Ende", gettext_lazy("Tag; bei groberen Angaben der letzte")),
        choice_column(
            "dates_precision",
            "Genauigkeit der Daten",
            gettext_lazy("wie genau beides ist"),
            Precision.choices,
        ),
        decimal_column("total_cost", "Gesamtkosten in Euro", gettext_lazy("mit Komma für Cent")),
        boolean_column("shows_cost", "Kosten öffentlich", gettext_lazy("ja oder nein")),
        decimal_column("planned_area_m2", "Fläche in m²", gettext_lazy("laut Planung")),
        decimal_column("unsealed_m2", "davon entsiegelt, in m²", gettext_lazy("laut Planung")),
        integer_column("trees", "gepflanzte Bäume", gettext_lazy("Anzahl")),
        date_column("maintenance_until", "Pflegepflicht bis", gettext_lazy("Tag")),
        text_column("website", "Seite des Projekts", gettext_lazy("vollständige Adresse mit https://")),
    ),
)
