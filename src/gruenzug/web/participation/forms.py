"""Forms of the public pages; what they accept is checked again by the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.models import Leitthema
from gruenzug.web.core.traps import TrapMixin
from gruenzug.web.core.widgets import QuickSelect
from gruenzug.web.participation import sessions
from gruenzug.web.participation.checking import is_solved
from gruenzug.web.participation.models import Category, Photo, Stage
from gruenzug.web.participation.selectors.ideas import Found
from gruenzug.web.participation.services.photos import store_photo
from gruenzug.web.participation.services.sending import town_for
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.services.placing import point_of

PHOTO_SALT = "participation.photo"
HIDDEN_FIELDS = ("homepage", "begun")


class FilterForm(forms.Form):
    """Which ideas to show; each choice says how many it would leave."""

    q = forms.CharField(label=gettext_lazy("Suchbegriff"), required=False, widget=forms.SearchInput)
    category = forms.ChoiceField(label=gettext_lazy("Art"), required=False, widget=QuickSelect)
    stage = forms.ChoiceField(label=gettext_lazy("Stand"), required=False, widget=QuickSelect)
    municipality = forms.ChoiceField(label=gettext_lazy("Kommune"), required=False, widget=QuickSelect)
    theme = forms.ChoiceField(label=gettext_lazy("Leitthema"), required=False, widget=QuickSelect)
    sort = forms.ChoiceField(
        label=gettext_lazy("Reihenfolge"),
        required=False,
        widget=QuickSelect,
        choices=[
            ("", gettext_lazy("neueste zuerst")),
            ("support", gettext_lazy("meiste Unterstützung")),
            ("talk", gettext_lazy("meiste Kommentare")),
        ],
    )

    def __init__(self, found: Found) -> None:
        super().__init__(initial=vars(found.asked), auto_id="ideen-%s")
        towns = Municipality.objects.filter(slug__in=found.counts["municipality"]).order_by("name")
        themes = Leitthema.objects.filter(key__in=found.counts["theme"])
        labels = {
            "category": dict(Category.choices),
            "stage": dict(Stage.choices),
            "municipality": dict(towns.values_list("slug", "name")),
            "theme": {theme.key: text_of(theme.short_name) for theme in themes},
        }
        for name, known in labels.items():
            counts, chosen = found.counts[name], getattr(found.asked, name)
            told = [
                (key, f"{label} ({counts.get(key, 0)})")
                for key, label in known.items()
                if counts.get(key) or key == chosen
            ]
            self.fields[name].choices = [("", _("alle")), *told]


class SenderForm(TrapMixin):
    """Who sends: nothing to say for a known participant, else a name and an address."""

    name = forms.CharField(
        label=gettext_lazy("Name, der beim Beitrag steht"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Ihr Vorname oder ein frei gewählter Name; leer heißt „ohne Namen“."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Ihre E-Mail-Adresse"),
        help_text=gettext_lazy("Dorthin geht ein Link zum Bestätigen. Veröffentlicht wird sie nie."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    body = forms.ModelChoiceField(
        label=gettext_lazy("Sie schreiben für"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("mich selbst"),
    )
    altcha = forms.CharField(required=False, widget=forms.HiddenInput)
    wants_answer = forms.BooleanField(
        label=gettext_lazy("Schreiben Sie mir einmal, was daraus geworden ist"), required=False
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = sessions.current(request)
        bodies = sessions.bodies_of(request)
        if self.participant:
            del self.fields["email"], self.fields["altcha"]
            self.fields["name"].initial = self.participant.name
        if self.participant is None or not bodies.exists():
            del self.fields["body"]
        else:
            self.fields["body"].queryset = bodies

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.cleaned_data["is_checked"] = bool(self.participant) or is_solved(cleaned.get("altcha", ""))
        return cleaned

    @property
    def who(self) -> list[Any]:
        """The fields about the sender."""
        return [self[name] for name in ("name", "body", "email", "wants_answer") if name in self.fields]


class CommentForm(SenderForm):
    """A comment."""

    text = forms.CharField(
        label=gettext_lazy("Ihr Kommentar"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
    )
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def what(self) -> list[Any]:
        """The fields about the matter."""
        return [self["text"]]


class ContributionForm(SenderForm):
    """What somebody says to a paragraph of a draft, perhaps with another wording for it."""

    text = forms.CharField(
        label=gettext_lazy("Ihr Beitrag"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )
    proposal = forms.CharField(
        label=gettext_lazy("Wie sollte der Absatz lauten?"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Ändern Sie den Wortlaut direkt; was gleich bleibt, wird nicht hervorgehoben."
        ),
    )
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_propose: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_propose:
            del self.fields["proposal"]

    @property
    def what(self) -> list[Any]:
        """The fields about the matter."""
        return [self[name] for name in ("text", "proposal") if name in self.fields]


class SupportForm(SenderForm):
    """Nothing but who supports."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "body", "wants_answer"):
            self.fields.pop(name, None)


class IdeaForm(SenderForm):
    """An idea: what, where, from whom. The map is one way to say where, words and numbers are others."""

    title = forms.CharField(label=gettext_lazy("Ihre Idee in einem Satz"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("Was soll dort anders werden, und warum?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Nennen Sie bitte keine Personen."),
    )
    category = forms.ChoiceField(label=gettext_lazy("Worum geht es?"))
    themes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Wozu dient es?"),
        queryset=Leitthema.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    municipality = forms.ModelChoiceField(
        label=gettext_lazy("In welcher Kommune?"),
        queryset=Municipality.objects.defer("geometry").order_by("name"),
        required=False,
        empty_label=gettext_lazy("bitte wählen"),
    )
    place = forms.CharField(
        label=gettext_lazy("Wo genau? Straße, Park oder Beschreibung"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Zum Beispiel: am Kanal zwischen Schleuse und Brücke"),
    )
    latitude = forms.FloatField(label=gettext_lazy("Breite in Grad"), required=False)
    longitude = forms.FloatField(label=gettext_lazy("Länge in Grad"), required=False)
    geometry = forms.CharField(required=False, max_length=60_000, widget=forms.HiddenInput)
    photo = forms.FileField(
        label=gettext_lazy("Foto vom Ort"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG oder WebP bis 12 MB. Ort und Gerät entfernen wir aus der Datei."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    photo_key = forms.CharField(required=False, widget=forms.HiddenInput)
    alt = forms.CharField(
        label=gettext_lazy("Was ist auf dem Foto zu sehen?"),
        max_length=240,
        required=False,
        help_text=gettext_lazy("Wird vorgelesen, wenn jemand das Bild nicht sieht."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    WHAT = ("title", "text", "category", "themes", "photo", "alt")
    WHERE = ("municipality", "place", "latitude", "longitude")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("bitte wählen")), *Category.choices]
        self.fields["themes"].label_from_instance = lambda theme: text_of(theme.title)
        for name in ("latitude", "longitude"):
            self.fields[name].localize = True
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.kept_photo: Photo | None = None

    @property
    def what(self) -> list[Any]:
        """The fields about the matter."""
        return [self[name] for name in self.WHAT]

    @property
    def where(self) -> list[Any]:
        """The fields about the place, without the map."""
        return [self[name] for name in self.WHERE]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._place(cleaned)
        self._keep_photo(cleaned)
        if self.kept_photo and not cleaned.get("alt"):
            self.add_error("alt", _("Beschreiben Sie bitte kurz, was auf dem Foto zu sehen ist."))
        return cleaned

    def _place(self, cleaned: dict[str, Any]) -> None:
        where = [cleaned.get("longitude"), cleaned.get("latitude")]
        if where.count(None) == 1:
            self.add_error("latitude", _("Breite und Länge gehören zusammen."))
            return
        if not cleaned.get("geometry") and None not in where:
            cleaned["geometry"] = point_of(*where)
        try:
            town = town_for(cleaned.get("geometry", ""), cleaned.get("municipality"))
        except ValidationError as error:
            self._refuse_place(error, drawn=None in where)
        except ValueError as error:
            self.add_error("municipality", str(error))
        else:
            cleaned["municipality"] = town

    def _refuse_place(self, error: ValidationError, *, drawn: bool) -> None:
        for name, told in error.message_dict.items():
            shown = "latitude" if name == "geometry" and not drawn else "municipality"
            self.add_error(shown, told)

    def _keep_photo(self, cleaned: dict[str, Any]) -> None:
        """Keep a picture between the steps of the form: a browser cannot be given a file back."""
        if upload := cleaned.get("photo"):
            try:
                self.kept_photo = store_photo(upload=upload, size=upload.size)
            except ValidationError as error:
                self.add_error("photo", error)
        elif key := cleaned.get("photo_key"):
            try:
                self.kept_photo = Photo.objects.filter(
                    key=signing.loads(key, salt=PHOTO_SALT), idea=None
                ).first()
            except signing.BadSignature:
                self.kept_photo = None

    @property
    def photo_token(self) -> str:
        """What brings the kept picture back with the next step."""
        return signing.dumps(str(self.kept_photo.key), salt=PHOTO_SALT) if self.kept_photo else ""


class LinkForm(TrapMixin):
    """An address to send a new link to."""

    email = forms.EmailField(label=gettext_lazy("Ihre E-Mail-Adresse"))
