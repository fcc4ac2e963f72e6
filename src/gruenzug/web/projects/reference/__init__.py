"""The projects and lists that published sources name, each with how sure it is."""

from __future__ import annotations

from gruenzug.web.core.reference import Report
from gruenzug.web.projects.reference.loader import load_lists, load_projects


def load(report: Report) -> None:
    """Bring lists and projects to what the files say, where no person edited them."""
    load_lists(report)
    load_projects(report)
