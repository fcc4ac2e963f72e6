"""Money in templates, and what a verdict or a stand looks like."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.forms import BoundField, CheckboxSelectMultiple, RadioSelect
from django.forms.utils import flatatt
from django.forms.widgets import ChoiceWidget, Input
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from gruenzug.web.core.templatetags.gruenzug import day
from gruenzug.web.funding import money
from gruenzug.web.funding.matching import Outcome, Reason, Source, Verdict

register = template.Library()

REASON = (
    '<li><span class="reasons__mark reasons__mark--{}"><span aria-hidden="true">{}</span>'
    '<span class="visually-hidden">{}</span></span><div>{}{}</div></li>'
)

STATUS = {
    "open": ("confirmed", lambda: _("offen")),
    "announced": ("partial", lambda: _("angekündigt")),
    "passed": ("partial", lambda: _("bekannte Frist vorbei")),
    "unclear": ("partial", lambda: _("Frist nicht bekannt")),
    "closed": ("none", lambda: _("abgeschlossen")),
}


@register.filter
def euro(amount: Decimal | None) -> str:
    """Write an amount with its cents: ``{{ amount|euro }}`` → 1.234,50 €."""
    return money.euro(amount)


@register.filter
def whole_euro(amount: Decimal | None) -> str:
    """Write an amount without cents where there are none."""
    return money.euro(amount, whole=True)


@register.filter
def about(precision: str) -> str:
    """Write what stands before an amount that is not exact."""
    return {"about": _("rund") + " ", "derived": _("berechnet") + ": "}.get(precision, "")


@register.filter
def listed(thing: object) -> list[object]:
    """Return a list of one thing, for parts that take a list."""
    return [thing]


@register.filter
def status_label(status: str) -> str:
    """Write a stand of a programme in words."""
    return STATUS[status][1]()


@register.filter
def status_kind(status: str) -> str:
    """Return the kind of badge for a stand."""
    return STATUS[status][0]


@register.simple_tag
def source_badge(status: str) -> str:
    """Write how sure a statement is, as the badge of the design system does, where a list has many."""
    words = {"confirmed": _("belegt"), "partial": _("teilweise belegt"), "placeholder": _("Platzhalter")}
    return format_html('<span class="badge badge--{}">{}</span>', status, words.get(status, status))


@register.simple_tag
def control(field: BoundField) -> str:
    """Write a field; one with many choices in one go, for Django renders a template for each of them."""
    widget = field.field.widget
    if field.errors or not isinstance(widget, (ChoiceWidget, Input)):
        return str(field)
    if isinstance(widget, Input):
        return _input(field)
    chosen = {str(value) for value in widget.format_value(field.value()) or [""]}
    if isinstance(widget, RadioSelect):
        kind = "checkbox" if isinstance(widget, CheckboxSelectMultiple) else "radio"
        return _ticks(field, kind, chosen)
    options = [
        format_html('<option value="{}"{}>{}</option>', value, _if(str(value) in chosen, " selected"), label)
        for value, label in field.field.choices
    ]
    return format_html(
        '<select name="{}" id="{}">{}</select>',
        field.html_name,
        field.auto_id,
        mark_safe("".join(options)),
    )


@register.simple_tag
def reasons(outcome: Outcome) -> str:
    """Write what every rule says of a plan, each with its mark and who the rule is from."""
    marks = {
        Verdict.FITS: ("✓", _("passt:")),
        Verdict.UNCLEAR: ("?", _("zu klären:")),
        Verdict.NOT: ("✕", _("passt nicht:")),
    }
    rows = [
        format_html(REASON, reason.verdict, *marks[reason.verdict], reason.sentence, _source_line(reason))
        for reason in outcome.reasons
    ]
    return mark_safe("".join(rows))


def _source_line(reason: Reason) -> str:
    if not reason.sources:
        return ""
    return format_html('<span class="reasons__source">{}</span>', said_by(reason.sources))


@register.simple_tag
def said_by(sources: Iterable[Source]) -> str:
    """Write who says so and when somebody looked: ``Klimaatlas NRW, geprüft am 22. November 2026``."""
    checked = _("geprüft am")
    told = []
    for source in sources:
        if not source.title:
            continue
        name = (
            format_html('<a href="{}" rel="external">{}</a>', source.url, source.title)
            if source.url
            else conditional_escape(source.title)
        )
        told.append(
            format_html("{}, {} {}", name, checked, day(source.checked_on)) if source.checked_on else name
        )
    return mark_safe("; ".join(told))


def _input(field: BoundField) -> str:
    widget = field.field.widget
    attributes = field.build_widget_attrs({**widget.attrs, "id": field.auto_id}, widget)
    value = widget.format_value(field.value())
    if value is not None:
        attributes["value"] = value
    return format_html(
        '<input type="{}" name="{}"{}>', widget.input_type, field.html_name, flatatt(attributes)
    )


def _ticks(field: BoundField, kind: str, chosen: set[str]) -> str:
    tick = '<input type="{2}" name="{3}" value="{4}" id="{0}_{1}"{5}>'
    row = f'<div><label for="{{0}}_{{1}}">{tick} {{6}}</label></div>'
    name, identity = field.html_name, field.auto_id
    rows = [
        format_html(row, identity, place, kind, name, value, _if(str(value) in chosen, " checked"), label)
        for place, (value, label) in enumerate(field.field.choices)
    ]
    return format_html('<div id="{}">{}</div>', identity, mark_safe("".join(rows)))


def _if(holds: bool, text: str) -> str:
    return mark_safe(text) if holds else ""
