"""The form of a survey, made from its questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.traps import TrapMixin
from gruenzug.web.participation import sessions
from gruenzug.web.participation.checking import is_solved
from gruenzug.web.participation.models import Question, Survey

Kind = Question.Kind
PREFIX = "frage-"


class SurveyForm(TrapMixin):
    """One field per question; nothing about the person."""

    altcha = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, survey: Survey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = sessions.current(request)
        self._questions = list(survey.questions.all())
        for question in self._questions:
            self.fields[f"{PREFIX}{question.pk}"] = _field(question)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.cleaned_data["is_checked"] = bool(self.participant) or is_solved(cleaned.get("altcha", ""))
        return cleaned

    @property
    def what(self) -> list[Any]:
        """The questions as fields."""
        return [self[f"{PREFIX}{question.pk}"] for question in self._questions]

    @property
    def answers(self) -> dict[int, Any]:
        """What was answered, by number of the question."""
        return {question.pk: self.cleaned_data.get(f"{PREFIX}{question.pk}") for question in self._questions}


def _field(question: Question) -> forms.Field:
    facts = {"label": text_of(question.text), "required": question.is_required}
    choices = [(key, text_of(words)) for key, words in question.choices]
    if question.kind == Kind.MULTIPLE:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **facts)
    if question.kind in (Kind.SINGLE, Kind.SCALE):
        told = _("1 heißt gar nicht, 5 heißt sehr.") if question.kind == Kind.SCALE else ""
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, help_text=told, **facts)
    if question.kind == Kind.NUMBER:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        return forms.FloatField(localize=True, widget=widget, min_value=-1e9, max_value=1e9, **facts)
    return forms.CharField(
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nennen Sie bitte keine Personen."),
        **facts,
    )
