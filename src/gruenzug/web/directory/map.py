"""The map of bodies: a town is its outline, what has a seat in a town is a dot there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from gruenzug.web.directory.models import Kind, Organisation
from gruenzug.web.places.outline import outline_map


@dataclass(frozen=True)
class Shape:
    """A town as drawn; without `url` it is not among those listed."""

    path: str
    name: str = ""
    url: str = ""


@dataclass
class Dot:
    """What has its seat at one point."""

    x: int
    y: int
    bodies: list[Organisation] = field(default_factory=list)

    @property
    def names(self) -> str:
        return ", ".join(body.label for body in self.bodies)

    @property
    def url(self) -> str:
        return self.bodies[0].get_absolute_url()


@dataclass(frozen=True)
class BodyMap:
    """Outlines and dots, ready for the template."""

    view_box: str
    shapes: list[Shape]
    dots: list[Dot]


def body_map(bodies: Iterable[Organisation]) -> BodyMap | None:
    """Return the map of `bodies` (with municipality and county); None without outlines."""
    drawn = outline_map()
    if drawn is None:
        return None
    rows = list(bodies)
    towns = {body.official_key: body for body in rows if body.kind == Kind.MUNICIPALITY}
    shapes = [
        Shape(path, towns[ags].label, towns[ags].get_absolute_url()) if ags in towns else Shape(path)
        for ags, path in drawn.paths.items()
    ]
    dots: dict[tuple[int, int], Dot] = {}
    for body in rows:
        if body.kind not in (Kind.MUNICIPALITY, Kind.COUNTY) and body.position:
            x, y = drawn.frame.xy(*body.position)
            dots.setdefault((x, y), Dot(x, y)).bodies.append(body)
    return BodyMap(drawn.frame.view_box, shapes, list(dots.values()))
