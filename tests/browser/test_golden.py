"""What the comparison of pictures sees, and what it lets pass."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.browser import golden


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setattr(golden, "APPROVED", tmp_path / "approved")
    monkeypatch.setattr(golden, "SEEN", tmp_path / "seen")


def page(*boxes: tuple[int, int, int, int]) -> Image.Image:
    """Draw a page of 1280 × 1600 px with green boxes, in the size in which it is kept."""
    drawn = Image.new("RGB", (1280, 1600), "#f4f2e8")
    for box in boxes:
        ImageDraw.Draw(drawn).rectangle(box, fill="#1d5a3b")
    return drawn.reduce(golden.SCALE)


BUTTON = (100, 400, 260, 440)


def test_the_same_page_passes_and_letters_may_be_smoothed_otherwise():
    golden.approve("page", page(BUTTON))
    noise = np.random.default_rng(1).integers(-12, 13, (400, 320, 3))
    smoothed = Image.fromarray(np.clip(np.asarray(page(BUTTON)) + noise, 0, 255).astype(np.uint8))
    assert golden.difference("page", smoothed) == ""


def test_a_missing_button_is_told_with_its_place_and_shown():
    golden.approve("page", page(BUTTON))
    assert "384 px down and 96 px across" in golden.difference("page", page())
    assert (golden.SEEN / "page.webp").exists()


def test_a_shorter_page_is_told():
    golden.approve("page", page())
    assert (
        golden.difference("page", page().crop((0, 0, 320, 390))) == "page is 1560 px high, approved are 1600"
    )


def test_a_new_page_asks_for_approval():
    assert golden.difference("page", page()) == "page has no approved picture"
