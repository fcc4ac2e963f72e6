"""Forms of the back office: whose projects, a shape from a file, what a step needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from gruenzug.web.charter.forms_admin import day_input
from gruenzug.web.charter.models import Pledge
from gruenzug.web.directory.members import own_bodies
from gruenzug.web.projects.models import Project, State
from gruenzug.web.projects.services.placing import shape_in_file


class ProjectForm(WagtailAdminModelForm):
    """A project; who does not keep the register chooses among the own bodies."""

    geometry_file = forms.FileField(
        label=gettext_lazy("Geometrie aus einer GeoJSON-Datei"),
        required=False,
        help_text=gettext_lazy("EPSG:4326, höchstens 2 MB; ersetzt die Geometrie"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_limited and "body" in self.fields:
            self.fields["body"].queryset = own_bodies(self.for_user)
            self.fields["body"].required = True
        if "pledges" in self.fields:
            self._offer_pledges()

    def _offer_pledges(self) -> None:
        """Offer what runs, and what is chosen; who does not keep the register chooses among the own."""
        chosen = Q(projects=self.instance.pk) if self.instance.pk else Q(pk__in=[])
        offered = Q(state=Pledge.State.RUNNING)
        if self.is_limited:
            offered &= Q(body__in=own_bodies(self.for_user))
        rows = Pledge.objects.filter(offered | chosen).select_related("body").distinct()
        field = self.fields["pledges"]
        field.queryset = rows.order_by("body__name", "due_on")
        field.label_from_instance = lambda row: f"{row.body.label}: {row.title}"

    @property
    def is_limited(self) -> bool:
        """Whether the account may choose own bodies only; without an account, nothing is known of it."""
        return self.for_user is None or not self.for_user.has_perm("projects.curate_project")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if file := cleaned.get("geometry_file"):
            try:
                cleaned["geometry"] = shape_in_file(file.read())
            except ValueError as error:
                raise ValidationError({"geometry_file": str(error)}) from error
            self.instance.point_x = self.instance.point_y = None
        elif "geometry" in self.changed_data:
            self.instance.point_x = self.instance.point_y = None
        return cleaned


class MoveForm(forms.Form):
    """How far a project is, since when, and why."""

    state = forms.ChoiceField(label=gettext_lazy("neuer Stand"), choices=State.choices)
    since = forms.DateField(label=gettext_lazy("seit"), initial=timezone.localdate, widget=day_input())
    note = forms.CharField(label=gettext_lazy("öffentliche Erläuterung"), max_length=500, required=False)

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"state": project.state}, **kwargs)


class ReasonForm(forms.Form):
    """Why something is refused or withdrawn."""

    reason = forms.CharField(label=gettext_lazy("Grund"), widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    """A line for the history."""

    text = forms.CharField(label=gettext_lazy("Mitteilung"), max_length=500)
    happened_on = forms.DateField(label=gettext_lazy("am"), initial=timezone.localdate, widget=day_input())
    is_public = forms.BooleanField(label=gettext_lazy("öffentlich"), required=False, initial=True)
