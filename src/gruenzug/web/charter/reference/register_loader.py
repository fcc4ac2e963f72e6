"""Documented commitments with their stations, the announced signing, and the template for councils."""

from __future__ import annotations

from typing import Any

from gruenzug.web.charter.models import (
    Commitment,
    CommitmentRequest,
    Document,
    SigningEvent,
    Station,
    Version,
)
from gruenzug.web.charter.reference.rows import load_row, read, sourced
from gruenzug.web.core.reference import Report, apply
from gruenzug.web.directory.models import Organisation

FACTS = ("paper_reference", "paper_url", "decided_in", "vote", "state_note", "evidence_url", "note")
STATION = ("committee", "vote", "remark", "source_url")


def load_register(report: Report) -> None:
    """Write commitments to the first version of the Charta, signings, and the request."""
    table = read("register.toml")
    charter = Version.objects.filter(document=Document.CHARTER, number=1).first()
    for row in table["signing"]:
        _load_signing(row, report)
    if charter is None:
        return
    bodies = {body.slug: body for body in Organisation.objects.filter(slug__in=_slugs(table))}
    for row in table["commitment"]:
        if row["body"] in bodies:
            _load_commitment(row, bodies[row["body"]], charter, report)
    fields = {name: text.strip() for name, text in table["request"].items() if name != "title"}
    lookup = {"title": table["request"]["title"]}
    wanted = {"version": charter, "is_public": True, **fields}
    load_row(CommitmentRequest, "charter.request:1", lookup, wanted, report)


def _load_signing(row: dict[str, Any], report: Report) -> None:
    version = Version.objects.filter(document=row["document"], number=row["version"]).first()
    if version is None:
        return
    names = ("title", "takes_place_on", "ends_on", "place", "outcome", "description")
    fields = {"version": version, **{name: row[name] for name in names}, **sourced(row)}
    load_row(SigningEvent, f"charter.signing:{row['slug']}", {"slug": row["slug"]}, fields, report)


def _load_commitment(row: dict[str, Any], body: Organisation, version: Version, report: Report) -> None:
    """Write entry and stations together: they are one statement with one source."""
    fields = {
        "form": Commitment.Form.COUNCIL.value,
        "state": row["state"],
        "is_public": True,
        "decided_on": row.get("decided_on"),
        **{name: row.get(name, "") for name in FACTS},
        **sourced(row),
    }
    stations = [_station(station) for station in row.get("station", [])]
    current = Commitment.objects.filter(body=body, version=version).prefetch_related("stations").first()

    def write() -> dict[str, Any]:
        found = current or Commitment(body=body, version=version)
        for name, value in fields.items():
            setattr(found, name, value)
        found.save()
        Station.objects.filter(commitment=found).delete()
        for order, station in enumerate(stations, 1):
            Station.objects.create(commitment=found, order=order * 10, **station)
        return _content(Commitment.objects.get(pk=found.pk), list(fields))

    apply(
        key=f"charter.commitment:{body.slug}:{version.document}-{version.number}",
        wanted={**_plain(fields), "stations": [_plain(station) for station in stations]},
        current=_content(current, list(fields)) if current else None,
        write=write,
        report=report,
    )


def _station(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "role": row.get("role", Station.Role.ADVICE.value),
        "meets_on": row.get("meets_on"),
        "result": row.get("result", Station.Result.OPEN.value),
        **{name: row.get(name, "") for name in STATION},
    }


def _content(row: Commitment, names: list[str]) -> dict[str, Any]:
    stations = row.stations.order_by("order", "pk")
    told = [
        _plain({name: getattr(station, name) for name in ("role", "meets_on", "result", *STATION)})
        for station in stations
    ]
    return {**_plain({name: getattr(row, name) for name in names}), "stations": told}


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in fields.items()
    }


def _slugs(table: dict[str, Any]) -> list[str]:
    return [row["body"] for row in table["commitment"]]
