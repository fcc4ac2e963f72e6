"""Groups of bodies to write to: by rule, such as "all municipalities", and by hand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gruenzug.web.directory.models.organisations import Kind, Organisation, Topic
from gruenzug.web.places.models import County


class ContactGroup(ClusterableModel):
    """A named group of bodies; `selectors.members_of` says who is in it today."""

    title = models.CharField(_("Name"), max_length=120, unique=True)
    slug = models.SlugField(_("Kennung"), max_length=120, unique=True)
    purpose = models.CharField(_("Wozu"), max_length=240, blank=True)
    included = models.ManyToManyField(
        Organisation, verbose_name=_("außerdem dabei"), related_name="included_in_groups", blank=True
    )
    excluded = models.ManyToManyField(
        Organisation, verbose_name=_("nicht dabei"), related_name="excluded_from_groups", blank=True
    )

    class Meta:
        verbose_name = _("Verteiler")
        verbose_name_plural = _("Verteiler")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class GroupRule(models.Model):
    """Bodies that fit all that is said here; the rules of a group add up."""

    group = ParentalKey(
        ContactGroup, on_delete=models.CASCADE, verbose_name=_("Verteiler"), related_name="rules"
    )
    kind = models.CharField(_("Art"), max_length=24, choices=Kind.choices, blank=True)
    topic = models.ForeignKey(Topic, models.CASCADE, verbose_name=_("Thema"), null=True, blank=True)
    county = models.ForeignKey(
        County, models.CASCADE, verbose_name=_("im Kreis"), null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Regel")
        verbose_name_plural = _("Regeln")
        ordering = ["pk"]

    def __str__(self) -> str:
        parts = [self.get_kind_display(), str(self.topic or ""), str(self.county or "")]
        return ", ".join(part for part in parts if part) or str(_("alle"))
