"""The manifest `release.json`: where every number comes from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema

from gruenzug import __version__
from gruenzug.contract.indicators import Indicator
from gruenzug.contract.release import CONTRACT, MANIFEST, cross_check, digest, release_schema
from gruenzug.contract.text import Text
from gruenzug.engine.errors import ReleaseError
from gruenzug.engine.sources.tables import TITLES
from gruenzug.engine.store.atomic import checksum, new_file

Facts = dict[str, Any]

_MOST_LISTED = 4


def text(title: Text) -> Facts:
    """Return a text as the contract writes it."""
    return {"de": title.de, "en": title.en, "simple": title.simple}


def indicator_entry(
    indicator: Indicator,
    rows: Iterable[Mapping[str, Any]],
    sources: list[str],
    missing: list[str],
    missing_of_parts: Mapping[str, list[str]],
) -> Facts:
    """Return what the manifest says of one indicator: parameters, sources, and how far it got.

    Parameters
    ----------
    indicator : Indicator
        Its definition.
    rows : iterable of dict
        Its figures.
    sources : list of str
        Ids of the sources it was computed from.
    missing : list of str
        Tables it needs and no source provides.
    missing_of_parts : mapping of str to list of str
        The same for parts that need more than the others.
    """
    parts = [part.id for part in indicator.parts]
    if len(missing_of_parts) == len(parts):
        missing = missing or list(
            dict.fromkeys(name for names in missing_of_parts.values() for name in names)
        )
    told = next((part for part in parts if part not in missing_of_parts), parts[0])
    covered = [row["coverage"] for row in rows if row["level"] == "municipality" and row["part"] == told]
    status = "computed" if min(covered) == 1 else ("partial" if max(covered) > 0 else "not_covered")
    reasons = [_reason(status, missing)]
    if missing_of_parts and status != "not_covered":
        status = "partial"
        reasons.append(_reason_of_parts(indicator, missing_of_parts))
    return {
        "id": indicator.id,
        "definition_version": indicator.version,
        "parameters": {
            **indicator.parameters,
            "elements": list(indicator.elements),
            "public_only": indicator.public_only,
        },
        "sources": sources,
        "status": status,
        "reason": _joined([reason for reason in reasons if reason]),
    }


def write_manifest(folder: Path, facts: Facts) -> Facts:
    """Complete `facts` with files and digest, check them against the contract and write `release.json` last.

    Raises ReleaseError if the manifest breaks the contract.
    """
    manifest = {
        "contract": CONTRACT,
        **facts,
        "created_at": _now(),
        "software": {"name": "gruenzug", "version": __version__},
        "files": [_file(path, folder) for path in sorted(folder.rglob("*")) if path.is_file()],
    }
    manifest["digest"] = digest(manifest)
    check_manifest(manifest)
    with new_file(folder / MANIFEST) as draft:
        draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return manifest


def check_manifest(manifest: Facts) -> None:
    """Raise ReleaseError with the first thing `manifest` gets wrong."""
    errors = sorted(jsonschema.Draft202012Validator(release_schema()).iter_errors(manifest), key=str)
    if errors:
        where = "/".join(str(step) for step in errors[0].absolute_path) or "the top"
        raise ReleaseError(f"release.json breaks the contract at {where}: {errors[0].message}")
    for problem in cross_check(manifest):
        raise ReleaseError(f"release.json breaks the contract: {problem}")


def read_manifest(folder: Path) -> Facts:
    """Read and check the manifest of a finished release."""
    path = folder / MANIFEST
    try:
        manifest: Facts = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ReleaseError(f"{folder} holds no {MANIFEST}, so it is no finished release") from None
    except ValueError as error:
        raise ReleaseError(f"{path} is not valid JSON ({error}); make the release again") from None
    check_manifest(manifest)
    return manifest


def _reason(status: str, missing: list[str]) -> Facts | None:
    if status == "computed":
        return None
    if missing:
        german, english = zip(*(TITLES[name] for name in missing), strict=True)
        return {
            "de": f"Keine Quelle dieses Datenstands liefert {', '.join(german)}.",
            "en": f"No source of this release provides {', '.join(english)}.",
        }
    if status == "partial":
        return {
            "de": "Die Quellen reichen nicht über die ganze Region; die Abdeckung steht bei jedem Wert.",
            "en": "The sources do not reach across the whole region; each value states its coverage.",
        }
    return {
        "de": "Die Quellen reichen nicht in diese Region.",
        "en": "The sources do not reach into this region.",
    }


def _joined(reasons: list[Facts]) -> Facts | None:
    if not reasons:
        return None
    return {language: " ".join(reason[language] for reason in reasons) for language in ("de", "en")}


def _reason_of_parts(indicator: Indicator, missing: Mapping[str, list[str]]) -> Facts:
    """Return which parts have no figures, and for lack of what."""
    titles = [indicator.part(key).title for key in missing]
    tables = dict.fromkeys(name for names in missing.values() for name in names)
    german, english = zip(*(TITLES[name] for name in tables), strict=True)
    de, en = (
        f"{len(titles)} von {len(indicator.parts)} Teilen",
        f"{len(titles)} of {len(indicator.parts)} parts",
    )
    if len(titles) <= _MOST_LISTED:
        de = f"diese Teile: {'; '.join(title.de for title in titles)}"
        en = f"these parts: {'; '.join(title.en for title in titles)}"
    return {
        "de": f"Keine Quelle dieses Datenstands liefert {', '.join(german)}; darum fehlen {de}.",
        "en": f"No source of this release provides {', '.join(english)}; so it lacks {en}.",
    }


def _file(path: Path, folder: Path) -> Facts:
    return {
        "path": path.relative_to(folder).as_posix(),
        "bytes": path.stat().st_size,
        "sha256": checksum(path),
    }


def _now() -> str:
    """Return the moment of making; `SOURCE_DATE_EPOCH` fixes it for reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
