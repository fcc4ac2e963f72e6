"""The table of patches as Parquet, and of classes as CSV."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from gruenzug.engine.layers.raster_landscape import ClassMetrics, class_metrics
from gruenzug.engine.layers.raster_patches import PatchTable


def write_table(table: PatchTable, path: Path, by_value: bool, shape: bool = False) -> None:
    """Write id, cells, area_m2 and perimeter_m, the value where patches differ in it, the shape if wanted."""
    count = len(table.patches.cells)
    columns = {
        "id": np.arange(1, count + 1, dtype=np.int64),
        "cells": table.patches.cells,
        "area_m2": table.area_m2,
        "perimeter_m": table.perimeter_m,
    }
    if by_value:
        columns["value"] = table.value
    if shape:
        columns["shape_index"] = table.shape_index
    parquet.write_table(pa.table(columns), path, compression="zstd")


def write_classes(table: PatchTable, path: Path) -> None:
    """Write one row of metrics per class."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(ClassMetrics._fields)
        writer.writerows(class_metrics(table))
