"""All measurements: ``python -m bench [NAME …] [--large]`` prints one table in Markdown after the other."""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from pathlib import Path

BENCHES = {
    "supply": "G1, G2: nature per person within reach",
    "distance": "G3: distance to large green and the people near it",
    "patches": "G4: connected patches",
    "landscape": "G4: metrics of classes",
    "mspa": "G5: morphology",
    "connectivity": "G6: importance of habitat patches",
    "zonal": "G7: sums by zone",
    "network": "G9: walking distances",
    "cooling": "G10: cooling by parks",
    "runoff": "G10: heavy rain held back",
    "memory": "G12: memory of whole commands",
    "determinism": "G13: the same bytes whatever the bands and threads",
    "first": "G14: the first result",
}


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


def main() -> None:
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")] or list(BENCHES)
    if unknown := [name for name in wanted if name not in BENCHES]:
        raise SystemExit(f"there is no measurement {unknown[0]}; choose from {', '.join(BENCHES)}")
    print(f"{processor()}, {len(os.sched_getaffinity(0))} processors, Python {platform.python_version()}\n")
    for name in wanted:
        if not Path(__file__).with_name(f"{name}.py").exists():
            continue
        print(f"## {BENCHES[name]}\n", flush=True)
        import_module(f"bench.{name}").main()
        print(flush=True)


if __name__ == "__main__":
    main()
