"""The state of a row in a few letters: one short digest per cell, in the order of the columns."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Sequence
from hashlib import blake2b

LETTERS = 4


def state_of(texts: Sequence[str]) -> str:
    """Return the state of a row with the cells `texts`."""
    return "".join(_digest(text) for text in texts)


def cell_states(state: str, count: int) -> list[str] | None:
    """Return the state of each of `count` cells; None if `state` is not that of such a row."""
    if len(state) != count * LETTERS:
        return None
    return [state[start : start + LETTERS] for start in range(0, len(state), LETTERS)]


def is_in(text: str, state: str) -> bool:
    """Whether a cell with `text` has the state `state`."""
    return _digest(text) == state


def _digest(text: str) -> str:
    return b32encode(blake2b(text.encode(), digest_size=5).digest()).decode()[:LETTERS]
