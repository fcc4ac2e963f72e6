"""Raster analyses beside published reference cases of other programs.

InVEST 3 Urban Nature Access, `test_core_model`: gaussian decay over 100 m, 100 m² per person; patches of a
North American land-cover map as scipy labels them, metrics of its classes as pylandstats 3.1.0 has them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
from click.testing import CliRunner
from scipy.ndimage import label

from gruenzug.engine.cli import main

DATA = Path(os.environ.get("GRUENZUG_DATA", "/nowhere"))

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="set GRUENZUG_DATA to the folder with real files, then: make real"
    ),
]

UNDER, OVER = 3991.827148, 1084.172852
ACCESSIBLE_SUM, ACCESSIBLE_MIN, ACCESSIBLE_MAX = 6221004.41259766, 1171.7352294921875, 11898.0712890625
UNDER_BY_CLASS, OVER_BY_CLASS = 4475.123047, 600.876587


def run(*words: object) -> None:
    done = CliRunner().invoke(main, ["run", *(str(word) for word in words)])
    assert done.exit_code == 0, done.output


def test_supply_gives_the_published_numbers_of_invest(tmp_path):
    case = DATA / "validation/invest_una"
    files = [case / name for name in ("lulc.tif", "population.tif", "lulc_attributes.csv")]
    run("supply", *files, tmp_path / "out", "--decay", "gaussian", "--radius", 100, "--accessible")
    found = json.loads((tmp_path / "out/summary.json").read_text())
    assert found["people_undersupplied"] == pytest.approx(UNDER, rel=1e-7)
    assert found["people_oversupplied"] == pytest.approx(OVER, rel=1e-7)
    assert found["accessible_sum"] == pytest.approx(ACCESSIBLE_SUM, rel=5e-8)
    assert found["accessible_min"] == pytest.approx(ACCESSIBLE_MIN, rel=5e-8)
    assert found["accessible_max"] == pytest.approx(ACCESSIBLE_MAX, rel=5e-8)


def test_supply_by_class_and_by_group_gives_what_one_radius_gives(tmp_path):
    case = DATA / "validation/invest_una"
    files = [case / name for name in ("lulc.tif", "population.tif", "lulc_attributes.csv")]
    (tmp_path / "groups.csv").write_text("group,share,search_radius_m\nfemale,0.56,100\nmale,0.44,100\n")
    run("supply", *files, tmp_path / "class", "--decay", "gaussian")
    run("supply", *files, tmp_path / "group", "--decay", "gaussian", "--groups", tmp_path / "groups.csv")
    by_class = json.loads((tmp_path / "class/summary.json").read_text())
    by_group = json.loads((tmp_path / "group/summary.json").read_text())
    assert by_class["people_undersupplied"] == pytest.approx(UNDER, rel=1e-7)
    assert by_group["groups"]["female"]["people_undersupplied"] == pytest.approx(2235.423095703125, rel=1e-4)
    assert by_group["groups"]["male"]["people_oversupplied"] == pytest.approx(477.0360107421875, rel=1e-4)


def test_supply_with_a_radius_per_class_gives_the_published_numbers(tmp_path):
    case = DATA / "validation/invest_una"
    radii = {1: 30, 3: 90, 5: 150, 7: 270, 9: 270}
    rows = [f"{code},{int(code in radii)},{radii.get(code, '')}\n" for code in range(10)]
    (tmp_path / "classes.csv").write_text("lucode,urban_nature,search_radius_m\n" + "".join(rows))
    files = [case / "lulc.tif", case / "population.tif", tmp_path / "classes.csv"]
    run("supply", *files, tmp_path / "out", "--decay", "gaussian")
    found = json.loads((tmp_path / "out/summary.json").read_text())
    assert found["people_undersupplied"] == pytest.approx(UNDER_BY_CLASS, rel=1.5e-7)
    assert found["people_oversupplied"] == pytest.approx(OVER_BY_CLASS, rel=1.5e-7)


@pytest.mark.parametrize("connectivity", [4, 8])
def test_patches_of_a_land_cover_map_are_those_of_scipy(tmp_path, connectivity):
    land = DATA / "validation/fragstats/augusta_nlcd.tif"
    run("patches", land, tmp_path / "p.parquet", "--by-value", "--connectivity", connectivity)
    rows = pd.read_parquet(tmp_path / "p.parquet")
    with rasterio.open(land) as file:
        values = file.read(1)
    structure = np.ones((3, 3)) if connectivity == 8 else None
    for value, part in rows.groupby("value"):
        labels, _ = label(values == value, structure)
        assert sorted(part["cells"]) == sorted(np.bincount(labels.ravel())[1:])
        inside = np.pad(values == value, 1)
        outline = (inside[:, 1:] != inside[:, :-1]).sum() + (inside[1:] != inside[:-1]).sum()
        assert part["perimeter_m"].sum() == 30.0 * outline


CLASSES = {  # patches, hectares, largest patch in per cent, edge in m per ha, mesh in ha
    ("augusta_nlcd", 11): (412, 321.75, 0.1578841512469831, 5.542147135067489, 0.09756063958165728),
    ("augusta_nlcd", 42): (1795, 9991.26, 1.607669616519174, 95.18972914990614, 41.570998793242154),
    ("augusta_nlcd", 95): (93, 26.37, 0.007709841780638241, 0.8637257531062841, 0.0007617658889782784),
    ("landscape", 1): (9, 0.0184, 8.88888888888889, 2011.111111111111, 0.0013224444444444444),
    ("landscape", 2): (13, 0.0234, 7.555555555555555, 2255.5555555555557, 0.0011926666666666665),
    ("landscape", 3): (6, 0.0482, 17.666666666666668, 3288.8888888888887, 0.006867111111111112),
}


@pytest.mark.parametrize("name", ["augusta_nlcd", "landscape"])
def test_metrics_of_classes_are_those_of_pylandstats(tmp_path, name):
    words = ["--by-value", "--classes", tmp_path / "c.csv"]
    run("patches", DATA / f"validation/fragstats/{name}.tif", tmp_path / "p.parquet", *words)
    rows = pd.read_csv(tmp_path / "c.csv").set_index("value")
    columns = ["patches", "area_ha", "largest_patch_percent", "edge_m_per_ha", "mesh_ha"]
    for (file, value), expected in CLASSES.items():
        if file == name:
            assert rows.loc[value, columns].tolist() == pytest.approx(expected, rel=1e-12)
