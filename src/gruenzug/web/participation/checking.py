"""A small sum for the browser instead of a puzzle for the person: proof of work, ours alone (ALTCHA).

Nobody sees it. A browser that cannot do it, or a form sent without JavaScript,
is not refused: what comes without it waits for a moderator.
"""

from __future__ import annotations

import secrets
import time
from hashlib import sha256
from typing import Any

import altcha
from django.conf import settings

from gruenzug.web.core import limits

ALGORITHM, ROUNDS = "PBKDF2/SHA-256", 1000
FEWEST, MOST = 300, 1200  # tries a browser needs: about half a second
MINUTES = 60


def new_challenge() -> dict[str, Any]:
    """Return a sum that takes a browser half a second and us nothing."""
    challenge = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=FEWEST + secrets.randbelow(MOST - FEWEST),
        expires_at=int(time.time()) + MINUTES * 60,
        hmac_secret=_key("challenge"),
        hmac_key_secret=_key("solution"),
    )
    return challenge.to_dict()


def is_solved(payload: str) -> bool:
    """Whether `payload` is the solution of a sum of ours that was not used before."""
    if not payload or len(payload) > 4000:
        return False
    result = altcha.verify_solution(payload, _key("challenge"), hmac_key_secret=_key("solution"))
    return bool(result.verified) and limits.take("participation.solved", payload, most=1)


def _key(purpose: str) -> str:
    return sha256(f"{settings.SECRET_KEY}:participation:{purpose}".encode()).hexdigest()
