"""Forms of what is done with a grant; each knows the grant and turns what was typed into one service call."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.directory.models import Organisation
from gruenzug.web.funding.models import Account, CostItem, Drawdown, Entry, Grant, Proof
from gruenzug.web.funding.money import ZERO, euro
from gruenzug.web.funding.selectors.balances import balances, by_item
from gruenzug.web.funding.services import awards, drawdowns, expenses, plans, proofs, reversals

YEARS = 12
MOST = {"max_digits": 14, "decimal_places": 2, "localize": True}


class DayField(forms.DateField):
    """A day, asked for with the browser's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)


class MoneyField(forms.DecimalField):
    """Euros and cents, as people here write them: 1.234,50."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**MOST, **kwargs})


class GrantForm(forms.Form):
    """A form about one grant."""

    submit = gettext_lazy("Buchen")

    def __init__(self, data: Any = None, *, grant: Grant, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="buchung-%s")
        self.grant = grant
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and fields that depend on the grant."""

    def carry_out(self, by: Any) -> str:
        """Do what a valid form says; return what to tell."""
        raise NotImplementedError


class OnADay(GrantForm):
    """A booking on a day, today unless another is named."""

    value_on = DayField(label=gettext_lazy("Buchungstag"))

    def prepare(self) -> None:
        self.fields["value_on"].initial = timezone.localdate


class YearsMixin:
    """One amount for each budget year of the grant."""

    def add_years(self, begins: dt.date | None, ends: dt.date | None, **kwargs: Any) -> None:
        """Add the fields; a grant without a span gets five years."""
        first = (begins or self.grant.decided_on).year
        last = ends.year if ends else first + 4
        self.years = list(range(first, min(last, first + YEARS - 1) + 1))
        for year in self.years:
            label = _("Haushaltsjahr %s, in Euro") % year
            self.fields[f"year_{year}"] = MoneyField(label=label, required=False, **kwargs)

    def amounts(self) -> dict[int, Decimal]:
        """Return the amounts that were given."""
        facts = self.cleaned_data
        return {year: facts[f"year_{year}"] for year in self.years if facts.get(f"year_{year}")}


class AwardForm(YearsMixin, GrantForm):
    """The amounts of a Bescheid."""

    def prepare(self) -> None:
        self.add_years(self.grant.begins_on or self.grant.decided_on, self.grant.ends_on)

    def carry_out(self, by: Any) -> str:
        awards.award(grant=self.grant, years=self.amounts(), by=by)
        return _("Die Bewilligung ist gebucht: %s.") % euro(sum(self.amounts().values(), ZERO))


class AmendForm(YearsMixin, GrantForm):
    """A change of the Bescheid; less is written with a minus."""

    decided_on = DayField(label=gettext_lazy("Änderungsbescheid vom"))
    words = forms.CharField(label=gettext_lazy("Was sich ändert"), max_length=240)
    ends_on = DayField(label=gettext_lazy("Neues Ende des Bewilligungszeitraums"), required=False)

    def prepare(self) -> None:
        self.add_years(self.grant.begins_on, self.grant.ends_on, help_text=_("mehr, oder mit Minus weniger"))

    def carry_out(self, by: Any) -> str:
        facts = self.cleaned_data
        names = {name: facts[name] for name in ("decided_on", "words", "ends_on")}
        awards.amend(grant=self.grant, years=self.amounts(), by=by, **names)
        return _("Die Änderung ist eingetragen.")


class PassOnForm(YearsMixin, GrantForm):
    """A part of the grant for somebody else."""

    recipient = forms.ModelChoiceField(Organisation.objects.all(), label=gettext_lazy("Letztempfängerin"))
    title = forms.CharField(label=gettext_lazy("Vorhaben"), max_length=200)
    purpose = forms.CharField(label=gettext_lazy("Zweck"), widget=forms.Textarea({"rows": 3}), required=False)
    reference = forms.CharField(label=gettext_lazy("Aktenzeichen"), max_length=80, required=False)
    decided_on = DayField(label=gettext_lazy("Weiterleitung vom"))
    begins_on = DayField(label=gettext_lazy("Zeitraum ab"), required=False)
    ends_on = DayField(label=gettext_lazy("Zeitraum bis"), required=False)
    financing = forms.ChoiceField(label=gettext_lazy("Finanzierungsart"), choices=Grant.Financing.choices)

    def prepare(self) -> None:
        grant = self.grant
        self.add_years(grant.begins_on, grant.ends_on)
        today = timezone.localdate()
        begins = {"decided_on": today, "begins_on": grant.begins_on, "ends_on": grant.ends_on}
        for name, value in {**begins, "financing": grant.financing}.items():
            self.fields[name].initial = value

    def carry_out(self, by: Any) -> str:
        facts = self.cleaned_data
        names = (
            "recipient",
            "title",
            "purpose",
            "reference",
            "decided_on",
            "begins_on",
            "ends_on",
            "financing",
        )
        child = Grant(**{name: facts[name] for name in names})
        awards.pass_on(parent=self.grant, grant=child, years=self.amounts(), by=by)
        return _("Weitergeleitet an %s.") % child.recipient


class ShiftForm(OnADay):
    """Money for another year."""

    amount = MoneyField(label=gettext_lazy("Betrag in Euro"))
    from_year = forms.IntegerField(
        label=gettext_lazy("aus dem Haushaltsjahr"), min_value=1990, max_value=2100
    )
    to_year = forms.IntegerField(label=gettext_lazy("in das Haushaltsjahr"), min_value=1990, max_value=2100)

    def carry_out(self, by: Any) -> str:
        awards.shift(grant=self.grant, by=by, **self.cleaned_data)
        return _("Umgeschichtet.")


class LapseForm(OnADay):
    """Money that nobody will call."""

    amount = MoneyField(label=gettext_lazy("Betrag in Euro"))
    year = forms.IntegerField(label=gettext_lazy("Haushaltsjahr"), min_value=1990, max_value=2100)
    words = forms.CharField(label=gettext_lazy("Warum"), max_length=240)

    def carry_out(self, by: Any) -> str:
        awards.lapse(grant=self.grant, by=by, **self.cleaned_data)
        return _("Als verfallen gebucht.")


class PlanForm(OnADay):
    """The financing plan: each item, and who pays."""

    words = forms.CharField(label=gettext_lazy("Buchungstext"), max_length=240, initial="Finanzierungsplan")
    submit = gettext_lazy("Plan buchen")

    def prepare(self) -> None:
        super().prepare()
        self.items = list(CostItem.objects.filter(grant=self.grant))
        planned, has = by_item(self.grant, Account.PLAN_COST), balances(self.grant)
        for item in self.items:
            self.fields[f"item_{item.pk}"] = MoneyField(
                label=_("Ausgabe %s, in Euro") % item,
                min_value=0,
                required=False,
                initial=planned[item.pk] or None,
            )
        for account in plans.SOURCES:
            label = _("%s, in Euro") % account.label
            self.fields[f"from_{account}"] = MoneyField(
                label=label, min_value=0, required=False, initial=-has.of(account) or None
            )

    def carry_out(self, by: Any) -> str:
        facts = self.cleaned_data
        costs = {item: facts[f"item_{item.pk}"] or ZERO for item in self.items}
        funding = {account: facts[f"from_{account}"] or ZERO for account in plans.SOURCES}
        names = {name: facts[name] for name in ("value_on", "words")}
        made = plans.set_plan(grant=self.grant, costs=costs, funding=funding, by=by, **names)
        return (
            _("Der Finanzierungsplan ist gebucht.")
            if made
            else _("Am Finanzierungsplan änderte sich nichts.")
        )


class RequestForm(GrantForm):
    """A Mittelabruf."""

    amount = MoneyField(label=gettext_lazy("Betrag in Euro"))
    budget_year = forms.TypedChoiceField(label=gettext_lazy("Haushaltsjahr"), coerce=int)
    needed_for = forms.CharField(label=gettext_lazy("Wofür"), max_length=240)
    requested_on = DayField(label=gettext_lazy("abgerufen am"))
    submit = gettext_lazy("Mittel abrufen")

    def prepare(self) -> None:
        has = balances(self.grant)
        self.fields["budget_year"].choices = [
            (
                year,
                _("%(year)s: verfügbar %(amount)s")
                % {"year": year, "amount": euro(has.in_year(Account.AVAILABLE, year))},
            )
            for year in has.years
        ]
        self.fields["requested_on"].initial = timezone.localdate

    def carry_out(self, by: Any) -> str:
        made = drawdowns.request_drawdown(grant=self.grant, by=by, **self.cleaned_data)
        return _("Der %s. Mittelabruf ist gestellt.") % made.number


class AnswerForm(OnADay):
    """The answer to a Mittelabruf: paid, or refused with a reason."""

    drawdown = forms.ModelChoiceField(Drawdown.objects.none(), label=gettext_lazy("Mittelabruf"))
    answer = forms.ChoiceField(
        label=gettext_lazy("Antwort"),
        choices=(("paid", gettext_lazy("ausgezahlt")), ("refused", gettext_lazy("abgelehnt"))),
        widget=forms.RadioSelect,
        initial="paid",
    )
    reason = forms.CharField(
        label=gettext_lazy("Begründung"),
        max_length=240,
        required=False,
        help_text=gettext_lazy("nur bei Ablehnung"),
    )

    def prepare(self) -> None:
        super().prepare()
        open_ones = Drawdown.objects.filter(grant=self.grant, state=Drawdown.State.REQUESTED)
        field = self.fields["drawdown"]
        field.queryset = open_ones
        field.label_from_instance = lambda row: f"{row.number}: {euro(row.amount)}, {row.needed_for}"

    def carry_out(self, by: Any) -> str:
        facts = self.cleaned_data
        if facts["answer"] == "paid":
            drawdowns.pay_drawdown(drawdown=facts["drawdown"], paid_on=facts["value_on"], by=by)
            return _("Die Auszahlung ist gebucht.")
        drawdowns.refuse_drawdown(
            drawdown=facts["drawdown"], refused_on=facts["value_on"], reason=facts["reason"], by=by
        )
        return _("Die Ablehnung ist gebucht.")


class ExpenseForm(OnADay):
    """One expense; who pays follows the plan unless parts are given."""

    item = forms.ModelChoiceField(CostItem.objects.none(), label=gettext_lazy("Position"))
    amount = MoneyField(label=gettext_lazy("Betrag in Euro"))
    words = forms.CharField(label=gettext_lazy("Wofür"), max_length=240)
    voucher = forms.CharField(label=gettext_lazy("Beleg"), max_length=80, required=False)
    counterparty = forms.CharField(
        label=gettext_lazy("gezahlt an"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Firma oder Stelle, keine Person"),
    )
    third_party = MoneyField(label=gettext_lazy("davon Drittmittel in Euro"), min_value=0, required=False)
    in_kind = MoneyField(label=gettext_lazy("davon Eigenleistung in Euro"), min_value=0, required=False)
    from_grant = MoneyField(
        label=gettext_lazy("davon aus der Zuwendung in Euro"),
        min_value=0,
        required=False,
        help_text=gettext_lazy("leer: wie im Finanzierungsplan"),
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["item"].queryset = CostItem.objects.filter(grant=self.grant)

    def carry_out(self, by: Any) -> str:
        facts = self.cleaned_data
        names = {name: facts[name] for name in ("item", "amount", "words", "voucher", "counterparty")}
        expenses.book_expense(
            grant=self.grant, paid_on=facts["value_on"], split=self._split(), by=by, **names
        )
        return _("Die Ausgabe ist gebucht.")

    def _split(self) -> expenses.Split | None:
        facts = self.cleaned_data
        others = (facts["third_party"] or ZERO) + (facts["in_kind"] or ZERO)
        if facts["from_grant"] is None and not others:
            return None
        paid = facts["from_grant"]
        if paid is None:
            now = expenses.so_far(self.grant)
            rest = facts["amount"] - others
            paid = expenses.split_by_plan(now, rest, eligible=facts["item"].is_eligible).grant
        own = facts["amount"] - others - paid
        return expenses.Split(paid, own, facts["third_party"] or ZERO, facts["in_kind"] or ZERO)


class RepayForm(OnADay):
    """Money that goes back."""

    amount = MoneyField(label=gettext_lazy("Betrag in Euro"))
    words = forms.CharField(label=gettext_lazy("Warum"), max_length=240)

    def carry_out(self, by: Any) -> str:
        drawdowns.repay(grant=self.grant, by=by, **self.cleaned_data)
        return _("Die Rückzahlung ist gebucht.")


class InterestForm(RepayForm):
    """Interest paid out of own money."""

    def carry_out(self, by: Any) -> str:
        drawdowns.pay_interest(grant=self.grant, by=by, **self.cleaned_data)
        return _("Die Zinsen sind gebucht.")


class ReverseForm(OnADay):
    """An entry that was wrong."""

    entry = forms.ModelChoiceField(Entry.objects.none(), label=gettext_lazy("Buchung"))
    reason = forms.CharField(label=gettext_lazy("Warum"), max_length=200)
    submit = gettext_lazy("Stornieren")

    def prepare(self) -> None:
        super().prepare()
        rows = Entry.objects.filter(grant=self.grant, reversed_by__isnull=True).exclude(
            kind=Entry.Kind.REVERSAL
        )
        field = self.fields["entry"]
        field.queryset = rows.order_by("-number")
        field.label_from_instance = lambda row: f"{row.number}: {row.value_on:%d.%m.%Y} {row.words}"
        wanted = str(self.initial.get("entry", ""))
        if wanted.isdecimal() and (wrong := rows.filter(pk=wanted).first()):
            self.fields["value_on"].initial = wrong.value_on
        self.fields["value_on"].help_text = _(
            "Ein Irrtum wird zu dem Tag storniert, an dem er steht; so fehlt er in jedem Nachweis."
        )

    def carry_out(self, by: Any) -> str:
        reversals.reverse_entry(by=by, **self.cleaned_data)
        return _("Die Buchung ist storniert; die Gegenbuchung steht im Journal.")


class ProofForm(GrantForm):
    """A proof of use: which, up to when, and the report."""

    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=Proof.Kind.choices)
    covers_until = DayField(label=gettext_lazy("Stand der Zahlen"))
    report = forms.CharField(
        label=gettext_lazy("Sachbericht"),
        widget=forms.Textarea({"rows": 14}),
        required=False,
        help_text=gettext_lazy("Absätze durch Leerzeilen trennen"),
    )
    hand_in = forms.BooleanField(
        label=gettext_lazy("Jetzt vorlegen: die Zahlen werden festgehalten"), required=False
    )
    submit = gettext_lazy("Speichern")

    def prepare(self) -> None:
        draft = Proof.objects.filter(grant=self.grant, state__in=("draft", "objected")).first()
        values = {name: getattr(draft, name) for name in ("kind", "covers_until", "report")} if draft else {}
        for name, value in {"covers_until": timezone.localdate(), **values}.items():
            self.fields[name].initial = value

    def carry_out(self, by: Any) -> str:
        facts = {name: self.cleaned_data[name] for name in ("kind", "covers_until", "report")}
        proof = proofs.write_proof(grant=self.grant, by=by, **facts)
        if not self.cleaned_data["hand_in"]:
            return _("Der Nachweis ist gespeichert und noch nicht vorgelegt.")
        proofs.submit_proof(proof=proof, by=by)
        return _("Der Nachweis ist vorgelegt.")


class CheckForm(GrantForm):
    """What the check of a proof found."""

    proof = forms.ModelChoiceField(Proof.objects.none(), label=gettext_lazy("Nachweis"))
    answer = forms.ChoiceField(
        label=gettext_lazy("Ergebnis"),
        choices=(("accepted", gettext_lazy("anerkannt")), ("objected", gettext_lazy("beanstandet"))),
        widget=forms.RadioSelect,
        initial="accepted",
    )
    result = forms.CharField(
        label=gettext_lazy("Bemerkungen"), widget=forms.Textarea({"rows": 5}), required=False
    )
    submit = gettext_lazy("Ergebnis eintragen")

    def prepare(self) -> None:
        self.fields["proof"].queryset = Proof.objects.filter(grant=self.grant, state=Proof.State.SUBMITTED)

    def carry_out(self, by: Any) -> str:
        facts = self.cleaned_data
        proofs.check_proof(
            proof=facts["proof"], accepted=facts["answer"] == "accepted", result=facts["result"], by=by
        )
        return _("Das Ergebnis der Prüfung ist eingetragen.")


class MoveForm(GrantForm):
    """Close a grant, revoke it, or take it up again."""

    to = forms.ChoiceField(label=gettext_lazy("Neuer Stand"))
    submit = gettext_lazy("Stand ändern")

    def prepare(self) -> None:
        allowed = awards.TRANSITIONS.get(self.grant.state, frozenset())
        self.fields["to"].choices = [choice for choice in Grant.State.choices if choice[0] in allowed]

    def carry_out(self, by: Any) -> str:
        awards.move(grant=self.grant, to=self.cleaned_data["to"], by=by)
        return _("Der Stand ist geändert.")
