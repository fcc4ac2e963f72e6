"""`gruenzug run connectivity`: the contract of its file, and one sentence for each mistake."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gruenzug.engine.cli import main

NODES = "node,area,x,y\na,1,0,0\nb,2,1000,0\nc,3,2000,0\n"
LINKS = "from,to,cost\na,b,400\nc,b,1000\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "nodes.csv").write_text(NODES)
    (tmp_path / "links.csv").write_text(LINKS)
    return tmp_path


def run(folder: Path, *options: str, distance: str = "1000"):
    words = [
        "run",
        "connectivity",
        str(folder / "nodes.csv"),
        str(folder / "out.json"),
        "--distance",
        distance,
    ]
    return CliRunner().invoke(main, [*words, "--probability", "0.5", *options])


def result(folder: Path, *options: str) -> dict:
    done = run(folder, *options)
    assert done.exit_code == 0, done.output
    assert done.output.count("\n") == 1
    return json.loads((folder / "out.json").read_text())


def test_straight_lines_by_hand(folder):
    found = result(folder, "--min-probability", "0.4", "--area", "100")
    total = 1 + 4 + 9 + 2 * (2 * 0.5 + 6 * 0.5 + 3 * 0.25)
    assert found["PCnum"] == pytest.approx(total)
    assert found["PC"] == pytest.approx(total / 100**2)
    assert found["EC_PC"] == pytest.approx(total**0.5)
    assert found["IICnum"] == pytest.approx(14 + 2 * (2 / 2 + 6 / 2 + 3 / 3))
    assert set(found["fractions"]) == {"intra", "direct", "step"}
    middle = found["nodes"][1]
    assert middle["node"] == "b"
    assert middle["dPCconnector"] == pytest.approx(100 * 1.5 / total)
    assert middle["dPC"] == pytest.approx(100 * (total - 1 - 9) / total)
    assert {"dIIC", "dIICintra", "dIICflux", "dIICconnector", "dPCintra", "dPCflux"} < set(middle)


def test_given_links_and_their_importance(folder):
    found = result(folder, "--links", str(folder / "links.csv"), "--link-importance")
    near, far = 0.5**0.4, 0.5
    total = 14 + 2 * (2 * near + 6 * far + 3 * near * far)
    assert found["PCnum"] == pytest.approx(total)
    assert {(row["from"], row["to"]): row["dPC"] for row in found["links"]} == pytest.approx(
        {
            ("a", "b"): 200 * (2 * near + 3 * near * far) / total,
            ("b", "c"): 200 * (6 * far + 3 * near * far) / total,
        }
    )


def test_without_the_area_of_the_landscape_only_the_numerators_are_known(folder):
    found = result(folder)
    assert found["PC"] is None
    assert found["IIC"] is None
    assert found["PCnum"] > 14


def test_names_that_are_numbers_stay_numbers(folder):
    (folder / "nodes.csv").write_text("node,area,x,y\n7,1,0,0\n12,2,10,0\n")
    assert [row["node"] for row in result(folder)["nodes"]] == [7, 12]


@pytest.mark.parametrize(
    ("nodes", "options", "sentence"),
    [
        (None, [], "does not exist"),
        ("", [], "is empty"),
        ("node,area,x\na,1,0\n", [], 'has no column "y"'),
        ("node,area,x,y\na,1,0,\n", [], "line 2: y is empty"),
        ("node,area,x,y\na,one,0,0\n", [], 'area is "one"'),
        ("node,area,x,y\na,-1,0,0\n", [], "area is -1; it cannot be below 0"),
        ("node,area,x,y\na,0,0,0\n", [], "every area is 0"),
        ("node,area,x,y\na,1,0,0\na,1,5,5\n", [], "the node a is already in line 2"),
        (NODES, ["--area", "5"], "--area is 5, but the patches"),
        (NODES, ["--probability", "1.5"], "between 0 and 1"),
        (NODES, ["--min-probability", "-1"], "at least 0"),
        (NODES, ["--link-importance"], "needs a network of chosen links"),
        ("node,area\na,1\nb,2\n", ["--links", "links.csv"], 'from is "c", which is no node'),
    ],
)
def test_a_mistake_gets_one_sentence_and_leaves_nothing_behind(folder, monkeypatch, nodes, options, sentence):
    monkeypatch.chdir(folder)
    if nodes is None:
        (folder / "nodes.csv").unlink()
    else:
        (folder / "nodes.csv").write_text(nodes)
    done = run(folder, *options)
    assert done.exit_code == 2
    assert sentence in done.output
    assert done.output.startswith("Error: ")
    assert done.output.count("\n") == 1
    assert not (folder / "out.json").exists()


def test_a_distance_of_nothing_is_refused(folder):
    done = run(folder, distance="0")
    assert (done.exit_code, done.output) == (2, "Error: the dispersal distance must be above 0 m, got 0\n")
