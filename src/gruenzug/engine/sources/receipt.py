"""A note beside a downloaded file: where it came from and what it was, to know it again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from gruenzug.engine.sources.files import checksum

_SUFFIX = ".receipt.json"


@dataclass(frozen=True)
class Receipt:
    """Address, size and checksum of a file, and the publisher's marks of its version."""

    url: str
    bytes: int
    sha256: str | None
    etag: str | None
    modified: str | None

    def describes(self, path: Path) -> bool:
        """Return whether the file is still what was downloaded."""
        return path.stat().st_size == self.bytes and checksum(path) == self.sha256

    @property
    def version(self) -> str | None:
        """The strongest mark of the version: a strong ETag, else the date of change."""
        strong = self.etag is not None and not self.etag.startswith("W/")
        return self.etag if strong else self.modified


def read_receipt(path: Path) -> Receipt | None:
    """Return the receipt beside `path`; None if there is none or it is unreadable."""
    try:
        return Receipt(**json.loads(_beside(path).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_receipt(path: Path, receipt: Receipt) -> None:
    """Write the receipt beside `path`."""
    draft = _beside(path).with_suffix(".tmp")
    draft.write_text(json.dumps(asdict(receipt), indent=1, sort_keys=True) + "\n", "utf-8")
    draft.replace(_beside(path))


def drop_receipt(path: Path) -> None:
    """Remove the receipt beside `path`, if there is one."""
    _beside(path).unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + _SUFFIX)
