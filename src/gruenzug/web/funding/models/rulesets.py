"""What grant law asks of whoever gets money, as data with version and validity."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gruenzug.web.charter.models.sourced import Sourced


class Term(models.TextChoices):
    """A number that a set of rules, or a Bescheid, lays down."""

    SPEND_WITHIN_MONTHS = "spend-within-months", _("Abgerufenes Geld ausgeben binnen, in Monaten")
    INTERIM_PROOF_MONTHS = "interim-proof-months", _("Zwischennachweis nach Ende des Jahres, in Monaten")
    FINAL_PROOF_MONTHS = "final-proof-months", _("Verwendungsnachweis nach Ende des Zeitraums, in Monaten")
    LAST_RECIPIENT_PROOF_MONTHS = "last-recipient-proof-months", _("Nachweis der Letztempfänger, in Monaten")
    RECEIPTS_YEARS = "receipts-years", _("Belege aufbewahren, in Jahren")
    ITEM_TOLERANCE_PERCENT = "item-tolerance-percent", _("Ansatz überschreiten bis zu, in Prozent")
    INTEREST_POINTS = "interest-points", _("Zinsen über dem Basiszinssatz, in Prozentpunkten")
    EARMARK_INVESTMENT_YEARS = "earmark-investment-years", _("Zweckbindung der Bauten, in Jahren")
    EARMARK_EQUIPMENT_YEARS = "earmark-equipment-years", _("Zweckbindung der Geräte, in Jahren")
    EARMARK_TREES_YEARS = "earmark-trees-years", _("Zweckbindung der Bäume, in Jahren")


class RuleSet(ClusterableModel, Sourced):
    """Rules that hold for Bescheide of a time, such as the general conditions of a year."""

    slug = models.SlugField(_("Kennung"), max_length=80, unique=True)
    title = models.CharField(_("Titel"), max_length=160)
    version = models.CharField(_("Fassung"), max_length=60)
    valid_from = models.DateField(_("gilt ab"))
    valid_until = models.DateField(_("gilt bis"), null=True, blank=True)
    is_example = models.BooleanField(
        _("Beispiel"),
        default=False,
        help_text=_("Nicht geprüft; auf jeder Seite als Beispiel gekennzeichnet"),
    )

    class Meta:
        verbose_name = _("Regelwerk")
        verbose_name_plural = _("Regelwerke")
        ordering = ["-valid_from", "title"]
        constraints = [
            models.CheckConstraint(
                name="ruleset_valid_from_before_until",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("Das Ende der Geltung darf nicht vor ihrem Beginn liegen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class RuleTerm(models.Model):
    """One number of a set of rules."""

    rule_set = ParentalKey(
        RuleSet, on_delete=models.CASCADE, verbose_name=_("Regelwerk"), related_name="terms"
    )
    term = models.CharField(_("Regel"), max_length=32, choices=Term.choices)
    value = models.DecimalField(_("Wert"), max_digits=9, decimal_places=2)
    words = models.CharField(_("Anmerkung"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Regel")
        verbose_name_plural = _("Regeln")
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "term"],
                name="term_once_per_ruleset",
                violation_error_message=_("Diese Regel steht schon im Regelwerk."),
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="term_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_term_display()}: {self.value}"
