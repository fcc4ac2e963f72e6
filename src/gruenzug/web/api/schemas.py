"""What the interface answers with."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema


class ReleaseOut(Schema):
    """A published run of the analysis."""

    name: str
    region: str = Field(description="id of the region")
    model: bool = Field(description="true if the region is generated: no official data")
    current: bool
    created_at: datetime
    digest: str
    url: str = Field(description="address to cite")


class MunicipalityOut(Schema):
    """A municipality as the release has it."""

    ags: str = Field(description="official key, 8 digits")
    name: str
    county: str = Field(description="key of the county, 5 digits")
    population: int | None = Field(description="official; null where not published")
    area_ha: float | None = Field(description="official; null where not published")
    label: tuple[float, float] = Field(description="longitude and latitude of a point to label")
    url: str


class PartOut(Schema):
    """One number an indicator reports."""

    id: str
    title: dict[str, str]
    unit: str
    direction: str


class IndicatorOut(Schema):
    """A definition, and what the release made of it."""

    id: str
    code: str
    version: str
    leitthema: str
    status: str = Field(description="confirmed: read at the source; partial: parts of it are ours")
    title: dict[str, str]
    question: dict[str, str]
    definition: dict[str, str]
    parameters: dict[str, object]
    elements: list[str]
    parts: list[PartOut]
    source: dict[str, str]
    computed: str | None = Field(
        description="computed, partial or not_covered in the release; null if not in it"
    )
    sources: list[str] = Field(description="ids of the release's sources that went into it")
    url: str


class FigureOut(Schema):
    """One number of one place; value is null where status is not_covered or not_applicable, never 0."""

    indicator: str
    part: str
    level: str
    place: str
    value: float | None
    unit: str
    persons: float | None
    denominator: float | None
    coverage: float | None
    status: str = Field(
        description="ok, orientation, not_covered or not_applicable (nothing to measure here)"
    )


class FiguresOut(Schema):
    """A page of figures with the release they belong to."""

    release: str
    model: bool
    digest: str
    attribution: list[str]
    count: int
    offset: int
    figures: list[FigureOut]


class Problem(Schema):
    """What was wrong with a request."""

    detail: str
