"""PDF documents that anyone can read: tagged, PDF/UA-1, from templates in Typst.

The engine comes with pip alone and uses its own fonts, so a document looks the
same on every machine. A room keeps its templates under ``print/NAME.typ``;
they begin with ``#import "/core/print/base.typ": *`` and find what they show
in ``facts``. Facts travel as JSON, so no text can become markup.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

ROOT = Path(__file__).resolve().parents[1]
STANDARD = "ua-1"


def render(template: str, facts: Mapping[str, Any], *, written_at: dt.datetime | None = None) -> bytes:
    """Return the PDF of `template` (a path below the web package) with `facts`.

    `title` must be among the facts: a tagged document has one. The same facts
    and the same `written_at` give the same bytes.
    """
    import typst  # noqa: PLC0415  80 MB of library: loaded when a first document is asked for

    told = json.dumps({"language": _language(), **facts}, ensure_ascii=False, default=_plain)
    moment = written_at or timezone.now()
    return typst.compile(
        ROOT / template,
        root=ROOT,
        format="pdf",
        pdf_standards=STANDARD,
        ignore_system_fonts=True,
        sys_inputs={"facts": told},
        timestamp=int(moment.timestamp()),
    )


def as_response(content: bytes, filename: str) -> HttpResponse:
    """Return `content` as an answer that opens in the browser and is saved under `filename`."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def _language() -> str:
    return "en" if (get_language() or "de").startswith("en") else "de"


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
