"""What came back: reports of mail servers about copies of ours."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.newsletter.models.deliveries import Delivery


class Bounce(models.Model):
    """One report about one copy."""

    class Kind(models.TextChoices):
        """What it means for the address."""

        GONE = "gone", _("Postfach gibt es nicht")
        FAILED = "failed", _("nicht zustellbar")
        COMPLAINT = "complaint", _("als unerwünscht gemeldet")

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, verbose_name=_("Zustellung"), related_name="bounces"
    )
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices)
    status = models.CharField(_("Status"), max_length=12, blank=True, help_text=_("nach RFC 3463"))
    told = models.CharField(_("in Worten"), max_length=300, blank=True)
    received_at = models.DateTimeField(_("eingegangen am"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("Rückläufer")
        verbose_name_plural = _("Rückläufer")
        ordering = ["-received_at"]
        constraints = [models.UniqueConstraint(fields=["delivery", "kind"], name="one_bounce_per_copy")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.status}"
