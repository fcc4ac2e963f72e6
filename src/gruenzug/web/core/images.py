"""Pictures with what the law asks for: who made them, under which terms, from where."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage
from wagtail.search import index


class Licence(models.TextChoices):
    """Under which terms a picture may be shown."""

    OWN = "own", _("eigenes Bild der Körperschaft")
    GRANTED = "granted", _("Nutzung hier erlaubt")
    CC_BY_4 = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA_4 = "cc-by-sa-4.0", "CC BY-SA 4.0"
    CC0 = "cc0-1.0", "CC0 1.0"
    PUBLIC_DOMAIN = "public-domain", _("gemeinfrei")

    @property
    def is_told(self) -> bool:
        """Whether readers are told; what the body may do with its own is between it and the author."""
        return self not in (Licence.OWN, Licence.GRANTED)

    @property
    def url(self) -> str:
        """Address of the terms, for licences that have one."""
        return TERMS.get(self, "")


TERMS = {
    Licence.CC_BY_4: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA_4: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


class SiteImage(AbstractImage):
    """A picture; who uploads one says whose it is."""

    author = models.CharField(
        _("Urheberin oder Rechteinhaber"),
        max_length=160,
        help_text=_("Steht unter dem Bild, wo immer es gezeigt wird"),
    )
    licence = models.CharField(_("Rechte"), max_length=16, choices=Licence.choices)
    source = models.URLField(
        _("Adresse der Quelle"), max_length=500, blank=True, help_text=_("Bei Bildern von anderswo")
    )
    in_press_kit = models.BooleanField(
        _("ins Pressepaket"), default=False, help_text=_("Die Presse darf es mit Nachweis drucken")
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "author",
        "licence",
        "source",
        "in_press_kit",
        *(name for name in WagtailImage.admin_form_fields if name not in ("title", "file", "description")),
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("author"),
        index.FilterField("licence"),
        index.FilterField("in_press_kit"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("Bild")
        verbose_name_plural = _("Bilder")

    @property
    def credit(self) -> str:
        """What stands below the picture, as text: the author, and the terms where readers have some."""
        terms = Licence(self.licence) if self.licence else None
        told = str(terms.label) if terms and terms.is_told else ""
        return ", ".join(filter(None, (self.author, told)))

    @property
    def terms_url(self) -> str:
        """Address of the licence, if it has one."""
        return Licence(self.licence).url if self.licence else ""


class SiteRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(SiteImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]
