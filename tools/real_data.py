"""Compute the releases of all real regions and write docs/real-data.md from them.

Usage: GRUENZUG_DATA=… python tools/real_data.py [FOLDER]
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import shapely
import stations

from gruenzug.contract.indicators import Indicator, Part, indicators
from gruenzug.engine.release import make_release

REGIONS = ("real-ruhr", "heidelberg", "witten-stockum", "liechtenstein")
PAGE = Path("docs/real-data.md")
HEAD = """# Real data

What the real files at hand give, computed by `make real` and written by `tools/real_data.py`; nothing here is typed by hand.
Coverage is the share of people (for areas and counts: of the ground) that the sources reach. A dash means: not covered, or nothing there to measure; neither is zero.
A value marked * is for orientation: the sources reach less than half, or the published definition does not speak of a place that small.
"""
UNIT = {
    "percent": " %",
    "m2_per_person": " m²/person",
    "count": "",
    "per_1000": " per 1,000",
    "ha_per_1000": " ha per 1,000",
    "ha": " ha",
    "m_per_ha": " m/ha",
    "per_km2": " per km²",
}


def main(folder: Path) -> None:
    """Make each release anew under `folder` and write the page."""
    sections = [HEAD]
    for name in REGIONS:
        out = folder / name
        shutil.rmtree(out, ignore_errors=True)
        manifest = make_release(Path("regions") / f"{name}.toml", out, lambda line: print(f"{line}"))
        sections.append(
            section(manifest, pd.read_parquet(out / "figures.parquet"), search_spaces(manifest, out))
        )
    sections.append(beside_the_heat_model(Path(os.environ["GRUENZUG_DATA"])))
    PAGE.write_text("\n".join(sections), "utf-8")
    print(f"{PAGE} written")


def section(manifest: dict, figures: pd.DataFrame, spaces: str) -> str:
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
            spaces,
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


def search_spaces(manifest: dict, folder: Path) -> str:
    """Return what the layer of search spaces holds, or that there is none."""
    path = folder / "layers/search-spaces.parquet"
    if not path.exists():
        return "Search spaces: none, for no source tells of heat, water or car parks."
    spaces = gpd.read_parquet(path)
    tables = {name for source in manifest["sources"] for name in source["tables"]}
    kinds = {
        "heat": ("areas burdened by heat", "burden_heat"),
        "flood": ("areas endangered by floods", "hazard_flood"),
        "heavy-rain": ("areas endangered by heavy rain", "hazard_heavy_rain"),
        "car-park": ("car parks on the ground", "car_parks"),
    }
    told = []
    for kind, (title, table) in kinds.items():
        rows = spaces[spaces["kind"] == kind]
        found = f"{len(rows)} {title} ({rows['area_m2'].sum() / 10_000:,.1f} ha)"
        told.append(found if table in tables else f"{title} unknown, for no source tells of them")
    return f"Search spaces: {'; '.join(told)}; {int(spaces['sealed'].sum())} car parks have a sealed surface in the source."


def beside_the_heat_model(data: Path) -> str:
    """Return what Bochum's stations measured in a heat episode, and how far the land cover at hand is from them."""
    folder = data / "bochum/weather_stations"
    places = stations.places(folder)
    rasters = sorted(path for path in data.glob("alternatives/*/*.tif") if path.stem != "elevation")
    reached = {path: np.isfinite(stations.modelled(path, places)).sum() for path in rasters}
    far = [
        f"- {path.relative_to(data)}: reaches {reached[path]} of them; the nearest cell with land cover is "
        f"{kilometres(stations.distance_to_data(path, places))} away"
        for path in rasters
    ]
    metres = places.to_crs(25832).geometry
    for path in sorted(data.glob("osm_ruhr/*.osm.pbf")):
        box = extract_box(path)
        far.append(
            f"- {path.relative_to(data)}, the area the extract is for: holds {metres.within(box).sum()} of them; it is "
            f"{kilometres(metres.distance(box).to_numpy())} away"
        )
    return "\n".join(
        [
            "## Stations in Bochum beside the heat model",
            "",
            f"Air temperature at stations of the city on {stations.DAY}: the highest of the day, the lowest of the night after it (20:00 to 8:00),",
            "and the readings these come from (384 at five minutes). The stations are consumer devices on public benches; afternoon maxima may",
            "read high. The model is an index and is not fitted to them.",
            "",
            *stations.beside(folder, None),
            "",
            f"The model has a value at none of the {len(places)} stations, for no land cover at hand reaches one:"
            if not any(reached.values())
            else "The model needs land cover, which reaches:",
            "",
            *far,
            "",
            "With land cover of Bochum, `gruenzug run cooling` and then `python tools/stations.py FOLDER OUT.tif` fill the last column.",
            "",
            "Source: Stadt Bochum, CC0 1.0.",
            "",
        ]
    )


def extract_box(path: Path) -> shapely.Geometry:
    """Return the box in the header of an extract, in metres."""
    corners = osmium.io.Reader(str(path)).header().box()
    box = shapely.box(
        corners.bottom_left.lon, corners.bottom_left.lat, corners.top_right.lon, corners.top_right.lat
    )
    return gpd.GeoSeries([box], crs=4326).to_crs(25832).iloc[0]


def kilometres(metres: np.ndarray) -> str:
    """Return the least and the most of several distances."""
    return f"{metres.min() / 1000:.1f} to {metres.max() / 1000:.1f} km"


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "var/real"))
