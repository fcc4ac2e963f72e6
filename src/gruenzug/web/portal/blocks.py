"""What editors build pages from: few blocks, each with its source where it states a fact."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from gruenzug.web.core import embeds
from gruenzug.web.places.models import Municipality

RICH_TEXT = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]

STATUS = [
    ("confirmed", _("belegt")),
    ("partial", _("teilweise belegt")),
    ("placeholder", _("Platzhalter")),
]


def _source_fields() -> list[tuple[str, blocks.Block]]:
    """Return the fields that say where a statement comes from, and how sure it is."""
    return [
        ("source_title", blocks.CharBlock(label=_("Quelle"), required=False)),
        ("source", blocks.URLBlock(label=_("Adresse der Quelle"), required=False)),
        ("status", blocks.ChoiceBlock(label=_("Beleg"), choices=STATUS, default="placeholder")),
    ]


def fact_block() -> blocks.StructBlock:
    """Return the block of one fact, with a number or name that stands for it."""
    fields = [
        ("value", blocks.CharBlock(label=_("Zahl oder Name"), required=False)),
        ("text", blocks.TextBlock(label=_("Aussage"))),
    ]
    return blocks.StructBlock([*fields, *_source_fields()], label=_("Tatsache"))


def event_block() -> blocks.StructBlock:
    """Return the block of one moment of a history."""
    fields = [
        ("date", blocks.CharBlock(label=_("Datum in Worten"))),
        ("text", blocks.TextBlock(label=_("Was geschah"))),
    ]
    return blocks.StructBlock([*fields, *_source_fields()], label=_("Ereignis"))


class EntryBlock(blocks.StructBlock):
    """One entry of a numbered list with a title."""

    title = blocks.CharBlock(label=_("Titel"))
    text = blocks.TextBlock(label=_("Text"), required=False)

    class Meta:
        label = _("Eintrag")


class LinkBlock(blocks.StructBlock):
    """A link out of the site."""

    title = blocks.CharBlock(label=_("Titel"))
    url = blocks.URLBlock(label=_("Adresse"))

    class Meta:
        label = _("Verweis")


def places() -> list[tuple[str, str]]:
    """Return the municipalities by name."""
    return list(Municipality.objects.order_by("name").values_list("ags", "name"))


class LivingChoiceBlock(blocks.ChoiceBlock):
    """A choice of what is there now; a page is read without asking what else could be chosen."""

    def to_python(self, value: str | None) -> str | None:
        return value


class LiveBlock(blocks.StructBlock):
    """Something of another room, as it is when the page is read."""

    what = LivingChoiceBlock(label=_("Was"), choices=embeds.choices)
    place = LivingChoiceBlock(
        label=_("Kommune"),
        choices=places,
        required=False,
        help_text=_("Nur für Kennzahlen und Diagramme; ohne Angabe die ganze Region"),
    )

    class Meta:
        label = _("Kennzahl, Karte, Projekt, Veranstaltung")
        icon = "site"
        template = "portal/blocks/live.html"


class WayBlock(blocks.StructBlock):
    """A link within the site, as a button-like line of its own."""

    text = blocks.CharBlock(label=_("Text"))
    address = blocks.RegexBlock(
        r"^(/|https://)", label=_("Adresse"), help_text=_("beginnt mit / oder https://")
    )

    class Meta:
        label = _("Weg")


class SignVideoBlock(blocks.StructBlock):
    """A video in German Sign Language, with all it says as text."""

    title = blocks.CharBlock(label=_("Titel"))
    video = DocumentChooserBlock(label=_("Video (mp4 oder webm)"))
    transcript = blocks.TextBlock(label=_("Was gesagt wird, als Text"))

    class Meta:
        label = _("Video in Gebärdensprache")
        icon = "media"
        template = "portal/blocks/sign_video.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said; a function speaks, where a person did not agree to be named."""

    text = blocks.TextBlock(label=_("Zitat"))
    who = blocks.CharBlock(label=_("Wer das sagt"))
    url = blocks.URLBlock(label=_("Adresse der Quelle"), required=False)

    class Meta:
        label = _("Zitat")
        icon = "openquote"
        template = "portal/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture, with who made it."""

    image = ImageBlock(label=_("Bild"))
    credit = blocks.CharBlock(
        label=_("Urheber und Lizenz"),
        required=False,
        help_text=_("Bleibt das Feld leer, gilt, was beim Bild hinterlegt ist."),
    )

    class Meta:
        label = _("Bild")
        icon = "image"
        template = "portal/blocks/picture.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if not cleaned["credit"] and not cleaned["image"].credit:
            message = _("Bei diesem Bild ist noch nicht hinterlegt, von wem es ist.")
            raise blocks.StructBlockValidationError(block_errors={"credit": ValidationError(message)})
        return cleaned


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = blocks.StructBlock(
        [
            ("text", blocks.CharBlock(label=_("Überschrift"))),
            ("anchor", blocks.RegexBlock(r"^[a-z0-9-]*$", label=_("Sprungmarke"), required=False)),
        ],
        label=_("Überschrift"),
        icon="title",
        template="portal/blocks/heading.html",
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"), features=RICH_TEXT, template="portal/blocks/paragraph.html"
    )
    facts = blocks.ListBlock(
        fact_block(), label=_("Tatsachen"), icon="pick", template="portal/blocks/facts.html"
    )
    timeline = blocks.ListBlock(
        event_block(), label=_("Zeitleiste"), icon="date", template="portal/blocks/timeline.html"
    )
    entries = blocks.ListBlock(
        EntryBlock(), label=_("Aufzählung"), icon="list-ol", template="portal/blocks/entries.html"
    )
    links = blocks.ListBlock(
        LinkBlock(), label=_("Verweise"), icon="link", template="portal/blocks/links.html"
    )
    note = blocks.TextBlock(label=_("Hinweis"), icon="info-circle", template="portal/blocks/note.html")
    picture = PictureBlock()
    live = LiveBlock()
    simple = blocks.TextBlock(
        label=_("Text in Leichter Sprache"),
        icon="pilcrow",
        help_text=_("Jeder Satz in einer eigenen Zeile; Aufzählungen beginnen mit - oder 1."),
        template="portal/blocks/simple.html",
    )
    terms = blocks.ListBlock(
        EntryBlock(), label=_("Begriffe mit Erklärung"), icon="help", template="portal/blocks/terms.html"
    )
    ways = blocks.ListBlock(
        WayBlock(), label=_("Wege weiter"), icon="link", template="portal/blocks/ways.html"
    )
    sign_video = SignVideoBlock()
    quote = QuoteBlock()
    gallery = blocks.ListBlock(
        PictureBlock(), label=_("Bildergalerie"), icon="image", template="portal/blocks/gallery.html"
    )
    download = blocks.StructBlock(
        [
            ("document", DocumentChooserBlock(label=_("Datei"))),
            ("note", blocks.CharBlock(label=_("Hinweis"), required=False)),
        ],
        label=_("Datei zum Herunterladen"),
        icon="doc-full-inverse",
        template="portal/blocks/download.html",
    )
