"""Back-office pages of a model: permissions from `rules` down to the object, one sentence per change.

A room derives from `RoomViewSet`, names its actions in the audit log and,
where more happens than saving a form, overrides `create`, `change`, `remove`::

    class OrganisationViewSet(RoomViewSet):
        model = Organisation
        scope = staticmethod(visible_organisations)
        audit_actions = AuditActions("directory.organisation_created", …)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.forms import BaseForm
from django.forms.models import ModelChoiceIterator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView, InspectView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from gruenzug.web.core import audit
from gruenzug.web.core.policies import RulesPolicy, Scope

Changes = dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class AuditActions:
    """Names of the registered actions "created", "changed" and "deleted"."""

    created: str
    changed: str
    deleted: str


class _OfObject:
    """Refuse an object the policy does not open to this user, also where Wagtail asks only for the model."""

    action_on_object = "change"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        found = getattr(self, "object", None) or self.get_object()
        if not self.permission_policy.user_has_permission_for_instance(
            request.user, self.action_on_object, found
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RoomIndexView(IndexView):
    """Only rows the user may see."""

    viewset: Any = None

    def get_base_queryset(self) -> QuerySet:
        allowed = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["view", "change"]
        )
        return self.viewset.listed(allowed)

    def _get_title_column(self, *args: Any, **kwargs: Any) -> Any:
        column = super()._get_title_column(*args, **kwargs)
        if self.viewset.record_first:
            column._get_url_func = self.get_inspect_url  # noqa: SLF001  there is no other way in
        return column


class RoomCreateView(CreateView):
    """Save through the viewset, so that a service can do it."""

    viewset: Any = None

    def get_initial(self) -> dict[str, Any]:
        """Begin with what the address says: ``…/new/?organisation=12``."""
        return {**super().get_initial(), **self.request.GET.dict()}

    def get_success_url(self) -> str:
        return self.viewset.record_url(self.object) or super().get_success_url()

    def save_instance(self) -> Model:
        return self.viewset.create(self.form, self.request.user)


class RoomEditView(_OfObject, EditView):
    """Change through the viewset."""

    viewset: Any = None

    def get_success_url(self) -> str:
        return self.viewset.record_url(self.object) or super().get_success_url()

    def save_instance(self) -> Model:
        return self.viewset.change(self.form, self.request.user, changes_of(self.form))


class RoomDeleteView(_OfObject, DeleteView):
    """Delete through the viewset."""

    viewset: Any = None
    action_on_object = "delete"

    def delete_action(self) -> None:
        self.viewset.remove(self.object, self.request.user)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError as error:
            kinds = sorted({str(row._meta.verbose_name_plural) for row in error.protected_objects})
            told = {"name": self.object, "kinds": ", ".join(kinds)}
            messages.error(self.request, _("„%(name)s“ wird noch gebraucht: %(kinds)s.") % told)
            return redirect(self.edit_url_name, self.object.pk)


class RoomInspectView(_OfObject, InspectView):
    """Show an object."""

    action_on_object = "view"


class RoomHistoryView(_OfObject, HistoryView):
    """Show what was done to an object."""


class RoomUsageView(_OfObject, UsageView):
    """Show where an object is used."""


class RoomViewSet(ModelViewSet):
    """Pages to list, create, change, inspect and delete rows of `model`."""

    index_view_class = RoomIndexView
    add_view_class = RoomCreateView
    edit_view_class = RoomEditView
    delete_view_class = RoomDeleteView
    inspect_view_class = RoomInspectView
    history_view_class = RoomHistoryView
    usage_view_class = RoomUsageView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    scope: Scope | None = None
    record_first = False
    """True where the record (inspect) is the page to work on: lists lead there, and saving a form."""
    audit_actions: AuditActions
    audit_values = True
    """False where values are personal data: then only the names of changed fields are logged."""

    @cached_property
    def name(self) -> str:
        """Names of addresses begin with room and model: ``directory_organisation:edit``."""
        return f"{self.app_label}_{self.model_name}"

    @cached_property
    def url_prefix(self) -> str:
        """Addresses begin with the room: ``/admin/directory/organisation/``."""
        return f"{self.app_label}/{self.model_name}"

    def on_register(self) -> None:
        register_permission_policy(self.model, RulesPolicy(self.model, self.scope))
        super().on_register()

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(viewset=self, **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(viewset=self, **kwargs)

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(viewset=self, **kwargs)

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_delete_view_kwargs(viewset=self, **kwargs)

    def record_url(self, found: Model) -> str:
        """Return the address of the record of `found`, if that is the page to work on."""
        return reverse(self.get_url_name("inspect"), args=[quote(found.pk)]) if self.record_first else ""

    def listed(self, rows: QuerySet) -> QuerySet:
        """Return `rows` with what the list needs; override to select related rows."""
        return rows

    def create(self, form: BaseForm, by: Any) -> Model:
        """Save a new object and log it."""
        saved = form.save()
        audit.record(self.audit_actions.created, subject=saved, by=by)
        return saved

    def change(self, form: BaseForm, by: Any, changes: Changes) -> Model:
        """Save a changed object and log what changed."""
        saved = form.save()
        if changes and self.audit_values:
            audit.record(self.audit_actions.changed, subject=saved, by=by, changes=changes)
        elif changes:
            audit.record(self.audit_actions.changed, subject=saved, by=by, fields=", ".join(changes))
        return saved

    def remove(self, found: Model, by: Any) -> None:
        """Log that an object goes, and delete it."""
        audit.record(self.audit_actions.deleted, subject=found, by=by)
        found.delete()


def changes_of(form: BaseForm) -> Changes:
    """Return what a valid form changes, as people read it: {label: (old, new)}; formsets by their names."""
    found: Changes = {}
    for name in form.changed_data:
        if name not in form.fields:
            continue
        field = form.fields[name]
        label = str(field.label or name)
        found[label] = (
            _shown(field, form.get_initial_for_field(field, name)),
            _shown(field, form.cleaned_data.get(name)),
        )
    for formset in getattr(form, "formsets", {}).values():
        if formset.has_changed():
            label = str(formset.model._meta.verbose_name_plural)
            found[label] = ("", "; ".join(str(row.instance) for row in formset.forms if _stays(row)))
    return found


def _stays(row: BaseForm) -> bool:
    return bool(row.cleaned_data) and not row.cleaned_data.get("DELETE")


def _shown(field: Any, value: Any) -> Any:
    choices = getattr(field, "choices", None)
    if isinstance(choices, ModelChoiceIterator):
        return _named(field, value)
    if choices and not callable(choices) and isinstance(value, str):
        return str(dict(_flat(choices)).get(value, value))
    return value


def _named(field: Any, value: Any) -> str:
    """Return the names of chosen rows, given as rows or keys."""
    if value in (None, ""):
        return ""
    if isinstance(value, Model):
        return str(value)
    several = value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]
    rows = [row if isinstance(row, Model) else field.queryset.filter(pk=row).first() for row in several]
    return ", ".join(sorted(str(row) for row in rows if row))


def _flat(choices: Any) -> list[tuple[str, Any]]:
    return [(str(value), label) for value, label in choices if not isinstance(label, (list, tuple))]
