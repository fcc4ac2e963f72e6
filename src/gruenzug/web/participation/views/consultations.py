"""A consultation: its text paragraph by paragraph, what was said to it, what changed, what weighs most."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.errors import NotHere
from gruenzug.web.participation import sessions
from gruenzug.web.participation.documents.files import TYPES, as_file
from gruenzug.web.participation.documents.rows import Table, heads
from gruenzug.web.participation.forms import ContributionForm
from gruenzug.web.participation.models import Act, Consultation, Contribution, Decision, Paragraph
from gruenzug.web.participation.selectors import consultations as ask
from gruenzug.web.participation.services import consulting
from gruenzug.web.participation.services.participants import TooMany
from gruenzug.web.participation.views.common import sent_page, too_many, trail, who

PER_PAGE = 15
TABLE_ROWS = 50


@require_safe
def consultation(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Show a consultation with the newest version of its text, or an older one."""
    shown = public_consultation(slug)
    text = ask.text_of_draft(shown, number)
    if number is not None and text is None:
        raise NotHere(_("Diese Fassung gibt es nicht."), shown.get_absolute_url(), str(shown))
    context = {
        **_frame(request, shown),
        "timeline": ask.timeline(shown),
        "text": text,
        "goals": shown.goals.all(),
        "counts": ask.Listed(shown).counts,
        "weights": ask.weights(shown, text),
        "breadcrumbs": trail((text_of(shown.title), "")),
    }
    return render(request, "participation/consultation.html", context)


@require_safe
def paragraph(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one paragraph, what was said to it in any version, and a form to say more."""
    return _paragraph_page(request, public_consultation(slug), key)


@require_POST
@never_cache
def contribute(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take what somebody says to a paragraph."""
    shown = public_consultation(slug)
    row = _paragraph(shown, key)
    form = ContributionForm(
        request, request.POST, may_propose=shown.permits(Act.PROPOSAL, None, _body(request))
    )
    if form.is_valid():
        cleaned = form.cleaned_data
        parent = shown.contributions.public().filter(pk=cleaned["parent"] or 0).first()
        try:
            written = consulting.contribute(
                sender=sessions.sender_of(request, cleaned),
                paragraph=row,
                text=cleaned["text"],
                proposal=cleaned.get("proposal", ""),
                parent=parent,
                wants_answer=cleaned["wants_answer"],
            )
        except TooMany:
            form.add_error(None, too_many())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _after(request, written)
    return _paragraph_page(request, shown, key, form=form)


@require_POST
@never_cache
def react(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree or disagree with a contribution, or take that back."""
    found = Contribution.objects.public().select_related("consultation").filter(pk=pk).first()
    if found is None or found.consultation is None or not found.consultation.is_public:
        raise NotHere(_("Diesen Beitrag kennen wir nicht."), reverse("participation:index"), _("Beteiligung"))
    participant = sessions.current(request)
    if participant is None:
        messages.info(request, _("Zum Zustimmen öffnen Sie bitte einmal Ihren persönlichen Link."))
        return redirect("participation:link")
    try:
        consulting.react(
            participant=participant,
            contribution=found,
            opinion=request.POST.get("opinion", ""),
            body=_body(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(found.get_absolute_url())


@require_safe
def contributions(request: HttpRequest, slug: str) -> HttpResponse:
    """List all contributions to a consultation with their answers."""
    shown = public_consultation(slug)
    asked = {name: request.GET.get(name, "")[:40] for name in (*ask.FILTERS, "sort")}
    listed = ask.Listed(shown, **asked)
    page = Paginator(listed.rows, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    ask.with_diffs(page.object_list)
    for row in page.object_list:
        row.consultation = shown
        row.url = row.get_absolute_url()
    context = {
        **_frame(request, shown),
        "page": page,
        "words": {
            "number": _("Nr."),
            "paragraph": _("Absatz"),
            "support": _("dafür"),
            "doubt": _("dagegen"),
        },
        "asked": asked,
        "kinds": _choices(Contribution.Kind.choices, listed.counts["kind"]),
        "decisions": _choices(Decision.choices, listed.counts["decision"]),
        "downloads": _files(shown),
        "breadcrumbs": _trail(shown, _("Alle Beiträge")),
    }
    return render(request, "participation/contributions.html", context)


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what changed from one version to another, and whose contributions are behind it."""
    shown = public_consultation(slug)
    drafts = list(shown.drafts.order_by("-number"))
    if len(drafts) < 2:
        raise NotHere(_("Es gibt noch nichts zu vergleichen."), shown.get_absolute_url(), str(shown))
    after = _draft(drafts, request.GET.get("bis", ""), drafts[0])
    before = _draft(drafts, request.GET.get("von", ""), drafts[1])
    context = {
        **_frame(request, shown),
        "before": before,
        "after": after,
        "drafts": drafts,
        "changes": ask.compare(shown, before, after),
        "breadcrumbs": _trail(shown, _("Vergleich")),
    }
    return render(request, "participation/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def points(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody spread points over the headings of the draft."""
    shown = public_consultation(slug)
    participant = sessions.current(request)
    text = ask.text_of_draft(shown)
    if request.method == "POST" and participant:
        try:
            consulting.allocate(
                participant=participant, consultation=shown, points=_points(request), body=_body(request)
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Ihre Gewichtung ist gespeichert; Sie können sie noch ändern."))
            return redirect("participation:points-given", slug)
    mine = shown.allocations.filter(participant=participant) if participant else []
    given = {row.paragraph_key: row.points for row in mine}
    context = {
        **_frame(request, shown),
        "options": [
            {"key": row.key, "label": row.text, "points": given.get(row.key, 0)}
            for row in (text.rows if text else [])
            if row.is_heading
        ],
        "breadcrumbs": _trail(shown, _("Gewichten")),
    }
    return render(request, "participation/points.html", context)


@require_safe
def responses(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every contribution with its decision and answer, once they are released."""
    shown = _released(slug)
    page = Paginator(Table(shown), TABLE_ROWS).get_page(request.GET.get("page"))
    labels = (("xlsx", "XLSX"), ("docx", "DOCX"), ("pdf", "PDF"))
    context = {
        **_frame(request, shown),
        "page": page,
        "heads": heads(),
        "downloads": [
            {
                "title": _("Abwägungstabelle"),
                "format": label,
                "url": reverse("participation:responses-file", args=[slug, kind]),
            }
            for kind, label in labels
        ],
        "breadcrumbs": _trail(shown, _("Abwägung")),
    }
    return render(request, "participation/responses.html", context)


@require_safe
def responses_file(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """Send the Abwägungstabelle as a file."""
    shown = _released(slug)
    if extension not in TYPES:
        raise NotHere(_("Dieses Format gibt es nicht."), shown.get_absolute_url(), str(shown))
    response = HttpResponse(as_file(shown, extension), content_type=TYPES[extension])
    response["Content-Disposition"] = f'attachment; filename="abwaegung-{slug}.{extension}"'
    return response


def _released(slug: str) -> Consultation:
    shown = public_consultation(slug)
    if shown.released_at is None:
        raise NotHere(
            _("Die Antworten sind noch nicht veröffentlicht."), shown.get_absolute_url(), str(shown)
        )
    return shown


def public_consultation(slug: str) -> Consultation:
    """Return the public consultation at the address `slug`, or say that there is none."""
    rows = Consultation.objects.public().select_related("body", "charter_version")
    found = rows.prefetch_related("phases").filter(slug=slug).first()
    if found is None:
        raise NotHere(
            _("Diese Konsultation kennen wir nicht."), reverse("participation:index"), _("Zur Beteiligung")
        )
    return found


def _paragraph_page(
    request: HttpRequest, shown: Consultation, key: str, *, form: ContributionForm | None = None
) -> HttpResponse:
    row = _paragraph(shown, key)
    voices = ask.voices_on(shown, key)
    ask.with_diffs(voices)
    asked = request.GET.get("antwort", "")
    reply = next((one for one in voices if asked.isdecimal() and one.pk == int(asked)), None)
    may = ask.may(shown, sessions.current(request), sessions.bodies_of(request))
    if form is None:
        initial = {"proposal": row.text, "parent": reply.pk if reply else None}
        form = ContributionForm(request, initial=initial, may_propose=may[Act.PROPOSAL] and not reply)
    context = {
        **_frame(request, shown),
        "paragraph": row,
        "voices": voices,
        "reply": reply,
        "form": form,
        "may": may,
        "breadcrumbs": _trail(shown, _("Absatz %(key)s") % {"key": key}),
        **who(request),
    }
    return render(request, "participation/paragraph.html", context, status=422 if form.errors else 200)


def _paragraph(shown: Consultation, key: str) -> Any:
    """Return a paragraph in the newest version that has it."""
    text = Paragraph.objects.filter(draft__consultation=shown, key=key).select_related("draft")
    found = text.order_by("-draft__number").first()
    if found is None:
        raise NotHere(_("Diesen Absatz gibt es nicht."), shown.get_absolute_url(), str(shown))
    found.draft.consultation = shown
    return found


def _after(request: HttpRequest, written: Contribution) -> HttpResponse:
    if sessions.current(request) is None:
        return sent_page(request)
    if written.is_public:
        messages.success(request, _("Danke, Ihr Beitrag ist veröffentlicht."))
        return redirect(written.get_absolute_url())
    messages.success(request, _("Danke. Wir sehen Ihren Beitrag an, bevor er erscheint."))
    return redirect("participation:mine")


def _frame(request: HttpRequest, shown: Consultation) -> dict[str, Any]:
    return {
        "consultation": shown,
        "phase": shown.phase_on(timezone.localdate()),
        "may": ask.may(shown, sessions.current(request), sessions.bodies_of(request)),
        **who(request),
    }


def _body(request: HttpRequest) -> Any:
    return sessions.bodies_of(request).first()


def _choices(labels: Any, counts: dict[str, int]) -> list[tuple[str, str]]:
    return [(key, f"{label} ({counts[key]})") for key, label in labels if counts.get(key)]


def _draft(drafts: list[Any], asked: str, otherwise: Any) -> Any:
    return next((row for row in drafts if str(row.number) == asked), otherwise)


def _points(request: HttpRequest) -> dict[str, int]:
    given = {}
    for name, value in request.POST.items():
        if name.startswith("punkte-") and value.strip():
            if not value.strip().isdecimal():
                raise ValidationError(_("„%(value)s“ ist keine ganze Zahl.") % {"value": value[:20]})
            given[name.removeprefix("punkte-")] = int(value)
    return given


def _files(shown: Consultation) -> list[dict[str, str]]:
    tail = f"?consultation={shown.slug}"
    return [
        {
            "title": _("Alle Beiträge mit ihren Antworten"),
            "format": label,
            "url": reverse("data:export", args=["contributions", kind]) + tail,
        }
        for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"), ("atom", "Atom"))
    ]


def _trail(shown: Consultation, title: str) -> Any:
    return trail((text_of(shown.title), shown.get_absolute_url()), (title, ""))
