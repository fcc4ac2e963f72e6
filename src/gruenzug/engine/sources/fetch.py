"""Download a region's sources from their publishers: resumed, checked, whole or not at all."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from gruenzug.engine.errors import RegionError, SourceError
from gruenzug.engine.sources.files import checksum
from gruenzug.engine.sources.receipt import Receipt, read_receipt, write_receipt
from gruenzug.engine.sources.region import Download, Region, SourceSpec
from gruenzug.engine.sources.transfer import Progress, download

ARCHIVES = "archives"
"""Folder for downloaded zip files, so that several sources can share one."""


@dataclass(frozen=True)
class Fetched:
    """What happened to one source: `state` is new, unchanged or own (nothing to download)."""

    source: str
    path: Path
    state: str


def fetch_region(
    region: Region, out: Path | None = None, progress: Progress = lambda line: None
) -> list[Fetched]:
    """Download every source of a region that names a download.

    Parameters
    ----------
    region : Region
        As `read_region` gives it.
    out : Path, optional
        Folder for the files, each at its path relative to the region's file;
        the region's file is copied there too. By default they go where the
        region's file expects them.
    progress : callable, optional
        Called with one line per step.

    Returns
    -------
    list of Fetched
        One per source, in the order of the file.

    Raises
    ------
    SourceError
        If a publisher does not answer, sends an error or the wrong file.
    RegionError
        If no source names a download, or a path would leave `out`.
    """
    if not any(spec.download for spec in region.sources):
        raise RegionError(f"{region.path}: no source has a download; add download = {{ url = … }}")
    folder, done = out or _base(region), set[Path]()
    results = [_fetch(spec, _target(spec, region, out), folder, done, progress) for spec in region.sources]
    if out is not None and (out / region.path.name).absolute() != region.path.absolute():
        shutil.copyfile(region.path, out / region.path.name)
    return results


def _fetch(spec: SourceSpec, target: Path, folder: Path, done: set[Path], progress: Progress) -> Fetched:
    """Download one source; archives in `done` are up to date already."""
    if spec.download is None:
        progress(f"{spec.id}: nothing to download, expected at {target}")
        return Fetched(spec.id, target, "own")
    tell = _prefixed(progress, spec.id)
    if spec.download.member is None:
        state = _file(spec.download, target, spec.download.sha256, tell)
    else:
        archive = folder / ARCHIVES / _name(spec.download.url)
        state = "unchanged" if archive in done else _file(spec.download, archive, spec.download.sha256, tell)
        done.add(archive)
        if state == "new" or not _extracted(archive, spec.download.member, target):
            state = _member(archive, spec.download.member, target, tell)
    tell("unchanged" if state == "unchanged" else f"written to {target}")
    return Fetched(spec.id, target, state)


def _file(wanted: Download, target: Path, sha256: str | None, tell: Progress) -> str:
    """Bring `target` up to date; return "new" or "unchanged"."""
    receipt = read_receipt(target) if target.exists() else None
    intact = receipt is not None and receipt.describes(target) and receipt.url == wanted.url
    if sha256 is not None and target.exists() and checksum(target) == sha256:
        return "unchanged"
    known = receipt if intact and sha256 is None else None
    answer = download(wanted.url, target, known, tell)
    if answer is None:
        return "unchanged"
    found = checksum(answer.part)
    if sha256 is not None and found != sha256:
        answer.part.unlink()
        raise SourceError(
            f"{wanted.url} gave a file with the sha256 {found[:12]}…, the region promises {sha256[:12]}…; "
            "fetch again, and if it stays so, correct the region's file"
        )
    size = answer.part.stat().st_size
    answer.part.replace(target)
    write_receipt(target, Receipt(wanted.url, size, found, answer.etag, answer.modified))
    return "new"


def _member(archive: Path, member: str, target: Path, tell: Progress) -> str:
    """Extract one file of a zip archive, atomically."""
    tell(f"unpacking {member}")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.unpacking")
    try:
        with (
            zipfile.ZipFile(archive) as box,
            box.open(_find(box, member, archive)) as packed,
            draft.open("wb") as file,
        ):
            shutil.copyfileobj(packed, file, 1 << 20)
        draft.replace(target)
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise SourceError(
            f"{archive} is not a whole zip archive ({error}); delete it and fetch again"
        ) from None
    finally:
        draft.unlink(missing_ok=True)
    write_receipt(
        target, Receipt(f"{archive.name}/{member}", target.stat().st_size, checksum(target), None, None)
    )
    return "new"


def _find(box: zipfile.ZipFile, member: str, archive: Path) -> zipfile.ZipInfo:
    """Return the entry of that path, or the only one whose path ends with it."""
    entries = [entry for entry in box.infolist() if not entry.is_dir()]
    exact = [entry for entry in entries if entry.filename == member]
    found = exact or [entry for entry in entries if entry.filename.endswith(f"/{member}")]
    if len(found) == 1:
        return found[0]
    names = ", ".join(entry.filename for entry in entries[:10])
    problem = "several files called" if found else "no file"
    raise SourceError(f"{archive} holds {problem} {member}; it holds {names}; correct download.member")


def _extracted(archive: Path, member: str, target: Path) -> bool:
    receipt = read_receipt(target) if target.exists() else None
    return receipt is not None and receipt.describes(target) and receipt.url == f"{archive.name}/{member}"


def _target(spec: SourceSpec, region: Region, out: Path | None) -> Path:
    if out is None:
        return spec.path
    try:
        return out / spec.path.relative_to(_base(region))
    except ValueError:
        if spec.download is None:
            return spec.path
        raise RegionError(
            f'{region.path}: source "{spec.id}" has a path outside the folder of that file, so --out cannot '
            "move it; make the path relative"
        ) from None


def _base(region: Region) -> Path:
    return region.path.absolute().parent


def _name(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2]) or "archive.zip"


def _prefixed(progress: Progress, source: str) -> Callable[[str], None]:
    return lambda line: progress(f"{source}: {line}")
