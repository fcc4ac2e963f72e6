"""Forms of the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from gruenzug.web.charter.models import Handlungsziel, Leitthema, Version
from gruenzug.web.directory.members import own_bodies
from gruenzug.web.participation.models import Category, Decision, Idea, Stage


class AnswerForm(forms.Form):
    """How far an idea is, and what we say to it."""

    stage = forms.ChoiceField(label=gettext_lazy("Stand"), choices=Stage.choices)
    answer = forms.CharField(
        label=gettext_lazy("Öffentliche Antwort"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    answered_by = forms.CharField(
        label=gettext_lazy("Antwort von"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Körperschaft oder Amt, keine Person"),
    )

    def __init__(self, idea: Idea, user: Any, *args: Any, **kwargs: Any) -> None:
        body = own_bodies(user).first()
        initial = {
            "stage": idea.stage,
            "answer": idea.answer,
            "answered_by": idea.answered_by or (body.label if body else ""),
        }
        super().__init__(*args, initial=initial, **kwargs)


class DraftForm(forms.Form):
    """A new version of the draft, pasted or taken from the Charta."""

    source = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "Aus der Textverarbeitung einfügen: Absätze durch Leerzeilen, Überschriften mit # am Anfang; "
            "HTML wird erkannt, seine Auszeichnung entfernt."
        ),
    )
    version = forms.ModelChoiceField(
        label=gettext_lazy("oder eine Fassung der Charta oder Strategie"),
        queryset=Version.objects.all(),
        required=False,
    )
    note = forms.CharField(label=gettext_lazy("Anmerkung zur Fassung"), max_length=240, required=False)


class ImportForm(forms.Form):
    """Contributions from another system."""

    file = forms.FileField(
        label=gettext_lazy("Datei"), help_text=gettext_lazy("JSON Lines oder CSV, höchstens 20 MB")
    )
    origin = forms.CharField(
        label=gettext_lazy("übernommen aus"), max_length=80, help_text=gettext_lazy("etwa: Beteiligung.NRW")
    )


class ReplyForm(forms.Form):
    """An answer to the contributions that are ticked."""

    decision = forms.ChoiceField(label=gettext_lazy("Entscheidung"), choices=Decision.choices)
    text = forms.CharField(
        label=gettext_lazy("Antwort"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    keys = forms.CharField(
        label=gettext_lazy("geändert in anderen Absätzen"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Kennungen durch Leerzeichen getrennt, etwa: a4 a7"),
    )


class ConsultationForm(WagtailAdminModelForm):
    """A consultation; who asks for a body chooses among the own ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited = self.for_user is None or not self.for_user.has_perm("participation.delete_consultation")
        if limited and "body" in self.fields:
            self.fields["body"].queryset = own_bodies(self.for_user)
            self.fields["body"].required = True


class SortForm(forms.Form):
    """What an idea serves."""

    category = forms.ChoiceField(label=gettext_lazy("Art"), choices=Category.choices)
    themes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Leitthemen"),
        queryset=Leitthema.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    goals = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Handlungsziele"),
        queryset=Handlungsziel.objects.named(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, idea: Idea, *args: Any, **kwargs: Any) -> None:
        initial = {"category": idea.category, "themes": idea.themes.all(), "goals": idea.goals.all()}
        super().__init__(*args, initial=initial, **kwargs)
