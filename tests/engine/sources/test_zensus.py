"""Census grids: the published numbers, and nothing where nothing was published."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gruenzug.engine.errors import SourceError
from gruenzug.engine.grid import transform
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.request import Request
from tests.engine.sources.samples import spec, zensus_csv, zensus_parquet

HEAD = "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner\n"


def cells(source, request=None):
    (table,) = read_source(source, request).tables.values()
    return table


def written(tmp_path, body, head=HEAD, **options):
    path = tmp_path / "grid.csv"
    path.write_text(head + body, "utf-8")
    return spec("zensus-grid", path, **options)


def test_csv_cells_are_points_with_thousandths_of_persons(tmp_path):
    dataset = read_source(zensus_csv(tmp_path))
    table = dataset.tables["population"]
    assert list(table["persons_milli"]) == [17_000, 4_000]
    assert set(table["cell_m"]) == {100}
    x, y = transform(np.array([4138850.0]), np.array([3153150.0]), "EPSG:3035")
    assert (table.geometry.x[0], table.geometry.y[0]) == (x[0], y[0])
    assert dataset.extent is None
    assert dataset.notes[0].en.startswith("1 grid cells without a value")


def test_parquet_minus_one_is_no_person_less(tmp_path):
    table = cells(zensus_parquet(tmp_path))
    assert list(table["persons_milli"]) == [2_100_000, 12_000]
    assert set(table["cell_m"]) == {1000}


@pytest.mark.parametrize("mark", ["–", "-", "—", "", ".", "/", "-1"])
def test_withheld_values_are_left_out_not_zero(tmp_path, mark):
    assert len(cells(written(tmp_path, f"a;4138850;3153150;{mark}\nb;4138950;3153150;5\n"))) == 1


def test_a_cell_with_zero_people_is_no_row(tmp_path):
    assert len(cells(written(tmp_path, "a;4138850;3153150;0\nb;4138950;3153150;5\n"))) == 1


def test_a_decimal_comma_is_understood(tmp_path):
    assert list(cells(written(tmp_path, "a;4138850;3153150;12,5\n"))["persons_milli"]) == [12_500]


def test_quoted_cells_and_windows_line_ends_are_understood(tmp_path):
    path = tmp_path / "grid.csv"
    path.write_bytes(b'GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner\r\n"a";4138850;3153150;"7"\r\n')
    assert list(cells(spec("zensus-grid", path))["persons_milli"]) == [7_000]


def test_children_come_from_their_column_of_the_age_table(tmp_path):
    head = "GITTER_ID_100m;x_mp_100m;y_mp_100m;Insgesamt_Bevoelkerung;Unter10;a10bis19\n"
    source = written(tmp_path, "a;4138850;3153150;30;3;–\n", head, table="children", column="Unter10")
    dataset = read_source(source)
    assert list(dataset.tables) == ["children"]
    assert list(dataset.tables["children"]["persons_milli"]) == [3_000]


def test_one_kilometre_cells_are_known_by_their_header(tmp_path):
    head = "GITTER_ID_1km;x_mp_1km;y_mp_1km;Einwohner\n"
    assert list(cells(written(tmp_path, "a;4138500;3153500;900\n", head))["cell_m"]) == [1000]


def test_several_files_add_up_cell_by_cell(tmp_path):
    for number in (1, 2):
        pd.DataFrame({"value": [3, number], "x": [4138850, 4138850 + 100 * number], "y": 3153150}).to_parquet(
            tmp_path / f"{number}.parquet"
        )
    source = spec(
        "zensus-grid",
        tmp_path / "1.parquet",
        table="dwellings",
        column="value",
        cell_m=100,
        paths=["2.parquet"],
    )
    dataset = read_source(source)
    table = dataset.tables["dwellings"]
    assert dict(zip(table["cell_x"], table["dwellings"], strict=True)) == {4138850: 6, 4138950: 1, 4139050: 2}
    assert [path.name for path in dataset.files] == ["1.parquet", "2.parquet"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_cells_far_from_the_region_are_left_out_and_near_ones_kept(tmp_path, kind):
    x = 4_138_850 + 100 * np.arange(200)
    frame = pd.DataFrame({"x": x, "y": 3_153_150, "value": 5})
    if kind == "csv":
        body = "".join(f"a;{row.x};{row.y};{row.value}\n" for row in frame.itertuples())
        source = written(tmp_path, body)
    else:
        frame.to_parquet(tmp_path / "grid.parquet")
        source = spec("zensus-grid", tmp_path / "grid.parquet", column="value", cell_m=100)
    whole = cells(source)
    middle = whole.geometry.iloc[100]
    within = (middle.x, middle.y, middle.x, middle.y)
    near = cells(source, Request(frozenset({"population"}), within))
    distance = np.hypot(whole.geometry.x - middle.x, whole.geometry.y - middle.y)
    assert set(whole["cell_x"][distance <= 1900]) <= set(near["cell_x"])
    assert len(near) < 50


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("a;4138850;3153150;17\nb;4138950;3153150;viele\n", 'row 3: Einwohner is "viele"; expected a number'),
        ("a;4138850;3153150;-17\n", "row 2: Einwohner is -17; a count cannot be negative"),
        ("a;4138850;;17\n", 'row 2: y_mp_100m is ""'),
        ("a;4138850;3153150;17\nb;4138850;3153150;4\n", "holds the cell at 4138850, 3153150 twice"),
        ("a;4138850;3153150\n", "the file may be truncated"),
    ],
)
def test_a_bad_row_is_told_by_its_number(tmp_path, body, complaint):
    with pytest.raises(SourceError, match=complaint):
        cells(written(tmp_path, body))


def test_cells_of_another_size_are_refused(tmp_path):
    with pytest.raises(SourceError, match="census cells are 100 or 1000 metres wide"):
        cells(spec("zensus-grid", zensus_parquet(tmp_path).path, column="Einwohner", cell_m=250))


def test_a_size_the_header_does_not_tell_must_be_stated(tmp_path):
    with pytest.raises(
        SourceError, match=r"its columns are Einwohner, x, y\); set options\.cell_m to 100 or 1000"
    ):
        cells(spec("zensus-grid", zensus_parquet(tmp_path).path, column="Einwohner"))
