"""What the rooms may know of each other."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[1]


def _floors() -> list[str]:
    """Return the rooms of the web from the top down, as the import contract lists them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(row["layers"] for row in contracts if row["name"] == "Rooms of the web")
    return [room.strip() for layer in layers for room in layer.split("|")]


def test_foreign_keys_point_down():
    """Import-linter cannot see ForeignKey("app.Model"), for it is a string; this can."""
    depth = {room: floor for floor, room in enumerate(reversed(_floors()))}
    checked = 0
    for field in (field for model in apps.get_models() for field in model._meta.get_fields()):
        if field.auto_created or not field.related_model:
            continue
        here, there = field.model._meta.app_label, field.related_model._meta.app_label
        if here != there and {here, there} <= depth.keys():
            assert depth[here] > depth[there], f"{field} points up"
            checked += 1
    assert checked >= 2


def test_every_room_of_the_web_is_an_installed_app_and_has_a_floor():
    rooms = {path.parent.name for path in (ROOT / "src/gruenzug/web").glob("*/apps.py")}
    installed = {app.label for app in apps.get_app_configs() if app.name.startswith("gruenzug.web.")}
    assert rooms == installed == set(_floors())
