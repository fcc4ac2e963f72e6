"""The register of commitments, one entry, and the template a council paper starts from."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.charter.documents.council_paper import as_docx, as_pdf, council_paper
from gruenzug.web.charter.forms import RegisterFilter
from gruenzug.web.charter.models import Commitment, CommitmentRequest
from gruenzug.web.charter.selectors.history import moments_of, timeline_of
from gruenzug.web.charter.selectors.pledges import with_newest_report
from gruenzug.web.charter.selectors.register import Asked, drawn_map, register_of, status_line
from gruenzug.web.charter.selectors.texts import public_versions
from gruenzug.web.charter.views.common import breadcrumbs, files_of, page_of
from gruenzug.web.core import pdf
from gruenzug.web.core.errors import NotHere
from gruenzug.web.directory.models import Organisation
from gruenzug.web.places.models import County

LATEST = 12
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List who committed, who is on the way, and who said no; on a map and over time."""
    asked = Asked.of(request)
    found = register_of(asked)
    page = page_of(request, asked.lines(), count=found.count)
    moments = moments_of(found.entries, public_versions(), LATEST)
    requests = list(CommitmentRequest.objects.filter(is_public=True).select_related("version"))
    bodies = Organisation.objects.public().order_by("name").values_list("slug", "name") if requests else ()
    counties = dict(County.objects.order_by("name").values_list("key", "name"))
    context = {
        "register": found,
        "page": page,
        "form": RegisterFilter(found, counties, asked),
        "drawn": drawn_map(request, found.entries),
        "timeline": timeline_of(page),
        "moments": moments[:LATEST],
        "has_older": len(moments) > LATEST,
        "requests": requests,
        "bodies": _options(bodies),
        "is_filtered": asked != Asked(),
        "downloads": files_of(
            "commitments", _("Register"), vars(asked), ("csv", "xlsx", "geojson", "json", "atom")
        ),
        "breadcrumbs": breadcrumbs((_("Register"), "")),
    }
    return render(request, "charter/register.html", context)


def _options(rows: Iterable[tuple[str, str]]) -> SafeString:
    """Return the choices of a select; written here, for there are hundreds."""
    return SafeString(
        "".join(f'<option value="{escape(slug)}">{escape(name)}</option>' for slug, name in rows)
    )


@require_safe
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one entry: paper, committees, decision, signature, and where that is known from."""
    rows = Commitment.objects.public().select_related("body__municipality", "version", "signing", "evidence")
    found = rows.prefetch_related("stations").filter(pk=pk).first()
    if found is None:
        raise NotHere(
            _("Dieser Eintrag steht nicht im öffentlichen Register."),
            reverse("charter:register"),
            _("Hier ist das ganze Register."),
        )
    pledges = with_newest_report(found.body.pledges.public()).order_by("due_on")
    context = {
        "commitment": found,
        "stations": list(found.stations.all()),
        "status": status_line(found),
        "pledges": list(pledges),
        "breadcrumbs": breadcrumbs((_("Register"), reverse("charter:register")), (found.body.label, "")),
    }
    return render(request, "charter/commitment.html", context)


@require_safe
def template(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Send the paper of a public request, filled in for a body if one is named."""
    if extension not in ("docx", "pdf"):
        raise NotHere(
            _("Diese Vorlage gibt es als DOCX und als PDF."), reverse("charter:register"), _("Zum Register")
        )
    wanted = CommitmentRequest.objects.filter(pk=pk, is_public=True).select_related("version").first()
    slug = request.GET.get("koerperschaft", "")
    body = Organisation.objects.public().filter(slug=slug).first() if slug else None
    if wanted is None or (slug and body is None):
        raise NotHere(
            _("Diese Vorlage gibt es nicht.")
            if wanted is None
            else _("Diese Körperschaft kennen wir nicht."),
            reverse("charter:register"),
            _("Zum Register"),
        )
    public = Commitment.objects.public().filter(body=body, version=wanted.version) if body else None
    paper = council_paper(wanted, body, public.prefetch_related("stations").first() if public else None)
    name = f"vorlage-{slug or 'muster'}.{extension}"
    if extension == "pdf":
        return pdf.as_response(as_pdf(paper, wanted), name)
    response = HttpResponse(as_docx(paper), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
