"""Tree cadastres by a mapping of columns; what cannot be a tree's place is told by its line."""

from __future__ import annotations

import pytest

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.request import Request
from tests.engine.sources.samples import CRS, X, Y, spec, tree_csv, tree_geojson


def trees(source, request=None):
    return read_source(source, request).tables["trees"]


def csv(tmp_path, text, **options):
    path = tmp_path / "x.csv"
    path.write_text(text, "utf-8")
    return spec("tree-cadastre", path, **{"columns": {"x": "x", "y": "y"}, "crs": CRS, **options})


def test_columns_are_mapped(tmp_path):
    table = trees(tree_csv(tmp_path))
    assert list(table["ref"]) == ["sample/1", "sample/2", "sample/3"]
    assert table["species"].isna().tolist() == [False, False, True]
    assert (table.geometry.x[0], table.geometry.y[0]) == (X + 10, Y + 10)


def test_a_vector_file_brings_its_own_coordinates(tmp_path):
    table = trees(tree_geojson(tmp_path))
    assert table.geometry.x[0] == pytest.approx(X + 10, abs=0.01)
    assert table["species"].tolist() == ["Tilia"]


def test_degrees_are_moved(tmp_path):
    table = trees(csv(tmp_path, "x,y\n7.35,51.46\n", crs="EPSG:4326"))
    assert table.crs.to_epsg() == 25832
    assert 385_000 < table.geometry.x[0] < 386_000


def test_impossible_places_are_left_out_and_told_by_line(tmp_path):
    text = f"x,y\n{X},{Y}\n{X},{X}\n{X},\n{X},hier\n{X + 1},{Y}\n{X + 2},{Y}\n{X + 3},{Y}\n"
    dataset = read_source(csv(tmp_path, text))
    assert list(dataset.tables["trees"]["ref"]) == ["sample/2", "sample/6", "sample/7", "sample/8"]
    assert dataset.notes[0].en == "Lines with impossible coordinates left out: 3, 4, 5."


def test_mostly_impossible_places_are_a_wrong_coordinate_system(tmp_path):
    with pytest.raises(SourceError, match="do not fit the coordinate system"):
        trees(csv(tmp_path, f"x,y\n7.3,51.4\n7.31,51.4\n{X},{Y}\n"))


def test_only_rows_with_a_value_count_and_each_as_often_as_it_says(tmp_path):
    text = f"art,n,x,y\nPflanzung,3,{X},{Y}\nFällung,5,{X},{Y}\nPflanzung,1,{X + 9},{Y}\n"
    table = trees(csv(tmp_path, text, where={"art": "Pflanzung"}, count="n"))
    assert list(table["ref"]) == ["sample/2", "sample/2", "sample/2", "sample/4"]


def test_heights_that_are_numbers_count_and_the_others_are_unknown_and_told(tmp_path):
    text = f"h,x,y\n12.5,{X},{Y}\n10-15,{X + 1},{Y}\n,{X + 2},{Y}\n0,{X + 3},{Y}\n"
    dataset = read_source(csv(tmp_path, text, columns={"x": "x", "y": "y", "height": "h"}))
    assert dataset.tables["trees"]["height"].fillna(-1).tolist() == [12.5, -1, -1, -1]
    assert dataset.notes[0].de == "Zeilen ohne Baumhöhe als Zahl: 3."
    assert trees(csv(tmp_path, f"x,y\n{X},{Y}\n"))["height"].isna().all()


def test_a_count_that_is_none_is_told(tmp_path):
    with pytest.raises(SourceError, match='line 2: n is "drei"; expected a whole number'):
        trees(csv(tmp_path, f"n,x,y\ndrei,{X},{Y}\n", count="n"))


def test_trees_far_from_the_region_are_left_out_but_part_of_the_extent(tmp_path):
    source = csv(tmp_path, f"x,y\n{X},{Y}\n{X + 90_000},{Y + 10}\n")
    dataset = read_source(source, Request(frozenset({"trees"}), (X, Y, X + 1, Y + 1)))
    assert len(dataset.tables["trees"]) == 1
    assert dataset.extent.bounds == (X, Y, X + 90_000, Y + 10)


@pytest.mark.parametrize(
    ("missing", "name"), [({"crs": None}, "crs"), ({"columns": {"x": "x"}}, r"columns\.y")]
)
def test_a_csv_needs_its_coordinates_explained(tmp_path, missing, name):
    with pytest.raises(SourceError, match=f"needs options.{name}"):
        trees(csv(tmp_path, f"x,y\n{X},{Y}\n", **missing))


def test_an_unknown_coordinate_system_is_told(tmp_path):
    with pytest.raises(SourceError, match='"EPSG:99999" is no coordinate system'):
        trees(csv(tmp_path, f"x,y\n{X},{Y}\n", crs="EPSG:99999"))
