"""Habitat connectivity beside the tables that another program published for the same patches.

Makurhini 3.0, article "PC and IIC indexes": 404 patches, straight lines between centres, 10 km, p = 0.5;
its links end at a probability of 0.01.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from gruenzug.engine.cli import main
from gruenzug.engine.kernels.connectivity_graph import habitat_graph, lengths_of
from tests.engine.kernels.test_connectivity import index_without

DATA = Path(os.environ.get("GRUENZUG_DATA", "/nowhere"))

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="set GRUENZUG_DATA to the folder with real files, then: make real"
    ),
]

PUBLISHED_PC = {  # node: dPC, dPCintra, dPCflux, dPCconnector
    1: (0.0016587, 0.0000034, 0.0016553, 0),
    2: (0.0061692, 0.0000227, 0.0052477, 8.987064e-04),
    3: (0.1964884, 0.0568579, 0.1396305, 0),
    4: (0.0038583, 0.0000069, 0.0038510, 4.289210e-07),
    5: (0.0044289, 0.0000160, 0.0044129, 0),
    7: (0.0012421, 0.0000009, 0.0012412, 1.645555e-08),
    9: (0.0055872, 0.0000194, 0.0055677, 1.515382e-07),
    10: (0.8898083, 0.4058061, 0.4840021, 2.007755e-08),
}
PUBLISHED_IIC_FLUX = {1: 0.0004694, 2: 0.0011946, 4: 0.0017446, 5: 0.0050510, 10: 0.0017467}
UNCONNECTED = 4e-7
"""Makurhini counts two patches without any path as 16,443,701 steps apart, which adds this share to IIC."""


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("connectivity")
    nodes = (DATA / "validation/makurhini/nodes.csv").read_text().replace("area_ha", "area", 1)
    (folder / "nodes.csv").write_text(nodes)
    words = ["run", "connectivity", str(folder / "nodes.csv"), str(folder / "out.json")]
    options = ["--distance", "10000", "--probability", "0.5", "--min-probability", "0.01"]
    done = CliRunner().invoke(main, [*words, *options])
    assert done.exit_code == 0, done.output
    return json.loads((folder / "out.json").read_text())


def test_overall_values_are_the_published_ones(found):
    assert found["PCnum"] == pytest.approx(2.135845e11, rel=5e-7)
    assert found["EC_PC"] == pytest.approx(4.621521e05, rel=5e-7)
    assert found["fractions"] == pytest.approx(
        {"intra": 86.06978, "direct": 13.10029, "step": 0.82993}, abs=2e-5
    )
    assert found["IICnum"] == pytest.approx(2.041991e11, rel=UNCONNECTED + 5e-7)
    assert found["EC_IIC"] == pytest.approx(4.518840e05, rel=UNCONNECTED + 5e-7)


def test_importances_are_the_published_ones(found):
    rows = {row["node"]: row for row in found["nodes"]}
    for node, (whole, intra, flux, connector) in PUBLISHED_PC.items():
        row = rows[node]
        assert (row["dPC"], row["dPCintra"], row["dPCflux"]) == pytest.approx((whole, intra, flux), abs=6e-8)
        assert row["dPCconnector"] == pytest.approx(connector, rel=1e-6, abs=1e-12)


def test_flux_of_iic_is_the_published_one(found):
    rows = {row["node"]: row for row in found["nodes"]}
    for node, flux in PUBLISHED_IIC_FLUX.items():
        assert rows[node]["dIICflux"] == pytest.approx(flux, abs=3e-6)


def test_least_cost_links_of_graphab_agree_with_taking_every_patch_away(tmp_path):
    """Ten patches, 45 links; p = 0.05 at a cost of 1,000."""
    folder = DATA / "validation/graphab"
    words = ["run", "connectivity", str(folder / "patches.csv"), str(tmp_path / "out.json")]
    options = [
        "--distance",
        "1000",
        "--probability",
        "0.05",
        "--links",
        str(folder / "links.csv"),
        "--link-importance",
    ]
    done = CliRunner().invoke(main, [*words, *options])
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "out.json").read_text())
    table = pd.read_csv(folder / "links.csv")
    area, one, two = np.full(10, 10_000.0), table["from"].to_numpy() - 1, table["to"].to_numpy() - 1
    graph = habitat_graph(10, one, two, lengths_of(table["cost"].to_numpy() * -np.log(0.05) / 1000))
    total = index_without(area, graph, steps=False)
    assert found["PCnum"] == pytest.approx(total, rel=1e-12)
    for row in found["nodes"]:
        rest = index_without(area, graph, False, patch=row["node"] - 1)
        assert row["dPC"] == pytest.approx(100 * (total - rest) / total, rel=1e-9)
    for row in found["links"]:
        rest = index_without(area, graph, False, link=sorted((row["from"] - 1, row["to"] - 1)))
        assert row["dPC"] == pytest.approx(100 * (total - rest) / total, rel=1e-9, abs=1e-12)
