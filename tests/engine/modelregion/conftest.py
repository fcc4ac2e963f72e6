"""One generated town for all tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from gruenzug.engine.modelregion.generate import make_model_region

SEED = 1


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the model region at scale town."""
    folder = tmp_path_factory.mktemp("modelregion") / "town"
    make_model_region("town", SEED, folder, lambda _: None)
    return folder
