"""Signing up, and setting what one gets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.templatetags.gruenzug import text
from gruenzug.web.core.traps import TrapMixin
from gruenzug.web.newsletter.models import Language, MailingList, Subscriber, Topic
from gruenzug.web.newsletter.services.signing_up import Wish
from gruenzug.web.places.models import Municipality


class TitledChoices(forms.ModelMultipleChoiceField):
    """Rows to tick, by their title in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return text(obj.title) if hasattr(obj, "title") else obj.name


class SignUpForm(TrapMixin):
    """An address and a yes; more is asked only after it is confirmed."""

    quickest_s = 1  # a known address and one tick are quickly done

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Ohne E-Mail-Adresse können wir Ihnen nichts schicken.")},
    )
    lists = TitledChoices(
        MailingList.objects.none(),
        label=_("Was möchten Sie bekommen?"),
        error_messages={"required": _("Kreuzen Sie mindestens einen Newsletter an.")},
    )
    agreed = forms.BooleanField(
        label=_("Ja, ich möchte den Newsletter bekommen und bin mit dem Text unten einverstanden."),
        error_messages={"required": _("Kreuzen Sie das an, wenn Sie den Newsletter möchten.")},
    )
    topic = forms.SlugField(widget=forms.HiddenInput, required=False)
    municipality = forms.RegexField(r"^\d{8}$", widget=forms.HiddenInput, required=False)
    page = forms.RegexField(r"^/[\w/.-]*$", max_length=200, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_lists = list(MailingList.objects.filter(is_open=True))
        self.fields["lists"].queryset = MailingList.objects.filter(is_open=True)
        if len(self.open_lists) == 1:  # nothing to choose
            del self.fields["lists"]

    def wish(self, path: str) -> Wish:
        """Return what was asked for, with the page it was asked on."""
        asked = self.cleaned_data
        return Wish(
            email=asked["email"],
            language=get_language() or "de",
            lists=list(asked.get("lists") or self.open_lists),
            source=asked.get("page") or path,
            topics=list(Topic.objects.filter(key=asked["topic"])) if asked.get("topic") else [],
            municipalities=list(Municipality.objects.filter(ags=asked["municipality"]))
            if asked.get("municipality")
            else [],
        )


class PreferencesForm(forms.Form):
    """What a subscriber gets, about what, about where, in which language."""

    lists = TitledChoices(
        MailingList.objects.none(),
        label=_("Newsletter"),
        required=False,
        help_text=_("Ohne Kreuz melden Sie sich ab, und wir löschen Ihre Adresse."),
    )
    topics = TitledChoices(
        Topic.objects.none(),
        label=_("Themen"),
        required=False,
        help_text=_("Ohne Kreuz bekommen Sie jede Ausgabe."),
    )
    municipalities = TitledChoices(
        Municipality.objects.none(),
        label=_("Kommunen"),
        required=False,
        help_text=_("Ausgaben für einzelne Kommunen bekommen Sie dann nur von diesen."),
    )
    language = forms.ChoiceField(label=_("Sprache"), choices=Language.choices)

    def __init__(self, *args: Any, subscriber: Subscriber, **kwargs: Any) -> None:
        have = list(subscriber.lists.all())
        kwargs["initial"] = {
            "lists": have,
            "topics": subscriber.topics.all(),
            "municipalities": subscriber.municipalities.all(),
            "language": subscriber.language,
        }
        super().__init__(*args, **kwargs)
        offered = MailingList.objects.filter(is_open=True) | MailingList.objects.filter(
            pk__in=[each.pk for each in have]
        )
        self.fields["lists"].queryset = offered
        self.fields["topics"].queryset = Topic.objects.all()
        self.fields["municipalities"].queryset = Municipality.objects.order_by("name")
        if not self.fields["municipalities"].queryset.exists():
            del self.fields["municipalities"]
