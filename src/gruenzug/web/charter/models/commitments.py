"""The register: who was asked, how councils decided, who signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gruenzug.web.charter.models.sourced import Sourced
from gruenzug.web.charter.models.versions import Version
from gruenzug.web.core.addresses import address_of
from gruenzug.web.directory.models import Organisation


class CommitmentRequest(models.Model):
    """A letter that asks bodies to commit, with the text a council can decide on."""

    class State(models.TextChoices):
        """Where a request stands; changed by services only."""

        DRAFT = "draft", _("Entwurf")
        SENT = "sent", _("versandt")
        CLOSED = "closed", _("abgeschlossen")

    version = models.ForeignKey(Version, models.PROTECT, verbose_name=_("Fassung"), related_name="requests")
    title = models.CharField(_("Titel"), max_length=160)
    letter = models.TextField(_("Anschreiben"))
    resolution = models.TextField(
        _("Beschlussvorschlag"), help_text=_("{koerperschaft} und {fassung} werden ersetzt")
    )
    reasoning = models.TextField(_("Begründung"))
    financial_effects = models.TextField(_("Finanzielle Auswirkungen"))
    sequence = models.TextField(
        _("Beratungsfolge"), help_text=_("Ein Gremium je Zeile, das beschließende zuletzt"), blank=True
    )
    declaration = models.TextField(
        _("Erklärung für Körperschaften ohne Rat"),
        help_text=_("{koerperschaft} und {fassung} werden ersetzt"),
    )
    answer_by = models.DateField(_("Rückmeldung bis"), null=True, blank=True)
    state = models.CharField(
        _("Stand"), max_length=8, choices=State.choices, default=State.DRAFT, editable=False
    )
    sent_at = models.DateTimeField(_("versandt am"), null=True, editable=False)
    is_public = models.BooleanField(_("Vorlage öffentlich"), default=False)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Bitte um Mitwirkung")
        verbose_name_plural = _("Bitten um Mitwirkung")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class SigningEvent(Sourced):
    """An occasion on which bodies sign."""

    class Outcome(models.TextChoices):
        """What is known of it."""

        PLANNED = "planned", _("angekündigt")
        HELD = "held", _("hat stattgefunden")
        CANCELLED = "cancelled", _("ist ausgefallen")
        UNKNOWN = "unknown", _("Ergebnis nicht belegt")

    version = models.ForeignKey(
        Version, models.PROTECT, verbose_name=_("Fassung"), related_name="signing_events"
    )
    title = models.CharField(_("Titel"), max_length=200)
    slug = models.SlugField(_("Kennung"), max_length=80, unique=True)
    takes_place_on = models.DateField(_("am"))
    ends_on = models.DateField(_("bis"), null=True, blank=True)
    place = models.CharField(_("Ort"), max_length=160, blank=True)
    outcome = models.CharField(_("Ergebnis"), max_length=12, choices=Outcome.choices, default=Outcome.PLANNED)
    description = models.TextField(_("Beschreibung"), blank=True)

    class Meta:
        verbose_name = _("Unterzeichnung")
        verbose_name_plural = _("Unterzeichnungen")
        ordering = ["-takes_place_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("takes_place_on")),
                name="signing_ends_after_it_begins",
                violation_error_message=_("Das Ende darf nicht vor dem Beginn liegen."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """The questions pages ask of the register."""

    def public(self) -> CommitmentQuerySet:
        """Return what the public register shows."""
        return self.filter(is_public=True)

    def standing(self) -> CommitmentQuerySet:
        """Return commitments that hold: decided or signed, and not withdrawn."""
        return self.filter(state=Commitment.State.DECIDED)


class Commitment(ClusterableModel, Sourced):
    """One body and one version: the paper, its way through the committees, the decision, the signature."""

    class State(models.TextChoices):
        """Where it stands; changed by services only, along `TRANSITIONS`."""

        DRAFT = "draft", _("in Vorbereitung")
        IN_CONSULTATION = "in-consultation", _("in Beratung")
        DECIDED = "decided", _("beschlossen")
        REJECTED = "rejected", _("abgelehnt")
        WITHDRAWN = "withdrawn", _("zurückgezogen")

    class Form(models.TextChoices):
        """How a body commits."""

        COUNCIL = "council", _("Beschluss von Rat oder Kreistag")
        DECLARATION = "declaration", _("Erklärung ohne Ratsbeschluss")

    body = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Körperschaft"), related_name="commitments"
    )
    version = models.ForeignKey(
        Version, models.PROTECT, verbose_name=_("Fassung"), related_name="commitments"
    )
    request = models.ForeignKey(
        CommitmentRequest,
        models.SET_NULL,
        verbose_name=_("Bitte um Mitwirkung"),
        related_name="commitments",
        null=True,
        blank=True,
    )
    form = models.CharField(_("Form"), max_length=12, choices=Form.choices, default=Form.COUNCIL)
    state = models.CharField(
        _("Stand"), max_length=16, choices=State.choices, default=State.DRAFT, editable=False
    )
    state_note = models.CharField(
        _("Erläuterung des Stands"), max_length=240, blank=True, help_text=_("Öffentlich")
    )
    is_public = models.BooleanField(_("im öffentlichen Register"), default=False, editable=False)

    paper_reference = models.CharField(_("Vorlage Nr."), max_length=80, blank=True)
    paper_url = models.URLField(_("Adresse der Vorlage"), max_length=500, blank=True)
    paper_date = models.DateField(_("Datum der Vorlage"), null=True, blank=True)
    resolution = models.TextField(_("Wortlaut des Beschlusses"), blank=True)
    financial_effects = models.TextField(_("Finanzielle Auswirkungen"), blank=True)
    decided_on = models.DateField(_("beschlossen am"), null=True, blank=True)
    decided_in = models.CharField(_("beschlossen in"), max_length=160, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("Ja-Stimmen"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("Nein-Stimmen"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("Enthaltungen"), null=True, blank=True)
    vote = models.CharField(_("Abstimmung in Worten"), max_length=120, blank=True)
    evidence_url = models.URLField(_("Beleg im Netz"), max_length=500, blank=True)
    evidence = models.ForeignKey(
        "wagtaildocs.Document",
        models.SET_NULL,
        verbose_name=_("Beleg als Datei"),
        related_name="+",
        null=True,
        blank=True,
    )
    signing = models.ForeignKey(
        SigningEvent,
        models.SET_NULL,
        verbose_name=_("Unterzeichnung"),
        related_name="commitments",
        null=True,
        blank=True,
    )
    signed_on = models.DateField(_("unterzeichnet am"), null=True, blank=True)
    signed_as = models.CharField(
        _("unterzeichnet als"), max_length=120, blank=True, help_text=_("Die Funktion, kein Name")
    )
    note = models.TextField(_("Interne Bemerkung"), blank=True)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), default=timezone.now, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mitwirkung")
        verbose_name_plural = _("Mitwirkungen")
        ordering = ["body__name", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "version"],
                name="commitment_once_per_version",
                violation_error_message=_("Diese Körperschaft steht für diese Fassung schon im Register."),
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decided_on__isnull=False) | Q(signed_on__isnull=False),
                name="commitment_decided_has_a_date",
                violation_error_message=_("Ein Beschluss braucht sein Datum."),
            ),
        ]
        indexes = [models.Index(fields=["is_public", "state"], name="commitment_register")]

    def __str__(self) -> str:
        return f"{self.body.label}: {self.version.title}"

    def save(self, *args, **kwargs) -> None:
        self.updated_at = timezone.now()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "updated_at"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address_of("charter:commitment", self.pk)


class Station(models.Model):
    """One committee on the way of a paper, with the day and what came out."""

    class Role(models.TextChoices):
        """What the committee is asked for."""

        ADVICE = "advice", _("Vorberatung")
        HEARING = "hearing", _("Anhörung")
        NOTICE = "notice", _("Kenntnisnahme")
        DECISION = "decision", _("Entscheidung")

    class Result(models.TextChoices):
        """What came out."""

        OPEN = "open", _("steht aus")
        RECOMMENDED = "recommended", _("empfohlen")
        AGREED = "agreed", _("beschlossen")
        AMENDED = "amended", _("geändert beschlossen")
        NOTED = "noted", _("zur Kenntnis genommen")
        DEFERRED = "deferred", _("vertagt")
        REJECTED = "rejected", _("abgelehnt")
        UNKNOWN = "unknown", _("nicht belegt")

    commitment = ParentalKey(Commitment, verbose_name=_("Mitwirkung"), related_name="stations")
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    committee = models.CharField(_("Gremium"), max_length=200)
    role = models.CharField(_("Zuständigkeit"), max_length=12, choices=Role.choices, default=Role.ADVICE)
    meets_on = models.DateField(_("Sitzung am"), null=True, blank=True)
    agenda_number = models.CharField(_("Tagesordnungspunkt"), max_length=40, blank=True)
    result = models.CharField(_("Ergebnis"), max_length=12, choices=Result.choices, default=Result.OPEN)
    vote = models.CharField(_("Abstimmung"), max_length=160, blank=True)
    remark = models.CharField(_("Anmerkung"), max_length=240, blank=True)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)
    oparl_id = models.CharField(_("OParl-Beratung"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("Station der Beratung")
        verbose_name_plural = _("Stationen der Beratung")
        ordering = ["commitment", "order", "meets_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "oparl_id"],
                condition=~Q(oparl_id=""),
                name="station_once_per_consultation",
            )
        ]

    def __str__(self) -> str:
        return self.committee
