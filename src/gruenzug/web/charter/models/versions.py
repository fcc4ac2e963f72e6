"""The documents and their versions: text in sections whose ids outlive the wording."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gruenzug.web.charter.models.goals import Handlungsziel, Leitthema, Oberziel
from gruenzug.web.charter.models.sourced import Described, Sourced, Titled
from gruenzug.web.directory.models import Organisation


class Document(models.TextChoices):
    """The two texts of the programme."""

    CHARTER = "charta", _("Charta Grüne Infrastruktur")
    STRATEGY = "strategie", _("Strategie Grüne Infrastruktur")


class VersionQuerySet(models.QuerySet["Version"]):
    """The questions pages ask of versions."""

    def public(self) -> VersionQuerySet:
        """Return versions the public may read: all but drafts."""
        return self.exclude(state=Version.State.DRAFT)

    def in_force(self, document: str = Document.CHARTER) -> Version | None:
        """Return the version of `document` that holds today, if one does."""
        return self.filter(document=document, state=Version.State.IN_FORCE).first()


class Version(ClusterableModel, Sourced):
    """One version of a document, and the decision that made it valid."""

    class State(models.TextChoices):
        """Where a version stands; changed by services only."""

        DRAFT = "draft", _("Entwurf")
        CONSULTATION = "consultation", _("in Beteiligung")
        IN_FORCE = "in-force", _("gültig")
        SUPERSEDED = "superseded", _("abgelöst")

    class Wording(models.TextChoices):
        """Whose words the sections are."""

        OFFICIAL = "official", _("amtlicher Wortlaut")
        SUMMARY = "summary", _("Inhaltsangabe in eigenen Worten")

    document = models.CharField(
        _("Dokument"), max_length=12, choices=Document.choices, default=Document.CHARTER
    )
    number = models.PositiveSmallIntegerField(_("Fassung"), validators=[MinValueValidator(1)])
    title = models.CharField(_("Titel"), max_length=200)
    state = models.CharField(
        _("Stand"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    wording = models.CharField(_("Wortlaut"), max_length=8, choices=Wording.choices, default=Wording.OFFICIAL)
    changes = models.TextField(_("Was sich ändert"), blank=True)
    official_url = models.URLField(_("Adresse des amtlichen Textes"), max_length=500, blank=True)
    decided_on = models.DateField(_("beschlossen am"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("beschlossen von"),
        related_name="decided_versions",
        null=True,
        blank=True,
    )
    decided_in = models.CharField(
        _("beschließendes Gremium"), max_length=160, blank=True, help_text=_("etwa: Verbandsversammlung")
    )
    vote = models.CharField(_("Abstimmung"), max_length=160, blank=True)
    decision_reference = models.CharField(_("Drucksache"), max_length=80, blank=True)
    decision_url = models.URLField(_("Adresse des Beschlusses"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="version_number_once",
                violation_error_message=_("Diese Nummer hat schon eine andere Fassung des Dokuments."),
            ),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state="in-force"), name="one_version_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in-force", "superseded"]) | Q(decided_on__isnull=False),
                name="version_in_force_is_decided",
                violation_error_message=_("Eine gültige Fassung braucht das Datum ihres Beschlusses."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        if self.document == Document.CHARTER:
            return reverse("charter:version", args=[self.number])
        return reverse("charter:strategy-version", args=[self.number])

    @property
    def is_decided(self) -> bool:
        """Whether the decision on it was made."""
        return self.state in (self.State.IN_FORCE, self.State.SUPERSEDED)

    @property
    def is_editable(self) -> bool:
        """Whether the text may still change: what was decided stays, our summary of it may get better."""
        return not self.is_decided or self.wording == self.Wording.SUMMARY


class Section(Titled, Described, Sourced):
    """A piece of a version; the same `key` in two versions is the same piece."""

    class Kind(models.TextChoices):
        """What a piece is."""

        PREAMBLE = "preamble", _("Präambel")
        CHAPTER = "chapter", _("Abschnitt")
        LEITTHEMA = "leitthema", _("Leitthema")
        OBERZIEL = "oberziel", _("Oberziel")
        HANDLUNGSZIEL = "handlungsziel", _("Handlungsziel")

    version = ParentalKey(Version, verbose_name=_("Fassung"), related_name="sections")
    key = models.SlugField(_("Kennung"), max_length=60, help_text=_("Bleibt über alle Fassungen gleich"))
    kind = models.CharField(_("Art"), max_length=16, choices=Kind.choices, default=Kind.CHAPTER)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    leitthema = models.ForeignKey(
        Leitthema, models.PROTECT, verbose_name=_("Leitthema"), related_name="+", null=True, blank=True
    )
    oberziel = models.ForeignKey(
        Oberziel, models.PROTECT, verbose_name=_("Oberziel"), related_name="+", null=True, blank=True
    )
    handlungsziel = models.ForeignKey(
        Handlungsziel,
        models.PROTECT,
        verbose_name=_("Handlungsziel"),
        related_name="sections",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("Abschnitt")
        verbose_name_plural = _("Abschnitte")
        ordering = ["version", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="section_key_once_per_version",
                violation_error_message=_("Diese Kennung gibt es in der Fassung schon."),
            )
        ]

    depth: int = 1
    """Depth on a page; set by `selectors.texts.sections_of`."""

    @property
    def level(self) -> int:
        """Deepest level in an outline, 1 for what stands by itself."""
        return {self.Kind.OBERZIEL: 2, self.Kind.HANDLUNGSZIEL: 3}.get(self.kind, 1)
