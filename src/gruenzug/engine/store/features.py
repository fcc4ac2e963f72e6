"""Tables on disk: GeoParquet and Parquet, the same bytes for the same rows."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from gruenzug.contract.release import FIGURE_COLUMNS
from gruenzug.engine.store.atomic import new_file

_TYPES = {"string": pa.string(), "double": pa.float64()}
FIGURE_SCHEMA = pa.schema([(name, _TYPES[kind]) for name, kind in FIGURE_COLUMNS.items()])


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write a table, with its geometry if it has one."""
    with new_file(path) as draft:
        table.to_parquet(draft, index=False, compression="zstd")


def read_table(path: Path) -> pd.DataFrame:
    """Read what `write_table` wrote."""
    if b"geo" in (pq.read_schema(path).metadata or {}):
        return gpd.read_parquet(path)
    return pd.read_parquet(path)


def write_figures(path: Path, rows: list[dict[str, object]]) -> None:
    """Write `figures.parquet` with exactly the columns of the contract."""
    pq.write_table(pa.Table.from_pylist(rows, schema=FIGURE_SCHEMA), path, compression="zstd")
