"""Commands that compute start numba alone, and nothing is missing afterwards."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from gruenzug.engine.cli.run.analysis import load_numba
load_numba()
assert "scipy.linalg" not in sys.modules and "cffi" not in sys.modules
import scipy.linalg.cython_blas, yaml
import numpy as np
from numba import njit
assert njit(lambda a: a.sum())(np.arange(4)) == 6
load_numba()
assert sys.modules["yaml"] is yaml
print("done")
"""


def test_what_is_hidden_from_numba_is_there_for_others():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.stdout == "done\n", done.stderr
