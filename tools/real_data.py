"""Compute the releases of all real regions and write docs/real-data.md from them.

Usage: GRUENZUG_DATA=… python tools/real_data.py [FOLDER]
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pandas as pd

from gruenzug.contract.indicators import Indicator, Part, indicators
from gruenzug.engine.release import make_release

REGIONS = ("real-ruhr", "heidelberg", "witten-stockum", "liechtenstein")
PAGE = Path("docs/real-data.md")
HEAD = """# Real data

What the real files at hand give, computed by `make real` and written by `tools/real_data.py`; nothing here is typed by hand.
Coverage is the share of people (for areas and counts: of the ground) that the sources reach. A dash means: not covered, which is not zero.
A value marked * is for orientation: the sources reach less than half, or the published definition does not speak of a place that small.
"""
UNIT = {
    "percent": " %",
    "m2_per_person": " m²/person",
    "count": "",
    "per_1000": " per 1,000",
    "ha_per_1000": " ha per 1,000",
}


def main(folder: Path) -> None:
    """Make each release anew under `folder` and write the page."""
    sections = [HEAD]
    for name in REGIONS:
        out = folder / name
        shutil.rmtree(out, ignore_errors=True)
        manifest = make_release(Path("regions") / f"{name}.toml", out, lambda line: print(f"{line}"))
        sections.append(section(manifest, pd.read_parquet(out / "figures.parquet")))
    PAGE.write_text("\n".join(sections), "utf-8")
    print(f"{PAGE} written")


def section(manifest: dict, figures: pd.DataFrame) -> str:
    """Return the part of the page for one region: its sources, then its figures."""
    sources = [
        f"- {s['title']} ({s['vintage']}), {s['licence']['title']}: {s['attribution']}"
        for s in manifest["sources"]
    ]
    rows = [
        row(definition, part, figures) for definition in indicators().values() for part in definition.parts
    ]
    notes = [
        f"- {note['en']}"
        for note in [*manifest["notes"], *(n for s in manifest["sources"] for n in s["notes"])]
    ]
    return "\n".join(
        [
            f"## {manifest['region']['title']['en']}",
            "",
            f"{manifest['places']['municipality']} municipalities. Digest `{manifest['digest'][:16]}`.",
            "",
            "| indicator | part | region | persons | coverage | municipalities with a value |",
            "|---|---|---:|---:|---:|---:|",
            *rows,
            "",
            "Sources:",
            "",
            *sources,
            "",
            *(["What a reader must know:", "", *notes, ""] if notes else []),
        ]
    )


def row(definition: Indicator, part: Part, figures: pd.DataFrame) -> str:
    """Return one line: the region's value, and for how many municipalities there is one."""
    of_part = figures[(figures["indicator"] == definition.id) & (figures["part"] == part.id)]
    whole = of_part[of_part["level"] == "region"].iloc[0]
    towns = of_part[of_part["level"] == "municipality"]
    star = " *" if whole["status"] == "orientation" else ""
    value = "–" if pd.isna(whole["value"]) else f"{whole['value']:,.2f}{UNIT[part.unit]}{star}"
    persons = "" if pd.isna(whole["persons"]) else f"{whole['persons']:,.0f}"
    counted = f"{towns['value'].notna().sum()} of {len(towns)}"
    return f"| {definition.code} | {part.title.en} | {value} | {persons} | {100 * whole['coverage']:.2f} % | {counted} |"


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "var/real"))
