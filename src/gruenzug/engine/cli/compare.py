"""`gruenzug compare`: the balance between two releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from gruenzug.contract.indicators import indicators

FOLDER = click.Path(path_type=Path)


@click.command(short_help="Balance between two releases of a region.")
@click.argument("before", type=FOLDER)
@click.argument("after", type=FOLDER)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="CSV file to write.")
def compare(before: Path, after: Path, out: Path) -> None:
    """Write what changed in each figure from the release BEFORE to the release AFTER.

    Where the definition, its parameters, the kind of sources or their reach
    changed, there is no difference but the reason. Columns: indicator, part,
    unit, level, place, before, after, difference, persons_before,
    persons_after, status and reason.

    \b
    $ gruenzug compare releases/2026-1 releases/2027-1 --out balance.csv
    balance.csv: 4,744 figures compared, 414 not; green area -12.4 ha (-0.01 %); tree canopy +3.0 ha (+0.00 %)
      12 of 53 municipalities had more than 45 % green and 10 % canopy before
      acc-playground: other sources: now with tree-cadastre
    """
    from gruenzug.engine.release.compare import compare as balance_of  # noqa: PLC0415  keeps --help quick
    from gruenzug.engine.store.atomic import new_file  # noqa: PLC0415

    balance = balance_of(before, after)
    with new_file(out) as draft:
        balance.rows.to_csv(draft, index=False)
    compared = int((balance.rows["status"] == "ok").sum())
    line = f"{out}: {compared:,} figures compared, {len(balance.rows) - compared:,} not"
    for name, hectares in (("green area", balance.green_ha), ("tree canopy", balance.canopy_ha)):
        line += f"; {_told(name, hectares)}"
    click.echo(line)
    if balance.exempt is not None:
        above, known = balance.exempt
        click.echo(f"  {above} of {known} municipalities had more than 45 % green and 10 % canopy before")
    for line in _reasons(balance.refused):
        click.echo(f"  {line}")


def _reasons(refused: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Say why indicators cannot be compared, and of which parts that is true if not of all."""
    parts: dict[tuple[str, str], list[str]] = {}
    for (indicator, part), reason in refused.items():
        parts.setdefault((indicator, reason), []).append(part or "headline")
    for (indicator, reason), told in parts.items():
        every = len(told) == len(indicators()[indicator].parts)
        yield f"{indicator}: {reason}" if every else f"{indicator} ({', '.join(told)}): {reason}"


def _told(name: str, hectares: tuple[float, float] | None) -> str:
    """Say how an area changed, or that this cannot be said."""
    if hectares is None:
        return f"no balance of {name}"
    old, new = hectares
    return f"{name} {new - old:+,.1f} ha" + (f" ({100 * (new - old) / old:+.2f} %)" if old else "")
