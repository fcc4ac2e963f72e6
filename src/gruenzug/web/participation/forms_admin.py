"""Forms of the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gruenzug.web.charter.models import Handlungsziel, Leitthema
from gruenzug.web.directory.members import own_bodies
from gruenzug.web.participation.models import Category, Idea, Stage


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
