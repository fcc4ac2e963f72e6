"""Forms of the back office: an event with its days, a part of its programme, what a step needs."""

from __future__ import annotations

from itertools import count
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from gruenzug.web.core.folding import fold
from gruenzug.web.core.models import User
from gruenzug.web.core.roles import Role
from gruenzug.web.directory.members import own_bodies
from gruenzug.web.events.models import Block, Day, Event, NeedState, Room, Session

RESERVED = {"archiv", "archive", "anmeldung", "registration", "gruppe", "group", "einlass", "check-in"}


class EventForm(WagtailAdminModelForm):
    """An event; who is not of the team chooses among the own bodies."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        for name in ("begins_on", "ends_on"):
            self.fields[name].required = False
        self.fields["needs_team"].queryset = (
            User.objects.filter(is_active=True, groups__isnull=False).distinct().order_by("last_name")
        )
        if self.is_limited:
            self.fields["organiser"].queryset = own_bodies(self.for_user)
            self.fields["organiser"].required = True

    @property
    def is_limited(self) -> bool:
        """Whether the account may choose own bodies only; without an account, nothing is known of it."""
        user = self.for_user
        return user is None or not (user.is_superuser or Role.PROGRAMME_TEAM in user.roles)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        slug = cleaned.get("slug") or self._free_slug(cleaned.get("title_de", ""))
        if (
            slug in RESERVED
            or not slug
            or Event.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists()
        ):
            self.add_error("slug", _("„%s“ ist vergeben; wählen Sie eine andere Adresse.") % (slug or "–"))
        cleaned["slug"] = slug
        days = self._days()
        if days:
            cleaned["begins_on"], cleaned["ends_on"] = min(days), max(days)
        elif not cleaned.get("begins_on"):
            self.add_error("begins_on", _("Tragen Sie einen Tag ein, oder wenigstens, wann es beginnt."))
        elif not cleaned.get("ends_on"):
            cleaned["ends_on"] = cleaned["begins_on"]
        return cleaned

    def is_valid(self) -> bool:
        """Check too that nobody is registered for what is taken away."""
        return super().is_valid() and not self._taken_away()

    def _free_slug(self, title: str) -> str:
        """Return an address made of the title that no other event has."""
        stem = slugify(fold(title))[:110] or "veranstaltung"
        taken = set(Event.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED
        free = (f"{stem}-{number}" for number in count(2))
        return stem if stem not in taken else next(slug for slug in free if slug not in taken)

    def _days(self) -> list[Any]:
        rows = [row.cleaned_data for row in self.formsets["days"].forms if row.is_valid()]
        return [row["date"] for row in rows if row.get("date") and not row.get("DELETE")]

    def _taken_away(self) -> bool:
        """Refuse to delete days and choices somebody is registered for, in a sentence."""
        found = False
        for name, told in (
            ("days", _("Für den %s ist schon jemand angemeldet; sagen Sie stattdessen ab.")),
            ("blocks", _("Aus „%s“ hat schon jemand gewählt.")),
        ):
            for row in self.formsets[name].deleted_forms:
                if row.instance.pk and _is_booked(row.instance):
                    self.add_error(None, told % row.instance)
                    found = True
        return found


class SessionForm(WagtailAdminModelForm):
    """A part of a programme; day, room and choice belong to its event."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None and not self._is_team:
            self.fields["event"].queryset = Event.objects.filter(organiser__in=own_bodies(self.for_user))
        event = self.instance.event_id or self.initial.get("event") or (self.data or {}).get("event")
        for name, model in (("day", Day), ("room", Room), ("block", Block)):
            rows = model.objects.filter(event=event) if str(event or "").isdecimal() else model.objects.all()
            self.fields[name].queryset = rows.select_related("event")

    @property
    def _is_team(self) -> bool:
        return self.for_user.is_superuser or Role.PROGRAMME_TEAM in self.for_user.roles

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("day", "room", "block"):
            row, event = cleaned.get(name), cleaned.get("event")
            if row and event and row.event_id != event.pk:
                self.add_error(name, _("Das gehört zu einer anderen Veranstaltung."))
        if cleaned.get("places") is not None and not cleaned.get("block"):
            self.add_error("places", _("Plätze zählen nur in einer Auswahl; wählen Sie eine."))
        return cleaned


class CancelEventForm(forms.Form):
    """Why an event does not take place; goes out to everybody."""

    reason_de = forms.CharField(label=gettext_lazy("Grund, geht an alle Angemeldeten"), max_length=300)
    reason_en = forms.CharField(label=gettext_lazy("Grund, englisch"), max_length=300, required=False)


class AnnounceForm(forms.Form):
    """What changed, for everybody who is registered."""

    text = forms.CharField(
        label=gettext_lazy("Was sich ändert"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReasonForm(forms.Form):
    """Why a registration is let in or called off; the person reads it."""

    reason = forms.CharField(label=gettext_lazy("Grund"), max_length=300)


class NeedForm(forms.Form):
    """What became of a need; the person reads it."""

    state = forms.ChoiceField(label=gettext_lazy("Stand"), choices=NeedState.choices)
    answer = forms.CharField(
        label=gettext_lazy("Antwort an die Person"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == NeedState.IMPOSSIBLE and not cleaned.get("answer"):
            raise ValidationError({"answer": _("Sagen Sie der Person, was stattdessen geht.")})
        return cleaned


def _is_booked(row: Any) -> bool:
    if isinstance(row, Day):
        return row.attendances.exists()
    return Session.objects.filter(block=row, choices__isnull=False).exists()
