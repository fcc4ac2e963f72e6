"""Filters of the public lists: plain GET forms whose choices say how much they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.models import Document, Handlungsziel, Leitthema, Pledge, Version
from gruenzug.web.charter.selectors import pledges as pledge_selectors
from gruenzug.web.charter.selectors.goals import UNASSIGNED, Outline
from gruenzug.web.charter.selectors.register import Asked, Register
from gruenzug.web.core.widgets import QuickSelect
from gruenzug.web.directory.models import Kind


class GoalFilter(forms.Form):
    """Which goals: of a Leitthema, of a kind, only those whose title is known."""

    theme = forms.ChoiceField(label=gettext_lazy("Leitthema"), required=False, widget=QuickSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Art"), required=False, widget=QuickSelect)
    named = forms.ChoiceField(label=gettext_lazy("Beleg"), required=False, widget=QuickSelect)

    def __init__(self, outline: Outline, asked: Mapping[str, str]) -> None:
        super().__init__(initial=dict(asked), auto_id="ziele-%s")
        themes = [
            (row.key, counted(text_of(row.short_name), outline.by_theme.get(row.key, 0)))
            for row in Leitthema.objects.all()
        ]
        loose = outline.by_theme.get(UNASSIGNED, 0)
        self.fields["theme"].choices = [
            ("", _("alle")),
            *themes,
            *([(UNASSIGNED, counted(_("noch nicht zugeordnet"), loose))] if loose else []),
        ]
        kinds = [
            (key, counted(label, outline.by_kind.get(key, 0))) for key, label in Handlungsziel.Kind.choices
        ]
        self.fields["kind"].choices = [("", _("alle")), *kinds]
        known = outline.all - outline.placeholders
        self.fields["named"].choices = [
            ("", counted(_("alle"), outline.all)),
            ("1", counted(_("ohne Platzhalter"), known)),
        ]


class RegisterFilter(forms.Form):
    """Whom of the register to show."""

    q = forms.CharField(label=gettext_lazy("Name oder Vorlage Nr."), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label=gettext_lazy("Stand"), required=False, widget=QuickSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Art der Körperschaft"), required=False, widget=QuickSelect)
    county = forms.ChoiceField(label=gettext_lazy("Kreis"), required=False, widget=QuickSelect)
    document = forms.ChoiceField(label=gettext_lazy("Dokument"), required=False, widget=QuickSelect)

    def __init__(self, register: Register, counties: Mapping[str, str], asked: Asked) -> None:
        super().__init__(initial=vars(asked), auto_id="register-%s")
        everything = ("", counted(_("alle"), register.all))
        states = [(state, counted(label, number)) for state, label, number in register.states]
        self.fields["state"].choices = [everything, *states]
        kinds = [(key, counted(label, register.by_kind[key])) for key, label in Kind.choices]
        self.fields["kind"].choices = [everything, *(row for row in kinds if register.by_kind.get(row[0]))]
        self.fields["county"].choices = [("", _("alle")), *counties.items()]
        self.fields["document"].choices = [("", _("alle")), *Document.choices]


class PledgeFilter(forms.Form):
    """Which promises to show."""

    q = forms.CharField(label=gettext_lazy("Wort oder Name"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label=gettext_lazy("Stand"), required=False, widget=QuickSelect)
    theme = forms.ChoiceField(label=gettext_lazy("Leitthema"), required=False, widget=QuickSelect)
    goal = forms.CharField(required=False, widget=forms.HiddenInput)
    body = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, counts: Mapping[str, int], themes: Iterable[Leitthema], asked: pledge_selectors.Asked
    ) -> None:
        super().__init__(initial=vars(asked), auto_id="zusagen-%s")
        states = [
            *((key, label) for key, label in Pledge.State.choices if key != Pledge.State.DRAFT),
            (pledge_selectors.OVERDUE, _("überfällig")),
        ]
        self.fields["state"].choices = [
            ("", _("alle")),
            *((key, counted(label, counts.get(key, 0))) for key, label in states),
        ]
        self.fields["theme"].choices = [
            ("", _("alle")),
            *((row.key, text_of(row.short_name)) for row in themes),
        ]
        for name in ("goal", "body"):
            if not getattr(asked, name):
                del self.fields[name]


class CompareForm(forms.Form):
    """Two versions of one document; without a choice the newest and the one before."""

    before = forms.ChoiceField(label=gettext_lazy("Von"), required=False, widget=QuickSelect)
    after = forms.ChoiceField(label=gettext_lazy("Bis"), required=False, widget=QuickSelect)

    def __init__(self, versions: Mapping[str, list[Version]], asked: Mapping[str, Any]) -> None:
        self._versions = {
            f"{version.document}-{version.number}": version for rows in versions.values() for version in rows
        }
        self._chosen = tuple(self._versions.get(asked.get(name, "")) for name in ("before", "after"))
        first, last = self.pair()
        shown = {"before": _key(first), "after": _key(last)}
        super().__init__(initial=shown, auto_id="vergleich-%s")
        choices = [(key, version.title) for key, version in self._versions.items()]
        self.fields["before"].choices = self.fields["after"].choices = choices

    def pair(self) -> tuple[Version | None, Version | None]:
        """Return both versions; None twice if there are no two of one document."""
        before, after = self._chosen
        if before and after and before.document == after.document and before.pk != after.pk:
            return before, after
        if after and (older := self._older(after)):
            return older, after
        for version in self._versions.values():
            if older := self._older(version):
                return older, version
        return None, None

    def _older(self, version: Version) -> Version | None:
        rows = [row for row in self._versions.values() if row.document == version.document]
        return max(
            (row for row in rows if row.number < version.number), key=lambda row: row.number, default=None
        )


def counted(label: Any, number: int) -> str:
    """Return a choice with how much it holds, such as ``beschlossen (12)``."""
    return f"{label} ({number})"


def _key(version: Version | None) -> str:
    return f"{version.document}-{version.number}" if version else ""
