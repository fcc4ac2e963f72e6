"""Back-office pages of this room beyond lists and forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from gruenzug.web.core.sheet_views import XLSX
from gruenzug.web.directory import letters
from gruenzug.web.directory.duplicates import candidates
from gruenzug.web.directory.models import ContactGroup, Merge, Organisation, Person, Promise
from gruenzug.web.directory.services.consents import (
    NoWording,
    ask_for_consent,
    give_consent,
    withdraw_consent,
)
from gruenzug.web.directory.services.contacts import keep_promise, log_letter
from gruenzug.web.directory.services.merging import merge_organisations, undo_merge
from gruenzug.web.directory.services.people import keep_person

SHOWN_PAIRS = 100


class PaperConsentForm(forms.Form):
    """Consent that came on paper."""

    fields_ = forms.MultipleChoiceField(
        label=gettext_lazy("Angaben"), choices=Person.Field.choices, widget=forms.CheckboxSelectMultiple
    )
    evidence = forms.CharField(
        label=gettext_lazy("Nachweis, etwa „Formular vom 3. März 2026“"), max_length=200
    )


class LetterForm(forms.Form):
    """What went to a group, and when."""

    subject = forms.CharField(label=gettext_lazy("Worüber"), max_length=200)
    happened_on = forms.DateField(label=gettext_lazy("am"), initial=timezone.localdate)


@require_POST
def person_action(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Ask a person for consent, note one on paper, withdraw it, or keep the data."""
    person = get_object_or_404(Person, pk=pk)
    if not request.user.has_perm("directory.change_consent", person):
        raise PermissionDenied
    try:
        messages.success(request, _ACTIONS[action](request, person))
    except NoWording:
        messages.error(request, _("Es gibt noch keinen Wortlaut der Einwilligung; legen Sie ihn zuerst an."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("directory_person:inspect", pk)


def _ask(request: HttpRequest, person: Person) -> str:
    if not person.email:
        raise ValidationError(_("Ohne E-Mail-Adresse können wir nicht fragen."))
    ask_for_consent(person=person, by=request.user)
    return _("Die Frage ist unterwegs.")


def _note(request: HttpRequest, person: Person) -> str:
    form = PaperConsentForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Wählen Sie mindestens eine Angabe, und nennen Sie den Nachweis."))
    facts = form.cleaned_data
    give_consent(person=person, fields=facts["fields_"], evidence=facts["evidence"], by=request.user)
    return _("Die Einwilligung ist eingetragen.")


def _take_back(request: HttpRequest, person: Person) -> str:
    withdraw_consent(person=person, by=request.user)
    return _("Die Angaben sind aus dem öffentlichen Verzeichnis verschwunden.")


def _keep(request: HttpRequest, person: Person) -> str:
    keep_person(person=person, by=request.user)
    return _("Die Frist bis zur Löschung beginnt von vorn.")


_ACTIONS = {"fragen": _ask, "eintragen": _note, "widerrufen": _take_back, "behalten": _keep}


@require_safe
@permission_required("directory.change_contactgroup", raise_exception=True)
def letter_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Send the addresses of a group for a serial letter."""
    group = get_object_or_404(ContactGroup, pk=pk)
    rows = letters.addressees(group)
    if extension == "xlsx":
        response = HttpResponse(letters.as_xlsx(rows), content_type=XLSX)
    else:
        response = HttpResponse(letters.as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{group.slug}.{extension}"'
    return response


@require_POST
@permission_required("directory.add_contact", raise_exception=True)
def letter_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a letter went to a group."""
    group = get_object_or_404(ContactGroup, pk=pk)
    form = LetterForm(request.POST)
    if form.is_valid():
        count = log_letter(group=group, by=request.user, **form.cleaned_data)
        told = ngettext(
            "Bei %(count)s Körperschaft vermerkt.", "Bei %(count)s Körperschaften vermerkt.", count
        )
        messages.success(request, told % {"count": count})
    else:
        messages.error(request, _("Nennen Sie, worüber das Schreiben ging und wann."))
    return redirect("directory_contactgroup:inspect", pk)


@require_POST
def promise_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a promise is kept."""
    promise = get_object_or_404(Promise.objects.select_related("organisation"), pk=pk)
    if not request.user.has_perm("directory.change_promise", promise):
        raise PermissionDenied
    keep_promise(promise=promise, by=request.user)
    messages.success(request, _("Erledigt: %(promise)s") % {"promise": promise})
    return redirect("directory_organisation:inspect", promise.organisation_id)


@require_safe
@permission_required("directory.merge_organisation", raise_exception=True)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Show which entries may mean the same body, and what was merged."""
    context = {
        "page_title": _("Dubletten"),
        "header_icon": "copy",
        "pairs": candidates(Organisation.objects.all())[:SHOWN_PAIRS],
        "merges": Merge.objects.select_related("kept", "by")[:SHOWN_PAIRS],
    }
    return render(request, "directory/admin/duplicates.html", context)


@permission_required("directory.merge_organisation", raise_exception=True)
def merge(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Show two entries side by side, and merge them into the one chosen."""
    bodies = [get_object_or_404(Organisation, pk=pk) for pk in (first, second)]
    if request.method == "POST" and request.POST.get("keep") in {str(first), str(second)}:
        keep, remove = bodies if request.POST["keep"] == str(first) else reversed(bodies)
        try:
            merge_organisations(keep=keep, remove=remove, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request, _("Zusammengeführt; unter „Dubletten“ lässt es sich rückgängig machen.")
            )
            return redirect("directory_organisation:inspect", keep.pk)
    context = {
        "page_title": _("Zusammenführen"),
        "header_icon": "copy",
        "bodies": bodies,
        "rows": _compared(*bodies),
    }
    return render(request, "directory/admin/merge.html", context)


@require_POST
@permission_required("directory.merge_organisation", raise_exception=True)
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge."""
    try:
        restored = undo_merge(merge=get_object_or_404(Merge, pk=pk), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("directory_duplicates")
    messages.success(request, _("„%(name)s“ ist wieder da.") % {"name": restored})
    return redirect("directory_organisation:inspect", restored.pk)


def _compared(first: Organisation, second: Organisation) -> list[dict[str, Any]]:
    """Return the fields of both, those that differ marked."""
    names = ("kind", "name", "short_name", "official_key", "website", "mailbox", "phone", "street", "city")
    rows = []
    for name in names:
        values = [_value(body, name) for body in (first, second)]
        label = Organisation._meta.get_field(name).verbose_name
        rows.append({"label": label, "values": values, "differ": values[0] != values[1]})
    return rows


def _value(body: Organisation, name: str) -> str:
    return body.get_kind_display() if name == "kind" else getattr(body, name)
