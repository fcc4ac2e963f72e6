"""What belongs to one project: its lists, partners, phases, milestones, costs, sources, lessons, history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from gruenzug.web.charter.models.sourced import in_languages
from gruenzug.web.directory.models import Organisation
from gruenzug.web.projects.models.lists import ProjectList
from gruenzug.web.projects.models.projects import Project
from gruenzug.web.projects.models.vocabulary import MONEY, PhaseKind, Precision, State


class ListEntry(models.Model):
    """That a list names the project, as of a day."""

    project = ParentalKey(
        Project, on_delete=models.CASCADE, verbose_name=_("Projekt"), related_name="entries"
    )
    list = models.ForeignKey(ProjectList, models.PROTECT, verbose_name=_("Liste"), related_name="entries")
    number = models.CharField(_("Nummer in der Liste"), max_length=40, blank=True)
    as_of = models.DateField(_("Stand"), null=True, blank=True)
    as_of_precision = models.CharField(
        _("Genauigkeit des Stands"), max_length=8, choices=Precision.choices, default=Precision.YEAR
    )
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Eintrag in einer Liste")
        verbose_name_plural = _("Einträge in Listen")
        ordering = ["list__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "list"],
                name="project_once_per_list",
                violation_error_message=_("In dieser Liste steht das Projekt schon."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.list.short_name_de}: {self.project}"


class Partner(models.Model):
    """A body that takes part, and as what."""

    class Role(models.TextChoices):
        """What it does in the project."""

        PARTNER = "partner", _("Partnerin")
        PLANNER = "planner", _("Planung")
        CONTRACTOR = "contractor", _("Ausführung")
        FUNDER = "funder", _("Förderung")
        ADVISER = "adviser", _("Beratung")
        SCIENCE = "science", _("Wissenschaftliche Begleitung")

    project = ParentalKey(
        Project, on_delete=models.CASCADE, verbose_name=_("Projekt"), related_name="partners"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        verbose_name=_("Körperschaft"),
        related_name="project_partnerships",
        null=True,
        blank=True,
    )
    name = models.CharField(_("Name, wenn nicht im Verzeichnis"), max_length=200, blank=True)
    role = models.CharField(_("Rolle"), max_length=12, choices=Role.choices, default=Role.PARTNER)

    class Meta:
        verbose_name = _("Beteiligte Körperschaft")
        verbose_name_plural = _("Beteiligte Körperschaften")
        ordering = ["role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(name=""),
                name="partner_has_a_name",
                violation_error_message=_("Wählen Sie eine Körperschaft oder geben Sie einen Namen an."),
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its name."""
        return self.organisation.label if self.organisation else self.name


class Phase(models.Model):
    """A step of the project in time."""

    project = ParentalKey(Project, on_delete=models.CASCADE, verbose_name=_("Projekt"), related_name="phases")
    kind = models.CharField(_("Phase"), max_length=16, choices=PhaseKind.choices)
    title = models.CharField(_("Bezeichnung"), max_length=160, blank=True)
    begins_on = models.DateField(_("Beginn"), null=True, blank=True)
    ends_on = models.DateField(_("Ende"), null=True, blank=True)

    class Meta:
        verbose_name = _("Phase")
        verbose_name_plural = _("Phasen")
        ordering = [F("begins_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(begins_on__isnull=True)
                | Q(begins_on__lte=F("ends_on")),
                name="phase_begins_before_it_ends",
                violation_error_message=_("Eine Phase darf nicht enden, bevor sie beginnt."),
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class Milestone(models.Model):
    """A day by which something is to be reached."""

    project = ParentalKey(
        Project, on_delete=models.CASCADE, verbose_name=_("Projekt"), related_name="milestones"
    )
    title = models.CharField(_("Meilenstein"), max_length=200)
    due_on = models.DateField(_("geplant zum"))
    done_on = models.DateField(_("erreicht am"), null=True, blank=True)
    is_public = models.BooleanField(_("öffentlich"), default=True)

    class Meta:
        verbose_name = _("Meilenstein")
        verbose_name_plural = _("Meilensteine")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["done_on", "due_on"], name="milestone_open")]

    def __str__(self) -> str:
        return self.title


class YearCost(models.Model):
    """What one year costs, as planned and as it came."""

    project = ParentalKey(
        Project, on_delete=models.CASCADE, verbose_name=_("Projekt"), related_name="year_costs"
    )
    year = models.PositiveSmallIntegerField(_("Jahr"))
    planned = models.DecimalField(_("geplant in Euro"), **MONEY, null=True, blank=True)
    actual = models.DecimalField(_("tatsächlich in Euro"), **MONEY, null=True, blank=True)

    class Meta:
        verbose_name = _("Kosten eines Jahres")
        verbose_name_plural = _("Kosten nach Jahren")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year"],
                name="year_once_per_project",
                violation_error_message=_("Dieses Jahr steht schon da."),
            ),
            models.CheckConstraint(
                condition=(Q(planned__isnull=True) | Q(planned__gte=0))
                & (Q(actual__isnull=True) | Q(actual__gte=0)),
                name="year_cost_not_negative",
                violation_error_message=_("Kosten dürfen nicht kleiner als 0 € sein."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990) & Q(year__lte=2100),
                name="year_cost_in_living_memory",
                violation_error_message=_("Das Jahr muss zwischen 1990 und 2100 liegen."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class Reference(models.Model):
    """A further source that speaks of the project."""

    project = ParentalKey(
        Project, on_delete=models.CASCADE, verbose_name=_("Projekt"), related_name="references"
    )
    title = models.CharField(_("Quelle"), max_length=200)
    url = models.URLField(_("Adresse"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Weitere Quelle")
        verbose_name_plural = _("Weitere Quellen")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """What others can learn: what helped, what stood in the way."""

    class Kind(models.TextChoices):
        """Which way it worked."""

        SUCCESS = "success", _("Erfolgsfaktor")
        OBSTACLE = "obstacle", _("Hindernis")

    project = ParentalKey(
        Project, on_delete=models.CASCADE, verbose_name=_("Projekt"), related_name="lessons"
    )
    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices)
    text_de = models.TextField(_("Erfahrung"), max_length=1000)
    text_en = models.TextField(_("Erfahrung, englisch"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("Erfahrung")
        verbose_name_plural = _("Erfahrungen")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.text_de[:80]

    @property
    def text(self) -> dict[str, str]:
        """The lesson by language."""
        return in_languages(self.text_de, self.text_en, "")


class HistoryEntry(models.Model):
    """What happened to a project, written by services; the public sees what is marked so."""

    class Kind(models.TextChoices):
        """What happened."""

        CREATED = "created", _("angelegt")
        FROM_IDEA = "from-idea", _("aus einer Idee entstanden")
        PUBLISHED = "published", _("veröffentlicht")
        STATE = "state", _("neuer Stand")
        MERGED = "merged", _("zusammengeführt")
        NOTE = "note", _("Mitteilung")

    project = models.ForeignKey(Project, models.CASCADE, verbose_name=_("Projekt"), related_name="history")
    kind = models.CharField(_("Was"), max_length=12, choices=Kind.choices)
    happened_on = models.DateField(_("am"), default=timezone.localdate)
    state = models.CharField(_("Stand"), max_length=12, choices=State.choices, blank=True)
    text_de = models.CharField(_("Erläuterung"), max_length=500, blank=True)
    text_en = models.CharField(_("Erläuterung, englisch"), max_length=500, blank=True)
    is_public = models.BooleanField(_("öffentlich"), default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("von"), null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Eintrag im Verlauf")
        verbose_name_plural = _("Verlauf")
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_state_display()}".strip()

    @property
    def text(self) -> dict[str, str]:
        """The explanation by language."""
        return in_languages(self.text_de, self.text_en, "")
