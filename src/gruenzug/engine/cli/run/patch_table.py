"""The table of patches as Parquet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from gruenzug.engine.layers.raster_patches import PatchTable


def write_table(table: PatchTable, path: Path, by_value: bool) -> None:
    """Write id, cells, area_m2 and perimeter_m, and the value where patches have different ones."""
    count = len(table.patches.cells)
    columns = {
        "id": np.arange(1, count + 1, dtype=np.int64),
        "cells": table.patches.cells,
        "area_m2": table.area_m2,
        "perimeter_m": table.perimeter_m,
    }
    if by_value:
        columns["value"] = table.value
    parquet.write_table(pa.table(columns), path, compression="zstd")
