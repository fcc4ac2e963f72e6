"""The page of the newsletter with its form, and the link that confirms.

None of these pages sets a cookie, so none needs a token against forged forms:
whoever could forge one could as well fill it in. Opening a page changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gruenzug.web.core import limits
from gruenzug.web.core.errors import NotHere
from gruenzug.web.newsletter.forms import SignUpForm
from gruenzug.web.newsletter.listings import latest
from gruenzug.web.newsletter.models import MailingList, SignUp
from gruenzug.web.newsletter.services import signing_up

TOO_MANY = gettext_lazy(
    "Aus Ihrem Netz kamen sehr viele Anmeldungen. Bitte versuchen Sie es in einer Stunde noch einmal."
)
SHOWN = 5
WAYS = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@WAYS
def index(request: HttpRequest) -> HttpResponse:
    """Say what the newsletter is, and take sign-ups; a form elsewhere may bring the address along."""
    begun = request.method == "POST" and "begun" in request.POST
    brought = {name: request.POST.get(name, "") for name in ("email", "topic", "municipality", "page")}
    form = SignUpForm(request.POST) if begun else SignUpForm(initial=brought)
    if begun and form.is_valid():
        try:
            signing_up.ask(wish=form.wish(request.path), network=limits.network_of(request))
        except signing_up.TooMany:
            form.add_error(None, TOO_MANY)
        else:
            return redirect("newsletter:asked")
    context = {
        "form": form,
        "lists": MailingList.objects.filter(is_open=True),
        "wording": _wording(),
        "issues": [(issue, issue.text(get_language() or "de")) for issue in latest()[:SHOWN]],
        "breadcrumbs": trail(),
    }
    return render(request, "newsletter/index.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way, to whomever."""
    return render(
        request, "newsletter/asked.html", {"days": SignUp.DAYS, "breadcrumbs": trail(_("Bestätigen"))}
    )


@csrf_exempt
@WAYS
@never_cache
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm a wish by one button, which has the focus; a link scanner presses none."""
    if request.method == "POST":
        subscriber = signing_up.confirm(key=key)
        if subscriber is None:
            raise _too_old()
        return redirect(f"{reverse('newsletter:preferences', args=[subscriber.key])}?da=1")
    found = SignUp.objects.filter(key=key).first()
    if found is None or signing_up.is_too_old(found):
        raise _too_old()
    context = {"signup": found, "lists": found.lists.all(), "breadcrumbs": trail(_("Bestätigen"))}
    return render(request, "newsletter/confirm.html", context)


@csrf_exempt
@WAYS
@never_cache
def object_to(request: HttpRequest, key: str) -> HttpResponse:
    """Let the owner of an address say that the sign-up was not theirs, for good."""
    done = request.method == "POST"
    if done:
        signing_up.object_to_mail(key=key)
    context = {"done": done, "breadcrumbs": trail(_("Nicht von Ihnen"))}
    return render(request, "newsletter/object.html", context)


def trail(*more: str) -> list[dict[str, str]]:
    """Return the breadcrumbs of a page of this room."""
    crumbs = [
        {"title": _("Start"), "url": reverse("wagtail_serve", args=[""])},
        {"title": _("Newsletter"), "url": reverse("newsletter:index")},
    ]
    return [*crumbs, *({"title": title, "url": ""} for title in more)]


def _wording() -> Any:
    try:
        return signing_up.current_wording()
    except signing_up.NoWording:
        return None


def _too_old() -> NotHere:
    return NotHere(_("Dieser Link gilt nicht mehr."), reverse("newsletter:index"), _("Noch einmal anmelden"))
