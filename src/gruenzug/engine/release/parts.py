"""Parts of a release's folder: written, or taken over from the release before where nothing has changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gruenzug.engine.layers.seen import Seen
from gruenzug.engine.release.manifest import Facts
from gruenzug.engine.store.atomic import new_folder
from gruenzug.engine.store.kept import Kept

_FACTS = "facts.json"


@dataclass(frozen=True)
class Parts:
    """Where parts are kept, and what tells whether they still hold.

    Attributes
    ----------
    kept : Kept
        Parts of the release before.
    seen : Seen
        Records which tables are looked at.
    key : callable
        Returns the state of a table.
    """

    kept: Kept
    seen: Seen
    key: Callable[[str], str]

    def part(self, folder: Path, name: str, asked: str, make: Callable[[Path], list[Facts]]) -> list[Facts]:
        """Put a part into `folder`; return what the manifest says of it.

        Parameters
        ----------
        folder : Path
            The release.
        name : str
            Of the part.
        asked : str
            Parameters that `make` computes with.
        make : callable
            Writes the part's files to a folder, under the paths they have in
            a release, and returns their entries for the manifest.
        """
        slot = f"part-{name}"
        found = self.kept.find(slot, asked, self.key)
        if found is None:
            found = self._made(slot, asked, make)
        shutil.copytree(found, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(_FACTS))
        facts: list[Facts] = json.loads((found / _FACTS).read_text("utf-8"))
        return facts

    def _made(self, slot: str, asked: str, make: Callable[[Path], list[Facts]]) -> Path:
        on: dict[str, str] = {}
        with self.kept.put(slot, asked, on, new_folder) as draft, self.seen.recorded() as names:
            facts = make(draft)
            (draft / _FACTS).write_text(json.dumps(facts), "utf-8")
            on |= {name: self.key(name) for name in sorted(names)}
        return self.kept.folder / slot
