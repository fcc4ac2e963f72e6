"""The pages that ship with the software, each fact with its source and how sure it is."""

from __future__ import annotations

from gruenzug.web.core.reference import Report
from gruenzug.web.portal.editors import ensure_approval, ensure_editors
from gruenzug.web.portal.reference.pages_loader import load_pages


def load(report: Report) -> None:
    """Bring the editors' pages to what the files in `pages` say, where no person edited them."""
    load_pages(report)
    ensure_editors()
    ensure_approval(report)
