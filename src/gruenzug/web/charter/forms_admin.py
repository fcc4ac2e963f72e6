"""Forms of the back office: whose bodies may be chosen, which indicators exist, what a step needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from gruenzug.web.charter.models import (
    Commitment,
    CouncilPaper,
    Document,
    Pledge,
    Report,
    Section,
    SigningEvent,
    Version,
)
from gruenzug.web.core.roles import Role
from gruenzug.web.directory.members import own_bodies
from gruenzug.web.directory.models import ContactGroup, Organisation
from gruenzug.web.directory.selectors import members_of

WORDS = ("title_de", "title_en", "title_simple", "text_de", "text_en", "text_simple")


def day_input() -> forms.DateInput:
    """Return a date field browsers help with."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OwnBodyForm(WagtailAdminModelForm):
    """A row of a body: who is not of the team chooses among the own ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_limited and "body" in self.fields:
            self.fields["body"].queryset = own_bodies(self.for_user)

    @property
    def is_limited(self) -> bool:
        """Whether the account may choose own bodies only; without an account, nothing is known of it."""
        user = self.for_user
        return user is None or not (user.is_superuser or Role.PROGRAMME_TEAM in user.roles)


class PledgeForm(OwnBodyForm):
    """A promise; what it rests on is a commitment of the same body."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Commitment.objects.select_related("body", "version")
        if self.is_limited:
            rows = rows.filter(body__in=own_bodies(self.for_user))
        self.fields["commitment"].queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        body, commitment = cleaned.get("body"), cleaned.get("commitment")
        if body and commitment and commitment.body_id != body.pk:
            raise ValidationError({"commitment": _("Die Grundlage gehört zu %s.") % commitment.body.label})
        return cleaned


class VersionForm(WagtailAdminModelForm):
    """The text of a version; whoever saves it, decided words stay as they were decided."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not Version.objects.get(pk=self.instance.pk).is_editable:
            raise ValidationError(_("Der Wortlaut ist beschlossen; ändern Sie ihn in der nächsten Fassung."))
        return cleaned


class WordingForm(WagtailAdminModelForm):
    """A theme or goal: its words are those of the version in force and are changed there."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        touched = [name for name in WORDS if name in self.changed_data]
        name = self.instance._meta.model_name
        if self.instance.pk is None or not touched:
            return cleaned
        section = Section.objects.filter(
            version__state=Version.State.IN_FORCE, **{name: self.instance}
        ).select_related("version")
        if found := section.first():
            message = _("Der Wortlaut steht in „%s“; ändern Sie ihn dort.") % found.version
            raise ValidationError({touched[0]: message})
        return cleaned


class DraftForm(forms.Form):
    """The next version of a document."""

    document = forms.ChoiceField(label=gettext_lazy("Dokument"), choices=Document.choices)
    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)


class DecisionForm(forms.Form):
    """The decision that puts a version into force."""

    decided_on = forms.DateField(label=gettext_lazy("beschlossen am"), widget=day_input())
    decided_by = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("beschlossen von"), required=False
    )
    decided_in = forms.CharField(label=gettext_lazy("Gremium"), max_length=160, required=False)
    vote = forms.CharField(label=gettext_lazy("Abstimmung"), max_length=160, required=False)
    reference = forms.CharField(label=gettext_lazy("Drucksache"), max_length=80, required=False)
    url = forms.URLField(label=gettext_lazy("Adresse des Beschlusses"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_by"].queryset = Organisation.objects.filter(
            kind__in=["regional-association", "municipality", "county"]
        )


class SendForm(forms.Form):
    """Whom a request goes to."""

    groups = forms.ModelMultipleChoiceField(
        ContactGroup.objects.all(),
        label=gettext_lazy("Verteiler"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    bodies = forms.ModelMultipleChoiceField(
        Organisation.objects.all(), label=gettext_lazy("und außerdem"), required=False
    )

    def chosen(self) -> list[Organisation]:
        """Return every chosen body once."""
        found = {body.pk: body for group in self.cleaned_data["groups"] for body in members_of(group)}
        return list({**found, **{body.pk: body for body in self.cleaned_data["bodies"]}}.values())


class MoveForm(forms.Form):
    """The next step of a commitment and what makes it true."""

    to = forms.ChoiceField(label=gettext_lazy("neuer Stand"))
    decided_on = forms.DateField(label=gettext_lazy("beschlossen am"), required=False, widget=day_input())
    decided_in = forms.CharField(label=gettext_lazy("beschlossen in"), max_length=160, required=False)
    vote = forms.CharField(label=gettext_lazy("Abstimmung in Worten"), max_length=120, required=False)
    votes_for = forms.IntegerField(label=gettext_lazy("Ja"), min_value=0, required=False)
    votes_against = forms.IntegerField(label=gettext_lazy("Nein"), min_value=0, required=False)
    abstentions = forms.IntegerField(label=gettext_lazy("Enthaltungen"), min_value=0, required=False)
    note = forms.CharField(label=gettext_lazy("öffentliche Erläuterung"), max_length=240, required=False)

    def __init__(
        self, commitment: Commitment, choices: list[tuple[str, Any]], *args: Any, **kwargs: Any
    ) -> None:
        names = ("decided_on", "decided_in", "vote", "votes_for", "votes_against", "abstentions")
        known = {name: getattr(commitment, name) for name in names}
        super().__init__(*args, initial={**known, "note": ""}, **kwargs)
        self.fields["to"].choices = choices
        if commitment.form == Commitment.Form.DECLARATION:
            for name in names:
                del self.fields[name]


class SignForm(forms.Form):
    """A signature."""

    signed_on = forms.DateField(
        label=gettext_lazy("unterzeichnet am"), initial=timezone.localdate, widget=day_input()
    )
    signed_as = forms.CharField(
        label=gettext_lazy("unterzeichnet als"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Funktion, kein Name"),
    )
    event = forms.ModelChoiceField(SigningEvent.objects.none(), label=gettext_lazy("bei"), required=False)

    def __init__(self, commitment: Commitment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = SigningEvent.objects.filter(version=commitment.version_id)


class PledgeMoveForm(forms.Form):
    """The next step of a promise."""

    to = forms.ChoiceField(label=gettext_lazy("neuer Stand"))
    note = forms.CharField(label=gettext_lazy("öffentliche Erläuterung"), max_length=240, required=False)

    def __init__(self, choices: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices


class ReportForm(forms.ModelForm):
    """What a body says about a promise."""

    class Meta:
        model = Report
        fields = ("progress", "percent", "words")
        widgets = {"words": forms.Textarea(attrs={"rows": 8})}


class AdoptForm(forms.Form):
    """Which commitment a found paper belongs to."""

    commitment = forms.ModelChoiceField(
        Commitment.objects.none(),
        label=gettext_lazy("Mitwirkung"),
        required=False,
        empty_label=gettext_lazy("neu anlegen für:"),
    )
    version = forms.ModelChoiceField(Version.objects.none(), label=gettext_lazy("Fassung"))

    def __init__(self, paper: CouncilPaper, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitment"].queryset = Commitment.objects.filter(
            body=paper.system.body_id
        ).select_related("body", "version")
        versions = Version.objects.public()
        self.fields["version"].queryset = versions
        self.fields["version"].initial = versions.first()


def next_states(row: Commitment | Pledge, transitions: dict[str, frozenset[str]]) -> list[tuple[str, Any]]:
    """Return the states that may follow, in their order; a declaration is decided by its signature."""
    allowed = transitions[row.state]
    if isinstance(row, Commitment) and row.form == Commitment.Form.DECLARATION:
        allowed = allowed - {Commitment.State.IN_CONSULTATION, Commitment.State.DECIDED}
    return [(state.value, state.label) for state in type(row).State if state in allowed]
