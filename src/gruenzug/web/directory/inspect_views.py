"""The record of a body, person or group in the back office: what is known, what was talked about."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from gruenzug.web.core.viewsets import RoomInspectView
from gruenzug.web.directory.admin_views import LetterForm, PaperConsentForm
from gruenzug.web.directory.models import Consent, ContactGroup, FunctionContact, Position, Promise
from gruenzug.web.directory.selectors import members_of
from gruenzug.web.directory.services.people import KEEP_DAYS

SHOWN = 20


class OrganisationRecord(RoomInspectView):
    """A body with contacts, promises, people and groups, as far as the account may see them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        body, user = self.object, self.request.user
        context |= {
            "body": body,
            "offices": FunctionContact.objects.filter(organisation=body),
            "today": timezone.localdate(),
            "may_change": user.has_perm("directory.change_organisation", body),
        }
        if user.has_perm("directory.view_contact", body):
            context["contacts"] = body.contacts.select_related("by")[:SHOWN]
            context["promises"] = (
                Promise.objects.open().filter(organisation=body).select_related("assigned_to")
            )
            context["groups"] = [group for group in ContactGroup.objects.all() if body in members_of(group)]
        if user.has_perm("directory.view_person", None):
            context["positions"] = Position.objects.filter(organisation=body).select_related("person")
        return context


class PersonRecord(RoomInspectView):
    """A person with functions and consents."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.object
        deletion = person.last_used_on + dt.timedelta(days=KEEP_DAYS)
        return {
            **super().get_context_data(**kwargs),
            "person": person,
            "positions": Position.objects.filter(person=person).select_related("organisation"),
            "consents": Consent.objects.filter(person=person).select_related("wording"),
            "valid": set(Consent.objects.valid().filter(person=person).values_list("pk", flat=True)),
            "form": PaperConsentForm(),
            "deletion_on": deletion,
            "may_change": self.request.user.has_perm("directory.change_consent", person),
        }


class GroupRecord(RoomInspectView):
    """A group with its members of today."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        group = self.object
        return {
            **super().get_context_data(**kwargs),
            "group": group,
            "rules": group.rules.all(),
            "members": members_of(group),
            "form": LetterForm(),
        }
