"""The ledger: entries of postings that sum to zero, are never changed and never deleted.

An entry belongs to the journal of a tree of grants, has the next number there
and carries the digest of the one before it. Positive is what an account gains;
so the balances of the accounts of a grant sum to zero at any time. What was
wrong is undone by an entry with the opposite signs that names the one it
reverses. Triggers in the database refuse UPDATE and DELETE on both tables.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.funding.models.grants import MONEY, CostItem, Grant


class Account(models.TextChoices):
    """The chart of accounts; every grant has all of them."""

    GIVER = "giver", _("Zuwendungsgeber")
    AVAILABLE = "available", _("bewilligt, noch nicht abgerufen")
    REQUESTED = "requested", _("abgerufen, noch nicht ausgezahlt")
    CASH = "cash", _("ausgezahlt, noch nicht verwendet")
    SPENT = "spent", _("ausgegeben")
    PASSED_ON = "passed-on", _("weitergeleitet")
    REPAID = "repaid", _("zurückgezahlt")
    LAPSED = "lapsed", _("gekürzt oder verfallen")
    INTEREST = "interest", _("Zinsen")
    OWN = "own", _("Eigenmittel")
    THIRD_PARTY = "third-party", _("Drittmittel")
    IN_KIND = "in-kind", _("Eigenleistung und Sachspenden")
    PLAN_COST = "plan-cost", _("Plan: Ausgaben")
    PLAN_GRANT = "plan-grant", _("Plan: Zuwendung")
    PLAN_OWN = "plan-own", _("Plan: Eigenmittel")
    PLAN_THIRD_PARTY = "plan-third-party", _("Plan: Drittmittel")
    PLAN_IN_KIND = "plan-in-kind", _("Plan: Eigenleistung und Sachspenden")


class Entry(models.Model):
    """One event in the life of a grant, written once."""

    class Kind(models.TextChoices):
        """What happened; `services.booking` says which accounts each moves."""

        AWARD = "award", _("Bewilligung")
        AMENDMENT = "amendment", _("Änderungsbescheid")
        PLAN = "plan", _("Finanzierungsplan")
        SHIFT = "shift", _("Umschichtung zwischen Haushaltsjahren")
        REQUEST = "request", _("Mittelabruf")
        PAYMENT = "payment", _("Auszahlung")
        REFUSAL = "refusal", _("Mittelabruf abgelehnt")
        EXPENSE = "expense", _("Ausgabe")
        REPAYMENT = "repayment", _("Rückzahlung")
        INTEREST = "interest", _("Zinsen")
        LAPSE = "lapse", _("Kürzung oder Verfall")
        REVERSAL = "reversal", _("Stornierung")

    journal = models.ForeignKey(
        Grant, models.PROTECT, verbose_name=_("Journal"), related_name="journal_entries"
    )
    grant = models.ForeignKey(Grant, models.PROTECT, verbose_name=_("Zuwendung"), related_name="entries")
    number = models.PositiveIntegerField(_("Nr."))
    kind = models.CharField(_("Vorgang"), max_length=10, choices=Kind.choices)
    value_on = models.DateField(_("Buchungstag"))
    words = models.CharField(_("Buchungstext"), max_length=240)
    voucher = models.CharField(_("Beleg"), max_length=80, blank=True)
    counterparty = models.CharField(
        _("gezahlt an oder von"), max_length=160, blank=True, help_text=_("Firma oder Stelle, keine Person")
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("storniert"), related_name="reversed_by", null=True, blank=True
    )
    booked_at = models.DateTimeField(_("gebucht am"), default=timezone.now)
    booked_by = models.CharField(_("gebucht von"), max_length=160)
    booked_by_account = models.BigIntegerField(_("Konto-Nr. der buchenden Person"), null=True, blank=True)
    digest = models.CharField(_("Prüfsumme"), max_length=64)

    class Meta:
        verbose_name = _("Buchung")
        verbose_name_plural = _("Buchungen")
        ordering = ["journal", "number"]
        default_permissions = ("add", "view")
        constraints = [
            models.UniqueConstraint(fields=["journal", "number"], name="entry_number_once"),
            models.CheckConstraint(
                name="only_a_reversal_reverses",
                condition=Q(kind="reversal", reverses__isnull=False)
                | (~Q(kind="reversal") & Q(reverses__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["grant", "kind", "value_on"], name="entry_of_grant")]

    def __str__(self) -> str:
        return f"{self.number}: {self.words}"


class Posting(models.Model):
    """What one account of one grant gains or loses by an entry."""

    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name=_("Buchung"), related_name="postings")
    grant = models.ForeignKey(Grant, models.PROTECT, verbose_name=_("Zuwendung"), related_name="postings")
    account = models.CharField(_("Konto"), max_length=16, choices=Account.choices)
    amount = models.DecimalField(_("Betrag in Euro"), **MONEY)
    budget_year = models.PositiveSmallIntegerField(_("Haushaltsjahr"), null=True, blank=True)
    cost_item = models.ForeignKey(
        CostItem,
        models.PROTECT,
        verbose_name=_("Ausgabenposition"),
        related_name="postings",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("Kontenbewegung")
        verbose_name_plural = _("Kontenbewegungen")
        ordering = ["entry", "pk"]
        default_permissions = ("view",)
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="posting_moves_something")]
        indexes = [models.Index(fields=["grant", "account", "budget_year"], name="posting_of_account")]

    def __str__(self) -> str:
        return f"{self.get_account_display()} {self.amount}"


class Drawdown(models.Model):
    """A Mittelabruf: what is asked for, and what became of it."""

    class State(models.TextChoices):
        """Where it stands; changed by services only."""

        REQUESTED = "requested", _("abgerufen")
        PAID = "paid", _("ausgezahlt")
        REFUSED = "refused", _("abgelehnt")
        WITHDRAWN = "withdrawn", _("zurückgezogen")

    grant = models.ForeignKey(Grant, models.PROTECT, verbose_name=_("Zuwendung"), related_name="drawdowns")
    number = models.PositiveSmallIntegerField(_("Nr."))
    budget_year = models.PositiveSmallIntegerField(_("Haushaltsjahr"))
    amount = models.DecimalField(_("Betrag in Euro"), **MONEY)
    needed_for = models.CharField(_("wofür"), max_length=240)
    requested_on = models.DateField(_("abgerufen am"))
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.REQUESTED)
    answered_on = models.DateField(_("beantwortet am"), null=True, blank=True)
    spend_by = models.DateField(_("auszugeben bis"), null=True, blank=True)
    reason = models.CharField(_("Begründung"), max_length=240, blank=True)
    request_entry = models.OneToOneField(
        Entry, models.PROTECT, verbose_name=_("Buchung des Abrufs"), related_name="drawdown_requested"
    )
    answer_entry = models.OneToOneField(
        Entry,
        models.PROTECT,
        verbose_name=_("Buchung der Antwort"),
        related_name="drawdown_answered",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("Mittelabruf")
        verbose_name_plural = _("Mittelabrufe")
        ordering = ["grant", "number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="drawdown_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="drawdown_asks_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.grant}: {self._meta.verbose_name} {self.number}"


class Amendment(models.Model):
    """A change of a Bescheid: more or less money, another span of time, another purpose."""

    grant = models.ForeignKey(Grant, models.PROTECT, verbose_name=_("Zuwendung"), related_name="amendments")
    number = models.PositiveSmallIntegerField(_("Nr."))
    decided_on = models.DateField(_("Änderungsbescheid vom"))
    words = models.CharField(_("was sich ändert"), max_length=300)
    old_ends_on = models.DateField(_("Ende bisher"), null=True, blank=True)
    new_ends_on = models.DateField(_("Ende neu"), null=True, blank=True)
    entry = models.OneToOneField(
        Entry, models.PROTECT, verbose_name=_("Buchung"), related_name="amendment", null=True, blank=True
    )

    class Meta:
        verbose_name = _("Änderung")
        verbose_name_plural = _("Änderungen")
        ordering = ["grant", "number"]
        constraints = [models.UniqueConstraint(fields=["grant", "number"], name="amendment_number_once")]

    def __str__(self) -> str:
        return self.words


class Proof(models.Model):
    """A proof of use: the report in words, and the figures of the ledger as they stood that day."""

    class Kind(models.TextChoices):
        """Which of the two."""

        INTERIM = "interim", _("Zwischennachweis")
        FINAL = "final", _("Verwendungsnachweis")

    class State(models.TextChoices):
        """Where it stands; changed by services only."""

        DRAFT = "draft", _("in Arbeit")
        SUBMITTED = "submitted", _("vorgelegt")
        ACCEPTED = "accepted", _("geprüft und anerkannt")
        OBJECTED = "objected", _("beanstandet")

    grant = models.ForeignKey(Grant, models.PROTECT, verbose_name=_("Zuwendung"), related_name="proofs")
    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices)
    covers_until = models.DateField(_("Stand der Zahlen"))
    report = models.TextField(_("Sachbericht"), blank=True)
    figures = models.JSONField(_("Zahlenmäßiger Nachweis"), default=dict, editable=False)
    state = models.CharField(
        _("Stand"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    submitted_on = models.DateField(_("vorgelegt am"), null=True, editable=False)
    checked_on = models.DateField(_("geprüft am"), null=True, editable=False)
    result = models.TextField(_("Ergebnis der Prüfung"), blank=True)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Nachweis")
        verbose_name_plural = _("Nachweise")
        ordering = ["grant", "covers_until", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant"],
                condition=Q(kind="final"),
                name="one_final_proof_per_grant",
                violation_error_message=_("Es gibt schon einen Verwendungsnachweis."),
            ),
            models.CheckConstraint(
                name="proof_checked_after_submitted",
                condition=Q(checked_on__isnull=True) | Q(checked_on__gte=F("submitted_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.covers_until:%d.%m.%Y}"
