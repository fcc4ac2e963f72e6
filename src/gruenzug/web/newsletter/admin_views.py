"""Back-office pages of this room beyond lists and forms."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gruenzug.web.newsletter.digests import digests, plain
from gruenzug.web.newsletter.models import Happening, Subscriber, Suppression
from gruenzug.web.newsletter.selectors import history_of
from gruenzug.web.newsletter.self_test import Verdict, run
from gruenzug.web.newsletter.services.leaving import suppress, unsuppress
from gruenzug.web.newsletter.viewsets import OFFICE

VERDICTS = {
    Verdict.GOOD: gettext_lazy("in Ordnung"),
    Verdict.WARNING: gettext_lazy("besser ändern"),
    Verdict.BAD: gettext_lazy("muss geändert werden"),
    Verdict.UNKNOWN: gettext_lazy("nicht zu prüfen"),
}


class AddressForm(forms.Form):
    """One address; it is posted, so that it stands in no log of the web server."""

    email = forms.EmailField(label=gettext_lazy("E-Mail-Adresse"))


@permission_required("newsletter.view_evidence", raise_exception=True)
def evidence(request: HttpRequest) -> HttpResponse:
    """Tell what the ledger knows of an address, and close or open it."""
    form = AddressForm(request.POST or None)
    context = {"page_title": _("Nachweis"), "header_icon": "lock", "form": form}
    if request.method == "POST" and form.is_valid():
        email = plain(form.cleaned_data["email"])
        _act(request, email)
        context |= {
            "email": email,
            "subscriber": Subscriber.objects.filter(email=email).first(),
            "history": history_of(email),
            "suppression": Suppression.objects.filter(digest__in=digests(email)).first(),
            "may_close": request.user.has_perm("newsletter.change_suppression"),
        }
    return render(request, "newsletter/admin/evidence.html", context)


def _act(request: HttpRequest, email: str) -> None:
    """Close or open the address if a button asks for it."""
    wanted = request.POST.get("do", "")
    if not wanted:
        return
    if not request.user.has_perm("newsletter.change_suppression"):
        raise PermissionDenied
    if wanted == "close":
        suppress(email=email, kind=Happening.OBJECTED, source=OFFICE, by=request.user)
        messages.success(request, _("Die Adresse ist gesperrt und bekommt keine Nachricht mehr."))
    elif wanted == "open" and unsuppress(email=email, by=request.user):
        messages.success(request, _("Die Sperre ist aufgehoben; anmelden muss sich die Person selbst."))


@require_safe
@permission_required("newsletter.check_mail", raise_exception=True)
def self_test(request: HttpRequest) -> HttpResponse:
    """Show whether mail from here has a chance; looks things up only when asked to."""
    asked = "pruefen" in request.GET
    context = {
        "page_title": _("Selbsttest des Versands"),
        "header_icon": "mail",
        "asked": asked,
        "rows": [(VERDICTS[each.verdict], each) for each in run()] if asked else [],
    }
    return render(request, "newsletter/admin/self_test.html", context)
