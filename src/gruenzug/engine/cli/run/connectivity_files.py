"""Tables of patches and links in, one JSON file out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError, SourceError
from gruenzug.engine.kernels.connectivity import Connectivity, link_losses
from gruenzug.engine.layers.habitat import (
    Dispersal,
    HabitatConnectivity,
    Links,
    fractions,
    importance,
    linked_connectivity,
    straight_connectivity,
)
from gruenzug.engine.sources.text import TextTable, read_text_table
from gruenzug.engine.store.atomic import new_file

FloatArray = NDArray[np.float64]
Names = list[Any]


def run_connectivity(
    nodes: Path, links: Path | None, out: Path, dispersal: Dispersal, landscape: float | None, each_link: bool
) -> str:
    """Read patches and links, write the result to `out`, and return a line that sums it up."""
    table = read_text_table(nodes, ["node", "area"] if links else ["node", "area", "x", "y"])
    names, area = _names(table), _numbers(table, "area", least=0.0)
    _refuse_areas(float(area.sum()), landscape, nodes)
    if links is None:
        xy = np.column_stack([_numbers(table, "x"), _numbers(table, "y")])
        found = straight_connectivity(area, xy, dispersal)
    else:
        found = linked_connectivity(area, _links(links, names, nodes), dispersal)
    result = _result(found, dispersal, names, landscape)
    if each_link:
        result["links"] = _link_rows(found, area, names)
    with new_file(out) as draft:
        draft.write_text(json.dumps(result, ensure_ascii=False, allow_nan=False, indent=1) + "\n", "utf-8")
    return _summary(out, found, len(area))


def _names(table: TextTable) -> Names:
    """Return the patches' names, as whole numbers if all are; refuse a name that comes twice."""
    words = table.columns["node"]
    seen: dict[str, int] = {}
    for line, word in zip(table.lines, words, strict=True):
        if not word:
            raise SourceError(f"{table.path}, line {line}: node is empty; give every patch a name")
        if word in seen:
            raise SourceError(
                f"{table.path}, line {line}: the node {word} is already in line {seen[word]}; keep one"
            )
        seen[word] = line
    whole = all(word.isascii() and word.isdigit() and str(int(word)) == word for word in words)
    return [int(word) for word in words] if whole else list(words)


def _numbers(table: TextTable, column: str, least: float = -np.inf) -> FloatArray:
    """Return a column as numbers; refuse an empty cell."""
    values = np.array(table.numbers(column, least=least))
    for place in np.flatnonzero(np.isnan(values)):
        raise SourceError(f"{table.path}, line {table.lines[place]}: {column} is empty; expected a number")
    return values


def _links(path: Path, names: Names, nodes: Path) -> Links:
    table = read_text_table(path, ["from", "to", "cost"])
    number = {str(name): place for place, name in enumerate(names)}
    ends = []
    for column in ("from", "to"):
        words = table.columns[column]
        for line, word in zip(table.lines, words, strict=True):
            if word not in number:
                raise SourceError(f'{path}, line {line}: {column} is "{word}", which is no node of {nodes}')
        ends.append(np.array([number[word] for word in words], dtype=np.int64))
    return Links(ends[0], ends[1], _numbers(table, "cost", least=0.0))


def _refuse_areas(total: float, landscape: float | None, nodes: Path) -> None:
    if total == 0:
        raise SourceError(f"{nodes}: every area is 0; at least one patch must have an area")
    if landscape is not None and not total <= landscape < np.inf:
        raise GridError(
            f"--area is {landscape:g}, but the patches in {nodes} have {total:g} already; give the area "
            "of the landscape, in the unit of the column area"
        )


def _result(
    found: HabitatConnectivity, dispersal: Dispersal, names: Names, landscape: float | None
) -> dict[str, Any]:
    """Return what goes into the file; PC and IIC are null where the landscape's area is not known."""

    def share(index: Connectivity) -> float | None:
        return None if landscape is None else index.total / landscape**2

    columns = {name: values.tolist() for name, values in importance(found).items()}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return {
        "PC": share(found.pc),
        "PCnum": found.pc.total,
        "EC_PC": found.ec_pc,
        "IIC": share(found.iic),
        "IICnum": found.iic.total,
        "EC_IIC": found.ec_iic,
        "fractions": fractions(found.pc),
        "fractions_IIC": fractions(found.iic),
        "parameters": {
            "distance": dispersal.distance_m,
            "probability": dispersal.probability,
            "min_probability": dispersal.min_probability,
            "area": landscape,
        },
        "nodes": [{"node": name, **row} for name, row in zip(names, rows, strict=True)],
    }


def _link_rows(found: HabitatConnectivity, area: FloatArray, names: Names) -> list[dict[str, Any]]:
    if found.pc_links is None:
        raise GridError(
            "--link-importance needs a network of chosen links; name them in --links or give "
            "--min-probability"
        )
    lost = 100.0 * link_losses(area, found.pc_links, steps=False) / found.pc.total
    return [
        {"from": names[one], "to": names[two], "dPC": value}
        for (one, two), value in zip(found.pc_links.pairs.tolist(), lost.tolist(), strict=True)
    ]


def _summary(out: Path, found: HabitatConnectivity, count: int) -> str:
    links = count * (count - 1) // 2 if found.pc_links is None else len(found.pc_links.pairs)
    return (
        f"{out}: EC(PC) {found.ec_pc:,.6g}, EC(IIC) {found.ec_iic:,.6g} of {count:,} patches; "
        f"{links:,} links for PC, {len(found.iic_links.pairs):,} for IIC"
    )
