"""Kernels are compiled anew when something changes that they take from another file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from gruenzug.engine.compiled import marks

MAIN = """
from pathlib import Path
from gruenzug.engine.compiled import forget_stale
forget_stale(Path(__file__).parent, __name__)
"""
UNIT = "UNIT = {}\n"
TOOL = """
from numba import njit
from made.unit import UNIT
@njit(cache=True)
def times(value):
    return value * UNIT
"""
USER = """
from numba import njit
from made.tool import times
@njit(cache=True)
def twice(value):
    return 2 * times(value)
"""


def answer(folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from made.user import twice; print(twice(1))"],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def made(folder: Path) -> Path:
    package = folder / "made"
    package.mkdir()
    for name, text in (("__init__", MAIN), ("unit", UNIT.format(3)), ("tool", TOOL), ("user", USER)):
        (package / f"{name}.py").write_text(text)
    return package


def test_a_number_from_another_file_changes_what_is_computed(tmp_path):
    package = made(tmp_path)
    assert answer(tmp_path) == "6\n"
    assert list((package / "__pycache__").glob("user.twice*.nbi"))
    (package / "unit.py").write_text(UNIT.format(5))
    assert answer(tmp_path) == "10\n"
    kept = [path.stat().st_mtime_ns for path in sorted((package / "__pycache__").glob("*.nbi"))]
    assert answer(tmp_path) == "10\n"
    assert kept == [path.stat().st_mtime_ns for path in sorted((package / "__pycache__").glob("*.nbi"))]


def test_also_where_compiled_code_lies_elsewhere(tmp_path):
    package, cache = made(tmp_path), str(tmp_path / "cache")
    assert answer(tmp_path, NUMBA_CACHE_DIR=cache) == "6\n"
    (package / "unit.py").write_text(UNIT.format(5))
    assert answer(tmp_path, NUMBA_CACHE_DIR=cache) == "10\n"


def test_modules_that_do_not_use_it_are_not_touched(tmp_path):
    package = made(tmp_path)
    before = marks(package, "made")
    (package / "tool.py").write_text(TOOL.replace("value *", "value +"))
    after = marks(package, "made")
    assert {name for name in before if before[name] != after[name]} == {"tool", "user"}
