"""Sources: one reader per data set, as published; each yields tables in EPSG:25832."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from gruenzug.engine.sources.kinds import KINDS

if TYPE_CHECKING:
    from gruenzug.engine.sources.catalogue import Dataset
    from gruenzug.engine.sources.region import SourceSpec
    from gruenzug.engine.sources.request import Request


def read_source(spec: SourceSpec, request: Request | None = None) -> Dataset:
    """Read one source with the reader of its kind.

    Parameters
    ----------
    spec : SourceSpec
        The source, as `read_region` gives it.
    request : Request, optional
        Which tables, and how far around the region; by default all, unclipped.

    Raises
    ------
    SourceError
        If a file is missing, broken or not what it should be.
    """
    from gruenzug.engine.sources.request import Request  # noqa: PLC0415  pandas; keeps the command line quick

    request = request or Request(spec.tables())
    module, name = KINDS[spec.kind].reader.split(":")
    reader: Callable[[SourceSpec, Request], Dataset] = getattr(import_module(f"{__name__}.{module}"), name)
    return reader(spec, replace(request, tables=request.tables & spec.tables()))
