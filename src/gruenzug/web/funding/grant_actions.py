"""What may be done with a grant, in the order of its life: one form, one permission, one line in the menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gruenzug.web.funding import grant_forms as forms
from gruenzug.web.funding.models import Grant

State = Grant.State
RUNNING = frozenset({State.IN_FORCE})


@dataclass(frozen=True)
class GrantAction:
    """One thing to do; offered to whom has the permission while the grant is in one of `states`."""

    name: str
    title: str | Promise
    form: type[forms.GrantForm]
    permission: str
    states: frozenset[str] = RUNNING
    help_text: str | Promise = ""

    def is_offered(self, user: Any, grant: Grant) -> bool:
        """Return whether `user` may do this with `grant` now."""
        return grant.state in self.states and user.has_perm(self.permission, grant)


BOOK = "funding.book_grant"
ACTIONS: dict[str, GrantAction] = {
    action.name: action
    for action in (
        GrantAction("bewilligung", _("Bewilligung buchen"), forms.AwardForm, BOOK, frozenset({State.DRAFT})),
        GrantAction(
            "finanzierungsplan",
            _("Finanzierungsplan"),
            forms.PlanForm,
            BOOK,
            frozenset({State.DRAFT, State.IN_FORCE}),
            _(
                "Legen Sie zuerst unter „Bearbeiten“ die Ausgabenpositionen an. "
                "Ausgaben und Mittel ergeben dieselbe Summe."
            ),
        ),
        GrantAction("weiterleitung", _("Weiterleiten"), forms.PassOnForm, BOOK),
        GrantAction("aenderung", _("Änderungsbescheid"), forms.AmendForm, BOOK),
        GrantAction("umschichtung", _("Zwischen Haushaltsjahren umschichten"), forms.ShiftForm, BOOK),
        GrantAction("mittelabruf", _("Mittel abrufen"), forms.RequestForm, "funding.request_drawdown"),
        GrantAction("antwort", _("Mittelabruf beantworten"), forms.AnswerForm, "funding.answer_drawdown"),
        GrantAction("ausgabe", _("Ausgabe buchen"), forms.ExpenseForm, "funding.add_expense"),
        GrantAction(
            "rueckzahlung",
            _("Rückzahlung"),
            forms.RepayForm,
            BOOK,
            frozenset({State.IN_FORCE, State.PROVED, State.REVOKED}),
        ),
        GrantAction(
            "zinsen",
            _("Zinsen"),
            forms.InterestForm,
            BOOK,
            frozenset({State.IN_FORCE, State.PROVED, State.CLOSED, State.REVOKED}),
        ),
        GrantAction(
            "verfall",
            _("Mittel verfallen lassen"),
            forms.LapseForm,
            BOOK,
            frozenset({State.IN_FORCE, State.PROVED}),
        ),
        GrantAction("nachweis", _("Nachweis schreiben"), forms.ProofForm, "funding.write_proof"),
        GrantAction(
            "pruefung",
            _("Nachweis prüfen"),
            forms.CheckForm,
            "funding.check_proof",
            frozenset({State.IN_FORCE, State.PROVED}),
        ),
        GrantAction(
            "storno",
            _("Buchung stornieren"),
            forms.ReverseForm,
            "funding.reverse_entry",
            frozenset({State.DRAFT, State.IN_FORCE, State.PROVED}),
            _("Was gebucht ist, bleibt stehen; daneben kommt die Gegenbuchung."),
        ),
        GrantAction(
            "stand",
            _("Stand ändern"),
            forms.MoveForm,
            BOOK,
            frozenset({State.IN_FORCE, State.PROVED, State.CLOSED}),
        ),
    )
}


def offered(user: Any, grant: Grant) -> list[GrantAction]:
    """Return what `user` may do with `grant` now."""
    return [action for action in ACTIONS.values() if action.is_offered(user, grant)]
