"""Rules on time: whether a programme is in force, takes applications, and pays for that long."""

from __future__ import annotations

import datetime as dt

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gruenzug.web.core.formats import day
from gruenzug.web.funding.matching.outcome import Reason, Verdict, judged
from gruenzug.web.funding.matching.plan import Plan
from gruenzug.web.funding.matching.terms import Terms, Window, numbers


def validity(terms: Terms, plan: Plan, today: dt.date) -> list[Reason]:
    """Ask whether the programme is in force."""
    if terms.state == "closed":
        return [Reason("validity", Verdict.NOT, _("Das Programm ist abgeschlossen."))]
    if terms.valid_until and terms.valid_until < today:
        sentence = _("Das Programm galt bis zum %s.") % day(terms.valid_until)
        return [Reason("validity", Verdict.NOT, sentence)]
    if terms.state == "announced" or (terms.valid_from and terms.valid_from > today):
        return [Reason("validity", Verdict.UNCLEAR, _("Das Programm ist angekündigt, gilt aber noch nicht."))]
    if plan.begins_on and terms.valid_until and plan.begins_on > terms.valid_until:
        told = {"begin": day(plan.begins_on), "end": day(terms.valid_until)}
        sentence = _("Ihr Vorhaben beginnt am %(begin)s, das Programm gilt bis zum %(end)s.") % told
        return [Reason("validity", Verdict.NOT, sentence)]
    return []


def windows(terms: Terms, plan: Plan, today: dt.date) -> list[Reason]:
    """Ask whether applications are taken; that no date is known, or that all have passed, leaves it open."""
    if terms.state == "closed":
        return []
    if not terms.windows:
        return [
            Reason("window", Verdict.UNCLEAR, _("Bis wann Anträge angenommen werden, sagt uns keine Quelle."))
        ]
    for window in terms.windows:
        if window.is_open(today):
            if window.closes_on:
                sentence = _("Anträge werden bis zum %s angenommen.") % day(window.closes_on)
            else:
                sentence = _("Anträge werden laufend angenommen.")
            return [Reason("window", Verdict.FITS, sentence, (window.source,))]
    if coming := [window for window in terms.windows if window.opens_on and window.opens_on > today]:
        first = min(coming, key=lambda window: window.opens_on)
        sentence = _("Anträge werden ab dem %s angenommen.") % day(first.opens_on)
        return [Reason("window", Verdict.FITS, sentence, (first.source,))]
    last = max(terms.windows, key=lambda window: window.closes_on)
    sentence = _("Die letzte bekannte Frist endete am %s. Ob es eine neue gibt, weiß die Beratung.") % day(
        last.closes_on
    )
    return [Reason("window", Verdict.UNCLEAR, sentence, (last.source,))]


def duration(terms: Terms, plan: Plan, today: dt.date) -> list[Reason]:
    """Ask whether the plan takes longer than the programme pays."""
    found = []
    for rows in terms.slots("duration"):
        if plan.months is None:
            continue
        limits, sources = numbers(rows), tuple(row.source for row in rows)
        shown = get_text_list([f"{limit:.0f}" for limit in limits], _("oder"))
        told = {"limit": shown, "months": plan.months}
        words = {
            Verdict.FITS: _("%(months)s Monate sind erlaubt (höchstens %(limit)s).") % told,
            Verdict.NOT: _("%(months)s Monate sind zu lang; gefördert werden höchstens %(limit)s Monate.")
            % told,
            Verdict.UNCLEAR: _("Ob %(months)s Monate erlaubt sind, ist offen: Genannt werden %(limit)s.")
            % told,
        }
        verdicts = {Verdict.FITS if plan.months <= limit else Verdict.NOT for limit in limits}
        found.append(judged("duration", verdicts, words, sources))
    return found


def open_deadlines(terms: Terms, today: dt.date) -> tuple[Window, ...]:
    """Return the windows that end today or later."""
    return tuple(window for window in terms.windows if window.closes_on and window.closes_on >= today)


def days_left(window: Window, today: dt.date) -> str:
    """Return how long a window stays open, in words."""
    count = (window.closes_on - today).days
    return ngettext("noch %(count)s Tag", "noch %(count)s Tage", count) % {"count": count}
