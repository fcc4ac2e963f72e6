"""Air temperatures measured at stations beside a modelled raster; nothing is fitted.

Usage: python tools/stations.py FOLDER RASTER.tif [DAY]

FOLDER holds a CSV of places (Name, Latitude, Longitude, MAC; its name ends in _locations.csv) and one CSV per
station and day (datetime, outdoor_temperature; its name ends in _DEVICE_DAY.csv). RASTER is what `gruenzug run
cooling` wrote, as OUT or with --air.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio

DAY = "2024-08-13"
"""The hot day of the readings from Bochum."""

HEAD = "| station | highest °C | lowest °C | readings | modelled |\n|---|---:|---:|---:|---:|"


def places(folder: Path) -> gpd.GeoDataFrame:
    """Return the stations with their device, as points in degrees."""
    found = sorted(folder.glob("*_locations.csv"))
    if len(found) != 1:
        raise SystemExit(
            f"{folder} holds {len(found)} files *_locations.csv; there must be one, with the stations' places"
        )
    table = pd.read_csv(found[0])
    if missing := {"Name", "Latitude", "Longitude", "MAC"} - set(table.columns):
        raise SystemExit(f"{found[0]} lacks the column {', '.join(sorted(missing))}; correct its first line")
    points = gpd.points_from_xy(table["Longitude"], table["Latitude"])
    columns = {"name": table["Name"], "device": table["MAC"].str.replace(":", "")}
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")


def measured(folder: Path, device: str, day: str = DAY) -> dict[str, float]:
    """Return the highest temperature of a day, the lowest of the night after it, and how many readings there are.

    The night is from 20:00 to 8:00; all is NaN, and 0 readings, where the station has no file of these days.
    """
    after = (pd.Timestamp(day) + pd.Timedelta(days=1)).date().isoformat()
    files = [path for each in (day, after) for path in folder.glob(f"*_{device}_{each}.csv")]
    if not files:
        return {"highest": np.nan, "lowest": np.nan, "readings": 0}
    rows = pd.concat([pd.read_csv(path, usecols=["datetime", "outdoor_temperature"]) for path in files])
    clock = rows["datetime"].str.slice(0, 16)  # local time as written, to the minute
    told = rows["outdoor_temperature"].set_axis(clock).dropna()
    hot = told[told.index.str.startswith(day)]
    night = told[(told.index >= f"{day} 20:00") & (told.index < f"{after} 08:00")]
    return {"highest": hot.max(), "lowest": night.min(), "readings": len(hot.index.union(night.index))}


def modelled(raster: Path, stations: gpd.GeoDataFrame) -> np.ndarray:
    """Return the value of the cell each station lies in; NaN without one."""
    with rasterio.open(raster) as source:
        if source.crs is None:
            raise SystemExit(f"{raster} has no coordinate system; write one into it first")
        points = stations.to_crs(source.crs).geometry
        column, row = ~source.transform * (points.x.to_numpy(), points.y.to_numpy())
        inside = (column >= 0) & (column < source.width) & (row >= 0) & (row < source.height)
        values = source.read(1, masked=True).astype(float).filled(np.nan)
    found = np.full(len(points), np.nan)
    found[inside] = values[row[inside].astype(int), column[inside].astype(int)]
    return found


def distance_to_data(raster: Path, stations: gpd.GeoDataFrame) -> np.ndarray:
    """Return the metres from each station to the centre of the nearest cell with data, in the plane of the raster."""
    with rasterio.open(raster) as source:
        points = stations.to_crs(source.crs).geometry
        row, column = np.nonzero(source.dataset_mask())
        x, y = source.transform * (column + 0.5, row + 0.5)
    return np.array([np.hypot(x - point.x, y - point.y).min() for point in points])


def beside(folder: Path, raster: Path | None, day: str = DAY) -> list[str]:
    """Return the lines of a table: what each station measured, and what the raster says there."""
    stations = places(folder)
    values = np.full(len(stations), np.nan) if raster is None else modelled(raster, stations)
    lines = [HEAD]
    for name, device, value in zip(stations["name"], stations["device"], values, strict=True):
        found = measured(folder, device, day)
        numbers = [number(found["highest"], 1), number(found["lowest"], 1), str(found["readings"])]
        lines.append(f"| {name} | {' | '.join(numbers)} | {number(value, 3)} |")
    return lines


def number(value: float, digits: int) -> str:
    """Return a number, or a dash where it is unknown."""
    return "–" if np.isnan(value) else f"{value:.{digits}f}"


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        raise SystemExit(__doc__)
    print("\n".join(beside(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4])))
