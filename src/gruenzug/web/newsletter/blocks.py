"""What an issue is made of: few blocks, each of which reads well as HTML, as plain text and on the web."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

RICH_TEXT = ["bold", "italic", "ol", "ul", "link"]


class ItemBlock(blocks.StructBlock):
    """One piece of news, with where it leads."""

    title = blocks.CharBlock(label=_("Titel"))
    meta = blocks.CharBlock(label=_("Wann, wo, wer"), required=False)
    text = blocks.TextBlock(label=_("Text"), required=False)
    url = blocks.CharBlock(label=_("Adresse"), required=False)

    class Meta:
        label = _("Meldung")


class ItemsBlock(blocks.StructBlock):
    """Several pieces of news under one heading; collecting makes these."""

    title = blocks.CharBlock(label=_("Überschrift"))
    items = blocks.ListBlock(ItemBlock(), label=_("Meldungen"))

    class Meta:
        label = _("Meldungen")
        icon = "list-ul"
        template = "newsletter/blocks/items.html"


class NumberBlock(blocks.StructBlock):
    """One large number; it stays as it was when the issue went out."""

    value = blocks.CharBlock(label=_("Zahl"))
    label = blocks.CharBlock(label=_("Was sie misst"))
    note = blocks.TextBlock(label=_("Einordnung und Quelle"))
    url = blocks.CharBlock(label=_("Adresse"), required=False)

    class Meta:
        label = _("Kennzahl")
        icon = "info-circle"
        template = "newsletter/blocks/number.html"


class PictureBlock(blocks.StructBlock):
    """A picture, with who made it."""

    image = ImageBlock(label=_("Bild"))
    credit = blocks.CharBlock(label=_("Urheber und Lizenz"))

    class Meta:
        label = _("Bild")
        icon = "image"
        template = "newsletter/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    text = blocks.TextBlock(label=_("Zitat"))
    who = blocks.CharBlock(label=_("Von wem"), help_text=_("Funktion und Körperschaft"))

    class Meta:
        label = _("Zitat")
        icon = "openquote"
        template = "newsletter/blocks/quote.html"


class ButtonBlock(blocks.StructBlock):
    """The one thing to do."""

    label = blocks.CharBlock(label=_("Aufschrift"))
    url = blocks.CharBlock(label=_("Adresse"))

    class Meta:
        label = _("Knopf")
        icon = "link"
        template = "newsletter/blocks/button.html"


class LetterBlock(blocks.StreamBlock):
    """The body of an issue."""

    heading = blocks.CharBlock(
        label=_("Überschrift"), icon="title", template="newsletter/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"), features=RICH_TEXT, template="newsletter/blocks/paragraph.html"
    )
    items = ItemsBlock()
    number = NumberBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    button = ButtonBlock()
