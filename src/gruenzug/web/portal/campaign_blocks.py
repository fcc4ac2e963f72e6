"""What a campaign is built from: a large number or map, and steps that lead to where one takes part."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from gruenzug.web.core import embeds
from gruenzug.web.portal.blocks import LiveBlock, LivingChoiceBlock

Choices = list[tuple[str, list[tuple[str, str]]]]


def marks() -> Choices:
    """Return the figures, charts and maps there are."""
    return embeds.choices(["atlas"])


def ways() -> Choices:
    """Return what one can take part in."""
    return embeds.choices(["participation", "events", "projects"])


class LargeBlock(LiveBlock):
    """One figure, chart or map, shown large."""

    what = LivingChoiceBlock(label=_("Was"), choices=marks)

    class Meta:
        label = _("Kennzahl oder Karte")
        template = "portal/blocks/mark.html"


class MarkBlock(blocks.StreamBlock):
    """The one thing a campaign shows large."""

    live = LargeBlock()


def step_fields() -> list[tuple[str, blocks.Block]]:
    """Return what every step says."""
    return [
        ("title", blocks.CharBlock(label=_("Schritt"))),
        ("text", blocks.TextBlock(label=_("Was zu tun ist"), required=False)),
    ]


def step_block() -> blocks.StructBlock:
    """Return the block of a step that leads somewhere."""
    fields = [
        *step_fields(),
        (
            "what",
            LivingChoiceBlock(
                label=_("Wohin"),
                choices=ways,
                required=False,
                help_text=_("Konsultation, Veranstaltung oder Projekt, mit dem Stand beim Lesen"),
            ),
        ),
        (
            "address",
            blocks.RegexBlock(
                r"^(/|https://)",
                label=_("Oder eine Adresse"),
                required=False,
                help_text=_("beginnt mit / oder https://"),
            ),
        ),
        ("address_text", blocks.CharBlock(label=_("Text dazu"), required=False)),
    ]
    return blocks.StructBlock(
        fields, label=_("Schritt"), icon="arrow-right", template="portal/blocks/step.html"
    )


def letter_block() -> blocks.StructBlock:
    """Return the block of a step that asks for an address for the newsletter."""
    label: str | Promise = _("Schritt: Newsletter bestellen")
    return blocks.StructBlock(
        step_fields(), label=label, icon="mail", template="portal/blocks/step_newsletter.html"
    )


class StepsBlock(blocks.StreamBlock):
    """How to take part, in order."""

    step = step_block()
    newsletter = letter_block()

    class Meta:
        block_counts = {"newsletter": {"max_num": 1}}
