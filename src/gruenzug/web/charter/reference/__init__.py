"""What is known of the Charta, the Strategie and who committed, each with its source and how sure it is."""

from __future__ import annotations

from gruenzug.web.charter.reference.register_loader import load_register
from gruenzug.web.charter.reference.texts_loader import load_texts
from gruenzug.web.core.reference import Report


def load(report: Report) -> None:
    """Bring themes, goals, versions and the register to what the files say, where no person edited them."""
    load_texts(report)
    load_register(report)
