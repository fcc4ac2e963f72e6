"""Compiled kernels that are out of date are forgotten.

Numba keeps what it compiled and compiles anew when the file of a kernel changes, but not when only
a file changes that the kernel takes functions or numbers from: it would go on computing with the old ones.
"""

from __future__ import annotations

import json
import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

_LIST = "kernels.json"


def forget_stale(sources: Path, package: str) -> None:
    """Delete the compiled code of modules that have changed, or that use one that has.

    Parameters
    ----------
    sources : Path
        The folder of a package; compiled code lies in its ``__pycache__``, or where ``NUMBA_CACHE_DIR`` says.
    package : str
        Its name, as modules import it.
    """
    kept = os.environ.get("NUMBA_CACHE_DIR")
    folders = list(Path(kept).glob(f"{sources.name}_*")) if kept else [sources / "__pycache__"]
    seen = "".join(
        f"{path.name} {path.stat().st_mtime_ns} {path.stat().st_size}\n"
        for path in sorted(sources.glob("*.py"))
    )
    for folder in folders:
        try:
            _forget(folder, seen, sources, package)
        except OSError:
            continue  # a folder that cannot be written was filled when the package was installed


def _forget(folder: Path, seen: str, sources: Path, package: str) -> None:
    known = _known(folder / _LIST)
    if known.get("files") == seen or not folder.exists():
        return
    before, now = known.get("modules", {}), marks(sources, package)
    for name, mark in now.items():
        if before.get(name) != mark:
            for path in folder.glob(f"{name}.*.nb[ic]"):
                path.unlink(missing_ok=True)
    draft = folder / f"{_LIST}.{os.getpid()}"
    draft.write_text(json.dumps({"files": seen, "modules": now}), "utf-8")
    draft.replace(folder / _LIST)


def _known(path: Path) -> dict[str, Any]:
    try:
        known: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known


def marks(sources: Path, package: str) -> dict[str, str]:
    """Return for each module of a package what changes if it or a module that it uses does."""
    texts = {path.stem: path.read_text("utf-8") for path in sources.glob("*.py")}
    uses = {
        name: set(re.findall(rf"{re.escape(package)}\.(\w+)", text)) & texts.keys()
        for name, text in texts.items()
    }
    result = {}
    for name in texts:
        reached, ahead = {name}, [name]
        while ahead:
            fresh = uses[ahead.pop()] - reached
            reached |= fresh
            ahead += fresh
        result[name] = sha256("\0".join(texts[one] for one in sorted(reached)).encode()).hexdigest()
    return result
