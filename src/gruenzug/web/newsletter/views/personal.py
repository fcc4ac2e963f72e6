"""Pages behind a subscriber's personal link; opening one never changes anything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gruenzug.web.core.errors import NotHere
from gruenzug.web.newsletter.forms import PreferencesForm
from gruenzug.web.newsletter.models import MailingList, Subscriber
from gruenzug.web.newsletter.selectors import everything_about
from gruenzug.web.newsletter.services import leaving, preferring
from gruenzug.web.newsletter.views.signing_up import WAYS, trail

LINK = "Persönlicher Link"
ONE_CLICK = "Ein-Klick-Abmeldung (RFC 8058)"


@csrf_exempt
@WAYS
@never_cache
def preferences(request: HttpRequest, key: str) -> HttpResponse:
    """Show and set what somebody gets."""
    subscriber = _subscriber(key)
    form = PreferencesForm(request.POST if request.method == "POST" else None, subscriber=subscriber)
    if request.method == "POST" and form.is_valid():
        preferring.prefer(subscriber=subscriber, **{"municipalities": [], **form.cleaned_data})
        if not form.cleaned_data["lists"]:
            return redirect("newsletter:left")
        return redirect(f"{request.path}?gespeichert=1")
    context = {
        "form": form,
        "subscriber": subscriber,
        "is_new": "da" in request.GET,
        "saved": "gespeichert" in request.GET,
        "breadcrumbs": trail(_("Ihre Einstellungen")),
    }
    return render(request, "newsletter/preferences.html", context)


@csrf_exempt
@WAYS
@never_cache
def leave(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """Give one newsletter up: by the button of this page, or by a mail program's single POST.

    What a mail program gets is a 200 at any time, also for somebody who left before.
    """
    subscriber = Subscriber.objects.filter(key=key).first()
    which = MailingList.objects.filter(slug=slug).first()
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if request.method != "POST":
        context = {"subscriber": subscriber, "list": which, "breadcrumbs": trail(_("Newsletter abmelden"))}
        return render(request, "newsletter/leave.html", context)
    if subscriber and which:
        leaving.leave(subscriber=subscriber, lists=[which], source=ONE_CLICK if one_click else LINK)
    if one_click:
        return HttpResponse(_("Sie sind abgemeldet."), content_type="text/plain; charset=utf-8")
    return redirect("newsletter:left")


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Say goodbye."""
    return render(request, "newsletter/left.html", {"breadcrumbs": trail(_("Abgemeldet"))})


@require_safe
@never_cache
def data(request: HttpRequest, key: str) -> HttpResponse:
    """Send somebody all we know of them."""
    response = JsonResponse(
        everything_about(_subscriber(key)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="newsletter-daten.json"'
    return response


@csrf_exempt
@require_POST
@never_cache
def erase(request: HttpRequest, key: str) -> HttpResponse:
    """Delete everything of somebody."""
    leaving.erase(subscriber=_subscriber(key), source=LINK)
    return redirect("newsletter:left")


def _subscriber(key: str) -> Subscriber:
    found = Subscriber.objects.filter(key=key).first()
    if found is None:
        raise NotHere(
            _("Zu diesem Link gibt es kein Abonnement mehr."),
            reverse("newsletter:index"),
            _("Zum Newsletter"),
        )
    return found
