"""Forms of the public pages: filters, and what one asks of those who register."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.traps import TrapMixin
from gruenzug.web.events.models import (
    Block,
    Day,
    Need,
    PlaceState,
    Registration,
    Session,
)
from gruenzug.web.events.selectors import listing
from gruenzug.web.events.selectors.openness import availability
from gruenzug.web.events.services.registering import PERSON, Wish
from gruenzug.web.events.services.seats import Pool, Seats
from gruenzug.web.events.words import clock, day_label, way_label

PERSONAL = ("first_name", "last_name", "organisation", "email")
FURTHER = ("wants_certificate", "member_number", "note")
NEEDS = ("needs", "needs_text", "needs_consent")
NOT = "-"
"""What stands for "not there" and "none of them": an answer, so that nothing is left open by mistake."""


class FilterForm(forms.Form):
    """What to look for among the events; each choice says how many it leaves."""

    q = forms.CharField(label=gettext_lazy("Suchwort"), required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=gettext_lazy("Art"), required=False)
    mode = forms.ChoiceField(label=gettext_lazy("Teilnahme"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Leitthema"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Jahr"), required=False)

    def __init__(self, asked: listing.Asked) -> None:
        super().__init__(initial=vars(asked), auto_id="termine-%s")
        counts = {
            "kind": listing.kind_counts(asked),
            "mode": listing.mode_counts(asked),
            "theme": listing.theme_counts(asked),
        }
        if asked.when == listing.PAST:
            counts["year"] = listing.year_counts(asked)
        else:
            del self.fields["year"]
        for name, rows in counts.items():
            found = [(key, f"{label} ({count})") for key, label, count in rows]
            self.fields[name].choices = [("", _("alle")), *found]
        for name in ("goal", "body", "town"):
            if getattr(asked, name):
                self.fields[name] = forms.CharField(widget=forms.HiddenInput, initial=getattr(asked, name))


class FieldGroup:
    """Some fields of a form, for ``core/components/form_fields.html``."""

    def __init__(self, form: forms.Form, names: Iterable[str], title: Any = "", text: Any = "") -> None:
        self.form, self.title, self.text = form, title, text
        self.names = [name for name in names if name in form.fields]

    @property
    def visible_fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in self.names if not self.form[name].is_hidden]

    def __bool__(self) -> bool:
        return bool(self.names)


class PlacesForm(forms.Form):
    """Which days, how, and which of parallel workshops; each choice says how many places are left."""

    def __init__(
        self, *args: Any, seats: Seats, registration: Registration | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seats, self.event = seats, seats.event
        self._mine = _places_of(registration)
        for name, field in self._day_fields():
            self.fields[name] = field
        for name, field in self._block_fields():
            self.fields[name] = field
        for name in self.places_names if registration else ():
            self.initial.setdefault(name, NOT)

    @property
    def places_names(self) -> list[str]:
        """The fields this form adds."""
        return [name for name in self.fields if name.startswith(("way", "day_", "block_"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if not self.days():
            raise forms.ValidationError(_("Wählen Sie mindestens einen Tag."), "no_day")
        for block, sessions in self._blocks().items():
            offered = len(self.fields[f"block_{block.pk}"].choices) > 1
            none = cleaned.get(f"block_{block.pk}") == NOT
            if block.is_required and offered and none and self._attends(sessions):
                self.add_error(f"block_{block.pk}", _("Bitte wählen Sie eines der Angebote."))
        return cleaned

    def days(self) -> dict[Day, str]:
        """Return the days that were chosen, each with the way of taking part."""
        days = list(self.seats.days.values())
        if not self._singly:
            way = self.cleaned_data.get("way") or self.event.ways[0].value
            return dict.fromkeys(days, way)
        chosen = {day: self.cleaned_data.get(f"day_{day.pk}") for day in days}
        return {day: way for day, way in chosen.items() if way and way != NOT}

    def sessions(self) -> list[Session]:
        """Return the workshops that were chosen on the days that were."""
        days = {day.pk for day in self.days()}
        keys = [self.cleaned_data.get(f"block_{block.pk}") for block in self._blocks()]
        chosen = [self.seats.sessions[int(key)] for key in keys if key and key != NOT]
        return [session for session in chosen if session.day_id in days]

    @property
    def _singly(self) -> bool:
        return self.event.days_bookable and len(self.seats.days) > 1

    def _day_fields(self) -> Iterator[tuple[str, forms.Field]]:
        ways = self.event.ways
        if self._singly:
            for day in sorted(self.seats.days.values(), key=lambda day: day.date):
                choices = [
                    (way.value, self._told(way_label(way), self.seats.pool(day, way), (day.pk, way)))
                    for way in ways
                    if self._offered(self.seats.pool(day, way), (day.pk, way))
                ]
                yield f"day_{day.pk}", _radio(day_label(day), [*choices, (NOT, _("nicht dabei"))])
        elif len(ways) > 1:
            choices = [
                (way.value, self._told(way_label(way), self._tightest(way), (None, way)))
                for way in ways
                if self._offered(self._tightest(way), (None, way))
            ]
            yield "way", _radio(_("Teilnahme"), choices)

    def _block_fields(self) -> Iterator[tuple[str, forms.Field]]:
        for block, sessions in self._blocks().items():
            choices = [
                (str(row.pk), self._told(_session_label(row), self.seats.by_session[row.pk], row.pk))
                for row in sessions
                if self._offered(self.seats.by_session[row.pk], row.pk)
            ]
            if self._singly and block.is_required:
                choices.append((NOT, _("keines davon, ich bin an diesem Tag nicht dabei")))
            elif not block.is_required:
                choices.append((NOT, _("keines davon")))
            yield (
                f"block_{block.pk}",
                _radio(text_of(block.title), choices or [(NOT, _("alle sind ausgebucht"))]),
            )

    def _blocks(self) -> dict[Block, list[Session]]:
        blocks: dict[Block, list[Session]] = {}
        ordered = sorted(self.seats.sessions.values(), key=lambda row: (row.day.date, row.order, row.pk))
        for session in ordered:
            if not session.is_cancelled:
                blocks.setdefault(session.block, []).append(session)
        return blocks

    def _attends(self, sessions: list[Session]) -> bool:
        days = {day.pk for day in self.days()}
        return any(session.day_id in days for session in sessions)

    def _tightest(self, way: str) -> Pool:
        """Return the places of the day that has fewest left, where one registers for all days."""
        pools = [self.seats.pool(day, way) for day in self.seats.days]
        return min(pools, key=lambda pool: (pool.is_open, pool.free is None, pool.free or 0))

    def _offered(self, pool: Pool, key: Any) -> bool:
        return pool.is_open or self.event.has_waiting_list or key in self._mine

    def _told(self, label: str, pool: Pool, key: Any) -> str:
        if key in self._mine:
            mine = (
                _("Ihr Platz")
                if self._mine[key] == PlaceState.CONFIRMED
                else _("Sie stehen auf der Warteliste")
            )
            return f"{label} ({mine})"
        told = availability(pool, has_waiting_list=self.event.has_waiting_list)
        return f"{label} ({told})" if told else label


class NeedsMixin(forms.Form):
    """What somebody needs to take part; asked only where the event asks, kept only with consent."""

    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Damit ich teilnehmen kann, brauche ich"),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needs_text = forms.CharField(
        label=gettext_lazy("Etwas anderes, oder Genaueres"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    needs_consent = forms.BooleanField(
        label=gettext_lazy(
            "Ich willige ein, dass die für diese Veranstaltung zuständigen Personen diese Angaben lesen. "
            "Sie werden zwei Wochen nach der Veranstaltung gelöscht; ich kann sie jederzeit zurücknehmen."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("needs") or cleaned.get("needs_text")) and not cleaned.get("needs_consent"):
            self.add_error(
                "needs_consent", _("Ohne Ihre Einwilligung dürfen wir diese Angaben nicht speichern.")
            )
        return cleaned


class PersonForm(NeedsMixin, PlacesForm):
    """One person: who, for which days, and what is needed."""

    asks_needs = True

    first_name = forms.CharField(label=gettext_lazy("Vorname"), max_length=80)
    last_name = forms.CharField(label=gettext_lazy("Nachname"), max_length=80)
    organisation = forms.CharField(
        label=gettext_lazy("Einrichtung"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Steht auf dem Namensschild"),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse"),
        max_length=254,
        help_text=gettext_lazy("Dorthin schicken wir die Bestätigung und einen Link zum Ändern und Absagen."),
    )
    wants_certificate = forms.BooleanField(
        label=gettext_lazy("Ich möchte eine Teilnahmebescheinigung."), required=False
    )
    member_number = forms.CharField(
        label=gettext_lazy("Mitgliedsnummer bei der Kammer"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Nur wenn sie auf der Bescheinigung stehen soll"),
    )
    note = forms.CharField(
        label=gettext_lazy("Nachricht an die Veranstalterin"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, hint in (
            ("first_name", "given-name"),
            ("last_name", "family-name"),
            ("organisation", "organization"),
            ("email", "email"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = hint
        if not self.event.has_certificate:
            del self.fields["wants_certificate"], self.fields["member_number"]
        if not self.event.asks_needs or not self.asks_needs:
            for name in NEEDS:
                del self.fields[name]

    @property
    def groups(self) -> list[FieldGroup]:
        """The fields in the order in which one thinks of them."""
        needs_text = _("Das lesen nur die Personen, die sich bei dieser Veranstaltung darum kümmern.")
        groups = [
            FieldGroup(self, PERSONAL, _("Wer kommt?")),
            FieldGroup(self, self.places_names, _("Wobei sind Sie dabei?")),
            FieldGroup(self, NEEDS, _("Was brauchen Sie?"), needs_text),
            FieldGroup(self, FURTHER, _("Noch etwas?")),
        ]
        return [group for group in groups if group]

    def person(self) -> dict[str, Any]:
        """Return who it is."""
        return {name: self.cleaned_data[name] for name in PERSON if name in self.cleaned_data}

    def wish(self) -> Wish:
        """Return what is wanted."""
        return Wish(
            days=self.days(),
            sessions=self.sessions(),
            needs=self.cleaned_data.get("needs"),
            needs_text=self.cleaned_data.get("needs_text", ""),
        )


class RegistrationForm(TrapMixin, PersonForm):
    """The form of a visitor. Who knows what to type is quick, and a place may depend on it: no least time."""

    quickest_s = 0
    ticket = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ticket"].initial = uuid.uuid4()


class StaffForm(PersonForm):
    """The form of the back office: it neither shows nor changes what somebody needs."""

    asks_needs = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = self.fields["email"].required = False
        self.fields["email"].help_text = _("Ohne Adresse bekommt die Person keine Nachrichten.")


def initial_of(registration: Registration) -> dict[str, Any]:
    """Return what a registration says now, as the form takes it."""
    initial: dict[str, Any] = {name: getattr(registration, name) for name in PERSON}
    places = _places_of(registration)
    for place in registration.attendances.all():
        if (place.day_id, place.way) in places:
            initial |= {f"day_{place.day_id}": place.way, "way": place.way}
    for choice in registration.choices.all():
        if choice.session_id in places and choice.session.block_id:
            initial[f"block_{choice.session.block_id}"] = str(choice.session_id)
    if need := getattr(registration, "need", None):
        initial |= {"needs": need.kinds, "needs_text": need.text, "needs_consent": True}
    return initial


def _places_of(registration: Registration | None) -> Mapping[Any, str]:
    """Return the places somebody has or waits for: days with their way, all days as None, workshops."""
    if registration is None:
        return {}
    places: dict[Any, str] = {}
    for place in registration.attendances.all():
        if place.state != PlaceState.CANCELLED:
            places[place.day_id, place.way] = places[None, place.way] = place.state
    for choice in registration.choices.all():
        if choice.state != PlaceState.CANCELLED:
            places[choice.session_id] = choice.state
    return places


def _radio(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def _session_label(session: Session) -> str:
    hours = f"{clock(session.begins_at)} – " if session.begins_at else ""
    return f"{hours}{text_of(session.title)}"
