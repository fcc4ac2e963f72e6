"""What has to be said beside a number, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gruenzug.contract.indicators import Indicator
from gruenzug.contract.release import LEAST_COVERAGE
from gruenzug.web.atlas.models import ORIENTATION, Figure
from gruenzug.web.core import formats


def coverage(share: float | None) -> str:
    r"""Return a coverage so that almost nothing is not written as nothing, nor almost all as all.

    >>> coverage(0.97), coverage(0.0), coverage(None)
    ('97\xa0%', '0\xa0%', '–')
    """
    if share is None:
        return formats.number(None)
    if 0 < share < 0.01:
        return _("unter %(limit)s") % {"limit": formats.measure(1, "percent", 0)}
    if 0.99 < share < 1:
        return _("über %(limit)s") % {"limit": formats.measure(99, "percent", 0)}
    return formats.measure(share * 100, "percent", 0)


def people_counted(indicator: Indicator, persons: float | None, everyone: float | None) -> str:
    """Return "12 von 34 Menschen" for a share of people; nothing for any other number."""
    if persons is None or not everyone or indicator.headline.unit != "percent":
        return ""
    counts = {"persons": formats.number(persons), "everyone": formats.number(everyone)}
    if counts_children(indicator):
        return _("%(persons)s von %(everyone)s Kindern") % counts
    return _("%(persons)s von %(everyone)s Menschen") % counts


def counts_children(indicator: Indicator) -> bool:
    """Whether `indicator` speaks of children and not of all people."""
    return "children" in indicator.needs


def reasons_for_orientation(figure: Figure, population: int | None = None) -> list[str]:
    """Return why a value is for orientation only: the sources, the size of the place, or both."""
    if figure.status != ORIENTATION:
        return []
    reasons = []
    if figure.coverage is not None and figure.coverage < LEAST_COVERAGE:
        reasons.append(
            _("Die Quellen erfassen %(share)s dieses Orts; der Wert steht hier zur Orientierung.")
            % {"share": coverage(figure.coverage)}
        )
    scope = figure.definition.scope
    if scope and (not reasons or (population is not None and population < scope)):
        reasons.append(
            _(
                "Die Definition gilt ab %(scope)s Einwohnern; der Wert steht hier zur Orientierung "
                "und geht in keine Summe ein."
            )
            % {"scope": formats.number(scope)}
        )
    return reasons
