"""Past events from a TOML file."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from typing import Any

from gruenzug.web.charter.models import Leitthema
from gruenzug.web.charter.reference.rows import in_columns, sourced
from gruenzug.web.core.reference import Report, apply
from gruenzug.web.directory.models import Organisation
from gruenzug.web.events.models import Day, Event, Kind, Material, Mode, Precision, Session, State
from gruenzug.web.places.models import Municipality

WORDS = ("summary", "text", "report")
PLAIN = ("when_note", "venue", "city", "online_note", "attended_note")
NOTES = ("fee_note", "certificate_note")


def load_events(report: Report) -> None:
    """Write the events; the town is linked as soon as there are towns."""
    bodies = {body.slug: body for body in Organisation.objects.all()}
    for row in _read()["event"]:
        current = Event.objects.filter(slug=row["slug"]).first()
        apply(
            key=f"events.event:{row['slug']}",
            wanted=_wanted(row),
            current=_content(current) if current else None,
            write=lambda row=row, current=current: _write(row, current, bodies),
            report=report,
        )
        _link_town(row)


def _read() -> dict[str, Any]:
    return tomllib.loads(files("gruenzug.web.events.reference").joinpath("events.toml").read_text("utf-8"))


def _wanted(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry in the form in which `_content` reads it back."""
    days = row.get("day", [])
    return {
        **in_columns("title", row["title"]),
        **_columns(row),
        **sourced(row),
        **{name: row.get(name, "") for name in PLAIN},
        "kind": row.get("kind", Kind.EVENT),
        "mode": row.get("mode", Mode.ONSITE),
        "precision": row.get("precision", Precision.DAY),
        "begins_on": str(row.get("begins_on") or days[0]["date"]),
        "ends_on": str(row.get("ends_on") or (days[-1]["date"] if days else row["begins_on"])),
        "days_bookable": row.get("days_bookable", False),
        "fee": f"{Decimal(row['fee']):.2f}" if "fee" in row else "",
        "attended": row.get("attended"),
        "organiser": row.get("organiser", ""),
        "partners": sorted(row.get("partners", [])),
        "themes": sorted(row.get("themes", [])),
        "days": [_wanted_day(day) for day in days],
        "materials": [
            [found["kind"], found["title"]["de"], found["title"]["en"], found["url"]]
            for found in row.get("material", [])
        ],
    }


def _columns(row: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in WORDS:
        found |= in_columns(name, row.get(name))
    for name in NOTES:
        found |= in_columns(name, row.get(name))
    return {name: value for name, value in found.items() if hasattr(Event, name)}


def _wanted_day(day: Mapping[str, Any]) -> dict[str, Any]:
    sessions = [
        [
            found["kind"],
            found["title"]["de"],
            found["title"].get("en", ""),
            found.get("text", {}).get("de", ""),
        ]
        for found in day.get("session", [])
    ]
    return {
        "date": str(day["date"]),
        "begins_at": _hour(day.get("begins_at")),
        "ends_at": _hour(day.get("ends_at")),
        "title_de": day.get("title", {}).get("de", ""),
        "sessions": sessions,
    }


def _content(event: Event) -> dict[str, Any]:
    days = []
    for day in event.days.order_by("date"):
        sessions = event.sessions.filter(day=day).order_by("order", "pk")
        days.append(
            {
                "date": str(day.date),
                "begins_at": _hour(day.begins_at),
                "ends_at": _hour(day.ends_at),
                "title_de": day.title_de,
                "sessions": [
                    list(row) for row in sessions.values_list("kind", "title_de", "title_en", "text_de")
                ],
            }
        )
    columns = [f"title_{language}" for language in ("de", "en", "simple")]
    columns += [*_columns({}), "status", "source_url", "source_note", *PLAIN]
    return {
        **{name: getattr(event, name) for name in columns},
        **{name: getattr(event, name) for name in ("kind", "mode", "precision", "days_bookable", "attended")},
        "begins_on": str(event.begins_on),
        "ends_on": str(event.ends_on),
        "fee": "" if event.fee is None else f"{event.fee:.2f}",
        "organiser": event.organiser.slug if event.organiser else "",
        "partners": sorted(event.partners.values_list("slug", flat=True)),
        "themes": sorted(event.themes.values_list("key", flat=True)),
        "days": days,
        "materials": [
            list(row) for row in event.materials.values_list("kind", "title_de", "title_en", "url")
        ],
    }


def _write(row: Mapping[str, Any], event: Event | None, bodies: Mapping[str, Organisation]) -> dict[str, Any]:
    wanted = _wanted(row)
    event = event or Event(slug=row["slug"], state=State.PUBLISHED)
    for name, value in wanted.items():
        if name not in (
            "days",
            "materials",
            "partners",
            "themes",
            "organiser",
            "fee",
            "begins_on",
            "ends_on",
        ):
            setattr(event, name, value)
    event.begins_on = dt.date.fromisoformat(wanted["begins_on"])
    event.ends_on = dt.date.fromisoformat(wanted["ends_on"])
    event.organiser = bodies.get(wanted["organiser"])
    event.fee = Decimal(wanted["fee"]) if wanted["fee"] else None
    event.asks_needs = False
    event.save()
    event.partners.set([bodies[slug] for slug in wanted["partners"] if slug in bodies])
    event.themes.set(Leitthema.objects.filter(key__in=wanted["themes"]))
    event.save()
    _write_children(Event.objects.get(pk=event.pk), row)
    return _content(Event.objects.get(pk=event.pk))


def _write_children(event: Event, row: Mapping[str, Any]) -> None:
    """Write days, programme and links anew; nobody is registered for an event of the past."""
    for model in (Session, Day, Material):
        model.objects.filter(event=event).delete()
    for told in row.get("day", []):
        day = Day.objects.create(
            event=event,
            date=told["date"],
            begins_at=told.get("begins_at"),
            ends_at=told.get("ends_at"),
            **_two("title", told.get("title")),
        )
        for order, session in enumerate(told.get("session", [])):
            Session.objects.create(
                event=event,
                day=day,
                kind=session["kind"],
                order=order,
                **_two("title", session["title"]),
                **_two("text", session.get("text")),
            )
    for order, found in enumerate(row.get("material", [])):
        Material.objects.create(
            event=event, kind=found["kind"], url=found["url"], order=order, **_two("title", found["title"])
        )


def _two(name: str, text: Mapping[str, str] | None) -> dict[str, str]:
    columns = in_columns(name, text)
    return {key: columns[key] for key in (f"{name}_de", f"{name}_en")}


def _link_town(row: Mapping[str, Any]) -> None:
    """Link the town of an event that has none yet; a release may have brought it meanwhile."""
    event = Event.objects.filter(slug=row["slug"], municipality=None).first()
    if event is None or not (town := Municipality.objects.filter(ags=row.get("municipality")).first()):
        return
    event.municipality = town
    event.save(update_fields=["municipality"])


def _hour(moment: dt.time | None) -> str:
    return moment.isoformat("minutes") if moment else ""
