"""From application to Bescheid and on to those the money is passed to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from gruenzug.web.charter.models import Handlungsziel
from gruenzug.web.charter.models.sourced import Sourced
from gruenzug.web.core.addresses import address_of
from gruenzug.web.directory.models import Organisation
from gruenzug.web.funding.models.programmes import Programme
from gruenzug.web.funding.models.rulesets import RuleSet, Term
from gruenzug.web.funding.models.vocabulary import Bound, CostType

MONEY = {"max_digits": 14, "decimal_places": 2}


class Application(models.Model):
    """A body asks for money."""

    class State(models.TextChoices):
        """Where it stands; changed by services only."""

        DRAFT = "draft", _("in Vorbereitung")
        SUBMITTED = "submitted", _("gestellt")
        GRANTED = "granted", _("bewilligt")
        REJECTED = "rejected", _("abgelehnt")
        WITHDRAWN = "withdrawn", _("zurückgezogen")

    title = models.CharField(_("Vorhaben"), max_length=200)
    applicant = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Antragstellerin"), related_name="applications"
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        verbose_name=_("Förderprogramm"),
        related_name="applications",
        null=True,
        blank=True,
    )
    reference = models.CharField(_("Aktenzeichen"), max_length=80, blank=True)
    purpose = models.TextField(_("Zweck"), blank=True)
    total_cost = models.DecimalField(_("Gesamtkosten in Euro"), **MONEY)
    amount = models.DecimalField(_("beantragt in Euro"), **MONEY)
    due_on = models.DateField(_("einzureichen bis"), null=True, blank=True)
    submitted_on = models.DateField(_("gestellt am"), null=True, editable=False)
    decided_on = models.DateField(_("beschieden am"), null=True, editable=False)
    state = models.CharField(
        _("Stand"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    note = models.TextField(_("Interne Bemerkung"), blank=True)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Förderantrag")
        verbose_name_plural = _("Förderanträge")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="application_amount_within_cost",
                condition=Q(amount__gt=0) & Q(amount__lte=F("total_cost")),
                violation_error_message=_(
                    "Beantragt werden kann mehr als 0 € und höchstens die Gesamtkosten."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title


class GrantQuerySet(models.QuerySet["Grant"]):
    """The questions pages ask of grants."""

    def public(self) -> GrantQuerySet:
        """Return grants whose Bescheid is made public."""
        return self.filter(is_public=True).exclude(state=Grant.State.DRAFT)

    def first_hand(self) -> GrantQuerySet:
        """Return grants that were not passed on by another recipient."""
        return self.filter(parent__isnull=True)


class Grant(ClusterableModel, Sourced):
    """A Bescheid, or the contract by which a first recipient passes money on (Weiterleitung).

    The amounts are not here: they are postings of the ledger.
    """

    class State(models.TextChoices):
        """Where it stands; changed by services only."""

        DRAFT = "draft", _("in Vorbereitung")
        IN_FORCE = "in-force", _("bewilligt")
        PROVED = "proved", _("Nachweis vorgelegt")
        CLOSED = "closed", _("abgeschlossen")
        REVOKED = "revoked", _("widerrufen")

    class Financing(models.TextChoices):
        """How the grant follows the costs."""

        SHARE = "share", _("Anteilfinanzierung")
        DEFICIT = "deficit", _("Fehlbedarfsfinanzierung")
        FIXED = "fixed", _("Festbetragsfinanzierung")
        FULL = "full", _("Vollfinanzierung")

    class Precision(models.TextChoices):
        """How exactly an amount or a day is known."""

        EXACT = "exact", _("genau")
        ABOUT = "about", _("ungefähr")
        DERIVED = "derived", _("aus anderen Angaben berechnet")

    title = models.CharField(_("Vorhaben"), max_length=200)
    slug = models.SlugField(_("Adresse auf der Website"), max_length=120, unique=True)
    application = models.ForeignKey(
        Application,
        models.PROTECT,
        verbose_name=_("Förderantrag"),
        related_name="grants",
        null=True,
        blank=True,
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        verbose_name=_("Förderprogramm"),
        related_name="grants",
        null=True,
        blank=True,
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("weitergeleitet aus"),
        related_name="passed_on",
        null=True,
        blank=True,
        editable=False,
    )
    root = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("Journal"), related_name="tree", null=True, editable=False
    )
    recipient = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Zuwendungsempfängerin"), related_name="grants"
    )
    giver = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Zuwendungsgeber"), related_name="grants_given"
    )
    office = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("Bewilligungsbehörde"),
        related_name="grants_administered",
        null=True,
        blank=True,
    )
    reference = models.CharField(_("Aktenzeichen"), max_length=80, blank=True)
    purpose = models.TextField(_("Zuwendungszweck"), blank=True)
    decided_on = models.DateField(_("Bescheid vom"))
    decided_precision = models.CharField(
        _("Genauigkeit des Datums"), max_length=8, choices=Precision.choices, default=Precision.EXACT
    )
    amount_precision = models.CharField(
        _("Genauigkeit des Betrags"), max_length=8, choices=Precision.choices, default=Precision.EXACT
    )
    financing = models.CharField(
        _("Finanzierungsart"), max_length=8, choices=Financing.choices, default=Financing.SHARE
    )
    begins_on = models.DateField(_("Bewilligungszeitraum ab"), null=True, blank=True)
    ends_on = models.DateField(_("Bewilligungszeitraum bis"), null=True, blank=True)
    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, verbose_name=_("Regelwerk"), related_name="grants", null=True, blank=True
    )
    responsible_office = models.CharField(
        _("zuständiges Amt"), max_length=160, blank=True, help_text=_("Amt oder Referat, kein Name")
    )
    mailbox = models.EmailField(
        _("Funktionspostfach"), blank=True, help_text=_("Dorthin gehen Erinnerungen; nicht öffentlich")
    )
    goals = ParentalManyToManyField(
        Handlungsziel, verbose_name=_("dient den Handlungszielen"), related_name="grants", blank=True
    )
    state = models.CharField(
        _("Stand"), max_length=8, choices=State.choices, default=State.DRAFT, editable=False
    )
    is_public = models.BooleanField(_("öffentlich"), default=False, help_text=_("Wer, wofür, von wem, wann"))
    shows_amount = models.BooleanField(_("mit Betrag"), default=False)
    note = models.TextField(_("Interne Bemerkung"), blank=True)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zuwendung")
        verbose_name_plural = _("Zuwendungen")
        ordering = ["-decided_on", "pk"]
        indexes = [models.Index(fields=["is_public", "state"], name="grant_public")]
        constraints = [
            models.CheckConstraint(
                name="grant_begins_before_it_ends",
                condition=Q(begins_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(begins_on__lte=F("ends_on")),
                violation_error_message=_("Der Bewilligungszeitraum darf nicht enden, bevor er beginnt."),
            ),
            models.CheckConstraint(
                name="grant_amount_public_only_with_grant",
                condition=Q(shows_amount=False) | Q(is_public=True),
                violation_error_message=_("Der Betrag ist nur öffentlich, wenn es die Zuwendung ist."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("funding:grant", self.slug)

    def clean(self) -> None:
        super().clean()
        if self.application_id and self.application.applicant_id != self.recipient_id:
            raise ValidationError({"application": _("Den Antrag hat eine andere Körperschaft gestellt.")})

    @property
    def journal_id(self) -> int:
        """Key of the grant whose journal this one's postings are written in: the top of its tree."""
        return self.root_id or self.pk


class CostItem(models.Model):
    """A line of costs in the financing plan; its figures are postings."""

    grant = ParentalKey(
        Grant, on_delete=models.CASCADE, verbose_name=_("Zuwendung"), related_name="cost_items"
    )
    code = models.CharField(_("Nr."), max_length=12)
    title = models.CharField(_("Ausgabe"), max_length=160)
    cost_type = models.CharField(
        _("Kostenart"), max_length=16, choices=CostType.choices, default=CostType.OTHER
    )
    is_eligible = models.BooleanField(_("zuwendungsfähig"), default=True)

    class Meta:
        verbose_name = _("Ausgabenposition")
        verbose_name_plural = _("Ausgabenpositionen")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "code"],
                name="cost_item_code_once",
                violation_error_message=_("Diese Nummer gibt es im Finanzierungsplan schon."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class GrantTerm(models.Model):
    """What this Bescheid says otherwise than its set of rules; the Bescheid wins."""

    grant = ParentalKey(
        Grant, on_delete=models.CASCADE, verbose_name=_("Zuwendung"), related_name="own_terms"
    )
    term = models.CharField(_("Regel"), max_length=32, choices=Term.choices)
    value = models.DecimalField(_("Wert"), max_digits=9, decimal_places=2)
    wording = models.CharField(_("Wortlaut des Bescheids"), max_length=500)

    class Meta:
        verbose_name = _("Abweichung im Bescheid")
        verbose_name_plural = _("Abweichungen im Bescheid")
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "term"],
                name="term_once_per_grant",
                violation_error_message=_("Zu dieser Regel gibt es schon eine Abweichung."),
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="own_term_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_term_display()}: {self.value}"


class Duty(models.Model):
    """Something a Bescheid asks for by a day, beyond what the rules compute."""

    grant = ParentalKey(Grant, on_delete=models.CASCADE, verbose_name=_("Zuwendung"), related_name="duties")
    title = models.CharField(_("Was zu tun ist"), max_length=200)
    due_on = models.DateField(_("bis zum"))
    done_on = models.DateField(_("erledigt am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Auflage mit Frist")
        verbose_name_plural = _("Auflagen mit Frist")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Earmark(models.Model):
    """Something that stays bound to the purpose until a day, or for good."""

    grant = ParentalKey(Grant, on_delete=models.CASCADE, verbose_name=_("Zuwendung"), related_name="earmarks")
    bound = models.CharField(_("Gegenstand"), max_length=12, choices=Bound.choices)
    title = models.CharField(_("Bezeichnung"), max_length=200)
    begins_on = models.DateField(_("ab"))
    ends_on = models.DateField(_("bis"), null=True, blank=True, help_text=_("leer: unbefristet"))
    released_on = models.DateField(_("vorzeitig entlassen am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Zweckbindung")
        verbose_name_plural = _("Zweckbindungen")
        ordering = ["ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="earmark_begins_before_it_ends",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
                violation_error_message=_("Die Zweckbindung darf nicht enden, bevor sie beginnt."),
            )
        ]

    def __str__(self) -> str:
        return self.title
