"""What those who handed a project in get to hear."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.core import mail
from gruenzug.web.projects.models import Project, Submission


def tell_published(project: Project) -> None:
    """Close the submission behind `project`, if one is open, and send its address on the site."""
    submission = _open_submission(project)
    if submission is None:
        return
    close(submission, Submission.State.PUBLISHED)
    tell(submission, "published", url=_address(project, submission))


def tell_merged(kept: Project, submission: Submission) -> None:
    """Say that the project stands in the register already, and where."""
    close(submission, Submission.State.PUBLISHED)
    tell(submission, "merged", url=_address(kept, submission) if kept.is_public else "", kept=kept)


def tell(submission: Submission, what: str, **context: Any) -> None:
    """Send the mail `what` about `submission` in the language it was written in."""
    with override(submission.language):
        subjects = {
            "link": _("Ihr persönlicher Link: Projekt melden"),
            "received": _("Ihr Projekt ist bei uns angekommen"),
            "published": _("Ihr Projekt ist veröffentlicht"),
            "merged": _("Ihr Projekt steht schon im Register"),
            "rejected": _("Ihr Projekt wurde nicht aufgenommen"),
        }
    mail.send(
        to=submission.email,
        subject=subjects[what],
        template=f"projects/mail/{what}",
        context={"submission": submission, **context},
        language=submission.language,
    )


def close(submission: Submission, state: str, answer: str = "") -> None:
    """Note that `submission` is answered."""
    submission.state, submission.answer, submission.closed_at = state, answer, timezone.now()
    submission.save(update_fields=["state", "answer", "closed_at", "saved_at"])


def _open_submission(project: Project) -> Submission | None:
    found = Submission.objects.filter(project=project, state=Submission.State.SUBMITTED)
    return found.first()


def _address(project: Project, submission: Submission) -> str:
    with override(submission.language):
        return settings.BASE_URL + project.get_absolute_url()
