"""Burdens: grades from classes or numbers, and what is wrong with either."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from shapely import Point

from gruenzug.engine.errors import RegionError, SourceError
from gruenzug.engine.layers.burdens import grade_at
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.region import read_region
from tests.engine.sources.samples import CRS, X, Y, noise, rectangle, spec


def again(source, **options):
    return replace(source, options={**source.options, **options})


def without(source, *names, **options):
    kept = {key: value for key, value in source.options.items() if key not in names}
    return replace(source, options={**kept, **options})


def at(table, *places) -> list[int]:
    return grade_at(np.array([(X + x, Y + y) for x, y in places], dtype=float), table).tolist()


def test_classes_become_grades_the_highest_counts_and_beyond_them_is_what_the_region_says(tmp_path):
    # the sample: Lnight5054 on 200 m, Lnight5559 on the western 100 m of it
    dataset = read_source(noise(tmp_path))
    table = dataset.tables["burden_noise"]
    assert at(table, (50, 50), (150, 50), (900, 50)) == [3, 2, 1]
    assert at(read_source(without(noise(tmp_path), "outside")).tables["burden_noise"], (900, 50)) == [0]
    assert dataset.notes[0].de == (
        "Lärmbelastung, Stufen nach „category“: „Lnight5054“ mittel, „Lnight5559“ hoch, außerhalb niedrig."
    )


def test_numbers_are_graded_by_limits_that_belong_to_the_higher_grade(tmp_path):
    path = tmp_path / "no2.gpkg"
    values = [19.9, 20.0, 30.0, None]
    shapes = [rectangle(100 * n, 0, 100, 100) for n in range(4)]
    gpd.GeoDataFrame({"no2": values}, geometry=shapes, crs=CRS).to_file(path)
    source = spec("burden-areas", path, factor="air", column="no2", limits=[20, 30])
    dataset = read_source(source)
    assert at(dataset.tables["burden_air"], (50, 50), (150, 50), (250, 50), (350, 50)) == [1, 2, 3, 0]
    assert dataset.notes[0].en == "Air pollution, graded by “no2”: medium from 20, high from 30."


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda s: without(s, "column"), "needs options.column, and either options.grades"),
        (lambda s: again(s, limits=[1, 2]), "needs options.column, and either options.grades"),
        (lambda s: without(s, "grades"), "needs options.column, and either options.grades"),
        (lambda s: again(s, outside="none"), 'options.outside "none"; write low, medium or high'),
        (lambda s: again(s, grades={"Lnight5054": "bad"}), 'grades "Lnight5054" as "bad"; write low'),
        (lambda s: again(s, grades={"Lnight5054": "low"}), 'category is "Lnight5559" in 1 rows; grade it'),
        (lambda s: without(s, "grades", limits=[2, 1]), "write two numbers, the smaller first"),
        (lambda s: without(s, "grades", limits=["a", "b"]), "write two numbers, the smaller first"),
        (lambda s: without(s, "grades", limits=[1, 2]), 'row 1: category is "Lnight5054", not a number'),
    ],
)
def test_options_that_say_nothing_are_refused(tmp_path, change, complaint):
    with pytest.raises(SourceError, match=complaint):
        read_source(change(noise(tmp_path)))


def test_points_are_no_areas(tmp_path):
    path = tmp_path / "p.gpkg"
    gpd.GeoDataFrame({"db": [60.0]}, geometry=[Point(X, Y)], crs=CRS).to_file(path)
    with pytest.raises(SourceError, match="row 1: a Point is no area; burdens must be polygons"):
        read_source(spec("burden-areas", path, factor="noise", column="db", limits=[50, 55]))


def test_an_unknown_burden_is_refused_with_the_known_ones(tmp_path):
    path = tmp_path / "region.toml"
    path.write_text(
        '[region]\nid = "x"\ntitle = { de = "x", en = "x" }\n[[source]]\nid = "a"\nkind = "burden-areas"\n'
        'path = "a.gpkg"\ntitle = "a"\npublisher = "a"\nlicence = "cc0-1.0"\nattribution = "a"\nvintage = "2026"\n'
        'options = { factor = "smell", column = "x" }\n',
        "utf-8",
    )
    with pytest.raises(RegionError, match=r'options\.factor "smell"; choose one of noise, air, heat, social'):
        read_region(path)
