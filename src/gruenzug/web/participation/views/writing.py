"""Sending: an idea in one or two steps, a comment, a support. Only POST changes anything."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gruenzug.web.atlas.current import release_of
from gruenzug.web.atlas.map_config import base_config
from gruenzug.web.participation import sessions
from gruenzug.web.participation.checking import new_challenge
from gruenzug.web.participation.forms import CommentForm, IdeaForm, SupportForm
from gruenzug.web.participation.models import Idea
from gruenzug.web.participation.selectors.ideas import similar
from gruenzug.web.participation.services import sending
from gruenzug.web.participation.services.participants import TooMany
from gruenzug.web.participation.views.common import sent_page, too_many, trail, who
from gruenzug.web.participation.views.ideas import idea_page, public_idea
from gruenzug.web.places.geometry import read_geojson


@require_safe
@never_cache
def challenge(request: HttpRequest) -> JsonResponse:
    """Give a browser a sum to do."""
    return JsonResponse(new_challenge())


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_idea(request: HttpRequest) -> HttpResponse:
    """Take an idea; what is like it is shown once before it is sent."""
    if request.method != "POST":
        return _idea_form(request, IdeaForm(request, initial=_wishes(request)))
    form = IdeaForm(request, request.POST, request.FILES)
    if not form.is_valid():
        return _idea_form(request, form, status=422)
    like = [] if form.cleaned_data["seen"] else _similar(form)
    if like:
        return _idea_form(request, form, like=like)
    try:
        idea = sending.send_idea(
            sender=sessions.sender_of(request, form.cleaned_data),
            content=form.cleaned_data,
            photo=_described(form),
            themes=form.cleaned_data["themes"],
        )
    except TooMany:
        form.add_error(None, too_many())
    except ValidationError as error:
        form.add_error(None, error.messages)
    else:
        return _after(request, idea)
    return _idea_form(request, form, status=422)


@require_POST
@never_cache
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a comment on an idea."""
    idea = public_idea(pk)
    form = CommentForm(request, request.POST)
    if form.is_valid():
        parent = idea.comments.public().filter(pk=form.cleaned_data["parent"] or 0).first()
        try:
            written = sending.send_comment(
                sender=sessions.sender_of(request, form.cleaned_data),
                idea=idea,
                parent=parent,
                text=form.cleaned_data["text"],
                wants_answer=form.cleaned_data["wants_answer"],
            )
        except TooMany:
            form.add_error(None, too_many())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _after(request, written)
    return idea_page(request, idea, form=form)


@require_POST
@never_cache
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Support an idea, or take that back."""
    idea = public_idea(pk)
    form = SupportForm(request, request.POST, auto_id="unterstuetzen-%s")
    form.quickest_s = 0  # a button one presses at once
    if not form.is_valid():
        messages.error(request, _("Geben Sie bitte eine gültige E-Mail-Adresse an."))
        return redirect(idea)
    sender = sessions.sender_of(request, form.cleaned_data)
    try:
        stands = sending.support(sender=sender, idea=idea)
    except TooMany:
        messages.error(request, too_many())
        return redirect(idea)
    if not sender.is_known:
        return sent_page(request)
    told = _("Danke, Ihre Unterstützung zählt.") if stands else _("Ihre Unterstützung ist zurückgenommen.")
    messages.success(request, told)
    return redirect(idea)


def _after(request: HttpRequest, item: Any) -> HttpResponse:
    """Lead on after something was sent."""
    if sessions.current(request) is None:
        return sent_page(request)
    if item.is_public:
        messages.success(request, _("Danke, Ihr Beitrag ist veröffentlicht."))
        return redirect(item.get_absolute_url())
    messages.success(request, _("Danke. Wir sehen Ihren Beitrag an, bevor er erscheint."))
    return redirect("participation:mine")


def _idea_form(
    request: HttpRequest, form: IdeaForm, *, like: list[Idea] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "similar": like or [],
        "map_config": _drawing_map(request),
        "breadcrumbs": trail((_("Ideen"), reverse("participation:ideas")), (_("Neue Idee"), "")),
        **who(request),
    }
    return render(request, "participation/new_idea.html", context, status=status)


def _similar(form: IdeaForm) -> list[Idea]:
    content = form.cleaned_data
    point = None
    if content.get("geometry"):
        inside = read_geojson(content["geometry"]).representative_point()
        point = (inside.x, inside.y)
    return similar(
        title=content["title"], text=content["text"], municipality=content.get("municipality"), point=point
    )


def _described(form: IdeaForm) -> Any:
    photo = form.kept_photo
    if photo:
        photo.alt = form.cleaned_data["alt"]
        photo.save(update_fields=["alt"])
    return photo


def _wishes(request: HttpRequest) -> dict[str, str]:
    """Begin with what the address says, such as a municipality or a point of the map."""
    names = ("municipality", "category", "latitude", "longitude", "place")
    return {name: request.GET[name] for name in names if name in request.GET}


def _drawing_map(request: HttpRequest) -> dict[str, Any] | None:
    release = release_of(request)
    if release is None:
        return None
    return {**base_config(release), "title": _("Karte zum Zeichnen"), "points": ""}
