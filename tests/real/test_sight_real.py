"""Trees in view in Witten-Stockum, beside GEOS."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import shapely

from gruenzug.engine.kernels.disc_canopy import trees_within
from gruenzug.engine.layers.sight import building_heights, trees_seen
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.catalogue import LICENCES
from gruenzug.engine.sources.region import SourceSpec
from tests.engine.kernels.test_sight import EYE, slow

DATA = Path(os.environ.get("GRUENZUG_DATA", "/nowhere"))
EXTRACT = DATA / "osm_ruhr/Witten_Stockum.osm.pbf"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not EXTRACT.exists(),
        reason="set GRUENZUG_DATA to the folder with real files (osm_ruhr), then: make real",
    ),
]


def test_every_home_sees_the_trees_that_geos_says():
    facts = dict.fromkeys(("title", "publisher", "attribution", "vintage", "url"), "")
    wanted = frozenset({"buildings", "trees"})
    spec = SourceSpec(
        id="osm", kind="osm-pbf", path=EXTRACT, licence=LICENCES["odbl-1.0"], provides=wanted, **facts
    )
    tables = read_source(spec).tables
    shapes = tables["buildings"].geometry.to_numpy()
    heights = building_heights(tables["buildings"], 3.0)
    assert np.isfinite(heights).sum() > 2_490
    own = np.flatnonzero(tables["buildings"]["residential"])
    homes = shapely.get_coordinates(shapely.centroid(shapes[own]))
    trees = shapely.get_coordinates(tables["trees"].geometry.to_numpy())
    tops = np.full(len(trees), 10.0)
    seen = trees_seen(homes, own, (trees, tops), (shapes, heights), 30.0, EYE)
    np.testing.assert_array_equal(seen, slow(homes, own, trees, tops, shapes, heights, 30.0))
    assert trees_within(homes, trees, 30.0).sum() == 1_513
    assert seen.least.sum() == 1_121
