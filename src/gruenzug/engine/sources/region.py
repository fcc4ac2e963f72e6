"""A region: one TOML file that names its sources, their licences and what to read from them."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard

from gruenzug.contract.text import Text
from gruenzug.engine.errors import RegionError
from gruenzug.engine.sources.catalogue import LICENCES, Licence
from gruenzug.engine.sources.kinds import KINDS
from gruenzug.engine.sources.tables import COLUMNS, RASTERS

DATA_VARIABLE = "GRUENZUG_DATA"

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_AGS = re.compile(r"\d{8}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REGION_KEYS = {"id", "title", "model"}
_TEXT_KEYS = ("title", "publisher", "attribution", "vintage", "url")
_SOURCE_KEYS = {"id", "kind", "path", "licence", "provides", "extent", "options", "download", *_TEXT_KEYS}


@dataclass(frozen=True)
class Extent:
    """Where a source speaks: everywhere, nowhere, in a box (W, S, E, N in EPSG:4326) or in municipalities.

    Nowhere means: its rows count, but a missing row says nothing about any
    place, as with a register of single plantings.
    """

    everywhere: bool = False
    nowhere: bool = False
    bbox: tuple[float, float, float, float] | None = None
    ags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Download:
    """Where the publisher offers a file; `member` is its path inside a zip archive."""

    url: str
    sha256: str | None = None
    member: str | None = None


@dataclass(frozen=True)
class SourceSpec:
    """One source as the region's file describes it, with its path made absolute."""

    id: str
    kind: str
    path: Path
    title: str
    publisher: str
    licence: Licence
    attribution: str
    vintage: str
    url: str
    provides: frozenset[str] | None = None
    extent: Extent | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    download: Download | None = None
    base: Path = Path()

    def tables(self) -> frozenset[str]:
        """Return the tables to read: all its kind can give, or the ones named in `provides`."""
        possible = KINDS[self.kind].tables(self.options)
        return possible if self.provides is None else possible & self.provides

    def resolve(self, path: str) -> Path:
        """Return a path named in `options`, relative to the region's file."""
        return resolve(path, self.base, self.id)


@dataclass(frozen=True)
class Region:
    """A region and its sources, in the order of its file."""

    id: str
    title: Text
    model: bool
    sources: tuple[SourceSpec, ...]
    path: Path


def read_region(path: Path) -> Region:
    """Read and check a region's TOML file.

    Raises
    ------
    RegionError
        With one sentence that names the file, the source and the key.
    """
    raw = _toml(path)
    try:
        return _region(raw, path)
    except RegionError as error:
        raise RegionError(f"{path}: {error}") from None


def resolve(path: str, base: Path, source: str) -> Path:
    """Return `path` as an absolute path; ``$GRUENZUG_DATA/`` at its start is the data folder."""
    prefix = f"${DATA_VARIABLE}/"
    if not path.startswith(prefix):
        return (base / path).absolute()
    folder = os.environ.get(DATA_VARIABLE)
    if not folder:
        raise RegionError(
            f'source "{source}" lies in {prefix}, but the environment variable {DATA_VARIABLE} is not set; '
            f"set it to the folder that holds {path.removeprefix(prefix)}"
        )
    return (Path(folder) / path.removeprefix(prefix)).absolute()


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise RegionError(f"{path} does not exist; name the TOML file of a region") from None
    except (OSError, UnicodeDecodeError) as error:
        raise RegionError(f"{path} cannot be read ({error}); name the TOML file of a region") from None
    except tomllib.TOMLDecodeError as error:
        raise RegionError(f"{path} is not valid TOML: {error}") from None


def _region(raw: dict[str, Any], path: Path) -> Region:
    _only(raw, {"region", "source"}, "the file")
    head = raw.get("region")
    if not isinstance(head, dict):
        raise RegionError("there is no [region] table; add it with id and title")
    _only(head, _REGION_KEYS, "[region]")
    rows = raw.get("source", [])
    if not isinstance(rows, list) or not rows:
        raise RegionError("there is no [[source]]; a region needs at least one source")
    base = path.absolute().parent
    sources = tuple(_source(row, number, base) for number, row in enumerate(rows, 1))
    _unique([source.id for source in sources])
    model = head.get("model", False)
    if not isinstance(model, bool):
        raise RegionError(f"[region] model is {model!r}; write true or false")
    return Region(_slug(head, "[region]"), _title(head), model, sources, path)


def _title(head: dict[str, Any]) -> Text:
    title = head.get("title")
    if not isinstance(title, dict) or not all(isinstance(title.get(key), str) for key in ("de", "en")):
        raise RegionError('[region] has no title; write title = { de = "…", en = "…" }')
    return Text.from_mapping(title)


def _source(row: Any, number: int, base: Path) -> SourceSpec:
    if not isinstance(row, dict):
        raise RegionError(f"source {number} is not a table; begin it with [[source]]")
    key = _slug(row, f"source {number}")
    where = f'source "{key}"'
    _only(row, _SOURCE_KEYS, where)
    kind = _word(row, "kind", where)
    if kind not in KINDS:
        raise RegionError(f'{where} has the kind "{kind}"; choose one of {", ".join(sorted(KINDS))}')
    options = row.get("options", {})
    if not isinstance(options, dict):
        raise RegionError(f"{where} has options {options!r}; write options = {{ name = value }}")
    if complaint := KINDS[kind].complaint(options):
        raise RegionError(f"{where} has {complaint}")
    if not KINDS[kind].tables(options):
        name = "factor" if kind == "burden-areas" else "table"
        known = ", ".join(table.removeprefix("burden_") for table in KINDS[kind].possible)
        raise RegionError(f'{where} has options.{name} "{options.get(name)}"; choose one of {known}')
    return SourceSpec(
        id=key,
        kind=kind,
        path=resolve(_word(row, "path", where), base, key),
        **{name: _word(row, name, where) for name in _TEXT_KEYS if name != "url"},
        licence=_licence(row, where),
        url=row.get("url", ""),
        provides=_provides(row, kind, options, where),
        extent=_extent(row.get("extent"), where),
        options=options,
        download=_download(row.get("download"), where),
        base=base,
    )


def _licence(row: dict[str, Any], where: str) -> Licence:
    key = _word(row, "licence", where)
    if key not in LICENCES:
        raise RegionError(f'{where} has the licence "{key}"; choose one of {", ".join(sorted(LICENCES))}')
    return LICENCES[key]


def _provides(row: dict[str, Any], kind: str, options: dict[str, Any], where: str) -> frozenset[str] | None:
    if (names := row.get("provides")) is None:
        return None
    if not isinstance(names, list) or not names:
        raise RegionError(f'{where} provides {names!r}; write a list such as ["green", "trees"]')
    possible = KINDS[kind].tables(options)
    for name in names:
        if name not in COLUMNS and name not in RASTERS:
            raise RegionError(f'{where} provides "{name}"; tables are {", ".join([*COLUMNS, *RASTERS])}')
        if name not in possible:
            raise RegionError(
                f'{where} provides "{name}", but the kind "{kind}" gives {", ".join(sorted(possible))}'
            )
    return frozenset(names)


def _extent(raw: Any, where: str) -> Extent | None:
    if raw is None:
        return None
    if raw == "everywhere":
        return Extent(everywhere=True)
    if raw == "nowhere":
        return Extent(nowhere=True)
    if isinstance(raw, dict) and len(raw) == 1:
        if _is_box(box := raw.get("bbox")):
            west, south, east, north = map(float, box)
            return Extent(bbox=(west, south, east, north))
        keys = raw.get("ags")
        if (
            isinstance(keys, list)
            and keys
            and all(isinstance(key, str) and _AGS.fullmatch(key) for key in keys)
        ):
            return Extent(ags=tuple(keys))
    raise RegionError(
        f'{where} has the extent {raw!r}; write "everywhere", "nowhere", {{ bbox = [west, south, east, '
        'north] }} in degrees or { ags = ["05911000"] } with eight digits'
    )


def _is_box(box: Any) -> TypeGuard[list[float]]:
    if not isinstance(box, list) or len(box) != 4 or not all(isinstance(value, int | float) for value in box):
        return False
    west, south, east, north = box
    return bool(-180 <= west < east <= 180 and -90 <= south < north <= 90)


def _download(raw: Any, where: str) -> Download | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or not str(raw.get("url", "")).startswith(("https://", "http://")):
        raise RegionError(f'{where} has the download {raw!r}; write download = {{ url = "https://…" }}')
    _only(raw, {"url", "sha256", "member"}, f"{where}, download,")
    digest = raw.get("sha256")
    if digest is not None and not _SHA256.fullmatch(str(digest).lower()):
        raise RegionError(f'{where} has the sha256 "{digest}"; it must be 64 hexadecimal digits')
    return Download(raw["url"], digest and digest.lower(), raw.get("member"))


def _slug(row: dict[str, Any], where: str) -> str:
    key = _word(row, "id", where)
    if not _SLUG.fullmatch(key):
        raise RegionError(f'{where} has the id "{key}"; use lower-case letters, digits and single hyphens')
    return key


def _word(row: dict[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise RegionError(f'{where} has no {name}; add {name} = "…"')
    return value


def _only(row: dict[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(row) - known):
        raise RegionError(f'{where} has the unknown key "{unknown[0]}"; known are {", ".join(sorted(known))}')


def _unique(keys: list[str]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise RegionError(f'two sources have the id "{key}"; give each its own')
