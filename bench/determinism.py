"""G13: sha256 of every output for bands of 256, 512, 1,000 rows and the whole, on one thread and on two."""

from __future__ import annotations

import tempfile
from hashlib import sha256
from itertools import product
from pathlib import Path

from bench.commands import measured
from bench.memory import commands
from bench.peers import table
from bench.region import region_files

BANDS, THREADS = (256, 512, 1000, 10**6), (1, 2)


def fingerprint(folder: Path) -> str:
    total = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def main() -> None:
    folder = region_files()
    found: dict[str, set[str]] = {}
    for rows, threads in product(BANDS, THREADS):
        with tempfile.TemporaryDirectory() as out:
            for name, words in commands(folder, Path(out)).items():
                place = Path(out) / name.replace(" ", "")
                place.mkdir()
                moved = [str(word).replace(out, str(place)) for word in words]
                measured("run", *moved, "--band-rows", rows, "--threads", threads)
                found.setdefault(name, set()).add(fingerprint(place))
    if odd := [name for name, prints in found.items() if len(prints) > 1]:
        raise SystemExit(f"bands or threads show in {', '.join(odd)}")
    runs = len(BANDS) * len(THREADS)
    print(
        table(
            ["command", f"sha256 of all files in {runs} runs"],
            [[n, p.copy().pop()[:16]] for n, p in found.items()],
        )
    )


if __name__ == "__main__":
    main()
