"""A survey: the questions while it is open, the numbers afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.errors import NotHere
from gruenzug.web.participation import sessions
from gruenzug.web.participation.forms_survey import SurveyForm
from gruenzug.web.participation.models import Survey
from gruenzug.web.participation.selectors.surveys import results
from gruenzug.web.participation.services.surveying import respond
from gruenzug.web.participation.views.common import trail, who


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a survey and take its answers."""
    rows = Survey.objects.public().select_related("body", "consultation").prefetch_related("questions")
    shown = rows.filter(slug=slug).first()
    if shown is None:
        raise NotHere(
            _("Diese Umfrage kennen wir nicht."), reverse("participation:index"), _("Zur Beteiligung")
        )
    form = SurveyForm(request, shown, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            respond(
                survey=shown,
                sender=sessions.sender_of(request, form.cleaned_data),
                answers=form.answers,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Danke, Ihre Antworten sind angekommen."))
            return redirect(f"{shown.get_absolute_url()}?danke=1")
    total, found = results(shown) if shown.shows_results else (0, [])
    context = {
        "survey": shown,
        "form": form,
        "is_done": "danke" in request.GET,
        "total": total,
        "results": found,
        "downloads": [
            {
                "title": _("Ergebnis der Umfrage"),
                "format": label,
                "url": reverse("data:export", args=["survey-results", kind]) + f"?survey={slug}",
            }
            for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"))
        ],
        "breadcrumbs": trail((text_of(shown.title), "")),
        **who(request),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "participation/survey.html", context, status=status)
