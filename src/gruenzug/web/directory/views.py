"""Public pages: the directory, one page per body, and the personal page of consent."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gruenzug.web.core import formats
from gruenzug.web.core.errors import NotHere
from gruenzug.web.core.templatetags.gruenzug import text
from gruenzug.web.directory import plug
from gruenzug.web.directory.forms import ConsentForm, FilterForm
from gruenzug.web.directory.map import body_map
from gruenzug.web.directory.models import PLURALS, Consent, Kind, Organisation
from gruenzug.web.directory.selectors import (
    filtered,
    kind_counts,
    on_the_map,
    published_people,
    topic_counts,
    with_public_contacts,
)
from gruenzug.web.directory.services.consents import (
    current_wording,
    give_consent,
    person_of,
    withdraw_consent,
)

PER_PAGE = 150
BRIEF = (Kind.MUNICIPALITY, Kind.COUNTY)
FILTERS = ("q", "kind", "topic", "county")


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """List the bodies of the programme, by kind, topic and name if asked."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    rows = filtered(asked)
    page = Paginator(with_public_contacts(rows).by_kind(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "groups": _groups(page.object_list),
        "all": Organisation.objects.public().count(),
        "form": _filter_form(asked),
        "is_filtered": any(asked.values()),
        "map": body_map(on_the_map(rows)),
        "downloads": _files(asked),
        "breadcrumbs": [_home(), {"title": _("Netzwerk")}],
    }
    return render(request, "directory/list.html", context)


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one body: what it is, whom to ask there, and where the entry comes from."""
    body = with_public_contacts(Organisation.objects.public()).filter(slug=slug).first()
    if body is None:
        raise NotHere(
            _("Diese Körperschaft kennen wir nicht."),
            reverse("directory:list"),
            _("Hier stehen alle von A bis Z."),
        )
    context = {
        "body": body,
        "people": published_people(body),
        "parts": body.parts.public(),
        "facts": _facts(body),
        "links": plug.links_of(body),
        "breadcrumbs": [
            _home(),
            {"title": _("Netzwerk"), "url": reverse("directory:list")},
            {"title": body.label},
        ],
    }
    return render(request, "directory/organisation.html", context)


@never_cache
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """Let a person say, without an account, what of their data may be public."""
    person = person_of(token)
    if person is None:
        raise NotHere(_("Dieser Link gilt nicht mehr."), reverse("directory:list"), _("Zum Verzeichnis"))
    published = Consent.objects.valid().filter(person=person)
    initial = {"fields_": [row.field for row in published]}
    form = ConsentForm(request.POST if request.method == "POST" else None, person=person, initial=initial)
    if request.method == "POST" and form.is_valid():
        if fields := form.cleaned_data["fields_"]:
            day = formats.day(timezone.localdate())
            give_consent(person=person, fields=fields, evidence=f"Persönlicher Link, {day}")
            told = ngettext(
                "Danke. %(count)s Angabe ist öffentlich.",
                "Danke. %(count)s Angaben sind öffentlich.",
                len(fields),
            )
            messages.success(request, told % {"count": len(fields)})
        else:
            withdraw_consent(person=person)
            messages.success(request, _("Danke. Von Ihnen steht nichts im öffentlichen Verzeichnis."))
        return redirect("directory:consent", token)
    context = {"form": form, "person": person, "wording": current_wording(), "published": published}
    return render(request, "directory/consent.html", context)


def _groups(rows: Iterable[Organisation]) -> list[dict[str, Any]]:
    """Return bodies under the heading of their kind; towns and counties need no more than a line each."""
    return [
        {"kind": kind, "title": PLURALS[Kind(kind)], "bodies": list(bodies), "brief": kind in BRIEF}
        for kind, bodies in groupby(rows, key=lambda body: body.kind)
    ]


def _filter_form(asked: dict[str, str]) -> FilterForm:
    """Return the form; a choice of one filter is counted within what the others leave."""
    kinds = kind_counts(filtered({**asked, "kind": ""}))
    topics = topic_counts(filtered({**asked, "topic": ""}))
    return FilterForm(
        asked,
        [(kind.value, f"{kind.label} ({count})") for kind, count in kinds],
        [(topic.key, f"{text(topic.title)} ({count})") for topic, count in topics],
    )


def _facts(body: Organisation) -> list[dict[str, Any]]:
    rows = [{"term": _("Art"), "value": body.get_kind_display()}]
    if body.address_lines:
        rows.append({"term": _("Anschrift"), "value": ", ".join(body.address_lines)})
    if body.phone:
        rows.append({"term": _("Telefon"), "value": body.phone, "url": f"tel:{body.phone.replace(' ', '')}"})
    if body.mailbox:
        rows.append({"term": _("E-Mail"), "value": body.mailbox, "url": f"mailto:{body.mailbox}"})
    if body.website:
        shown = body.website.removeprefix("https://").removeprefix("www.").rstrip("/")
        rows.append({"term": _("Website"), "value": shown, "url": body.website})
    if body.parent and body.parent.is_public:
        rows.append(
            {"term": _("Gehört zu"), "value": body.parent.name, "url": body.parent.get_absolute_url()}
        )
    if body.official_key:
        label = _("Kreisschlüssel") if body.kind == Kind.COUNTY else _("Gemeindeschlüssel")
        rows.append({"term": label, "value": body.official_key})
    return rows


def _files(asked: dict[str, str]) -> list[dict[str, str]]:
    query = urlencode({name: value for name, value in asked.items() if value})
    return [
        {
            "title": _("Verzeichnis"),
            "format": label,
            "url": reverse("data:export", args=["organisations", extension]) + (f"?{query}" if query else ""),
        }
        for extension, label in (("csv", "CSV"), ("xlsx", "XLSX"), ("geojson", "GeoJSON"), ("atom", "Atom"))
    ]


def _home() -> dict[str, str]:
    return {"title": _("Start"), "url": reverse("wagtail_serve", args=[""])}
