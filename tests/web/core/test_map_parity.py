"""The map in the browser and the map on the page give every value the same colour."""

import json
import subprocess

from gruenzug.web.core.assets import SOURCES, find_node
from gruenzug.web.core.charts.choropleth import spread
from gruenzug.web.core.charts.classes import class_of

SCRIPT = """
import { classOf, spread } from "%s";
const [cases, steps] = JSON.parse(process.argv[1]);
console.log(JSON.stringify([
  cases.map(([value, breaks]) => classOf(value, breaks)),
  steps.map(([step, count]) => spread(step, count)),
]));
"""


def test_classes_and_colours_agree():
    breaks = [[], [20], [20, 40], [2.5, 20, 40, 60.5]]
    cases = [[value, limits] for limits in breaks for value in (-3, 0, 2.4999, 2.5, 20, 39.99, 40, 60.5, 100)]
    steps = [[step, count] for count in range(1, 6) for step in range(1, count + 1)]
    script = SCRIPT % (SOURCES / "js/map/colours.js").as_uri()
    command = [find_node().command, "--input-type=module", "-e", script, json.dumps([cases, steps])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [
        [class_of(value, limits) for value, limits in cases],
        [spread(step, count) for step, count in steps],
    ]
