"""A release by its name, and its files with the ranges that map tiles are read by.

In production a web server may serve the folder itself; this needs nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.web.atlas.models import Release
from gruenzug.web.core.errors import NotHere

TYPES = {
    ".pmtiles": "application/vnd.pmtiles",
    ".parquet": "application/vnd.apache.parquet",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".tif": "image/tiff; application=geotiff",
}
YEAR = 31_536_000
BLOCK = 1 << 16
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@require_safe
def release(request: HttpRequest, name: str) -> HttpResponse:
    """Lead from the address to cite to the page that describes the release."""
    found = get_object_or_404(Release, name=name)
    return redirect(f"{reverse('atlas:sources')}?{urlencode({'release': found.name})}")


@require_safe
def release_file(request: HttpRequest, name: str, path: str) -> HttpResponseBase:
    """Serve one file that the manifest lists, whole or in part."""
    found = get_object_or_404(Release, name=name)
    listed = {row["path"]: row["sha256"] for row in found.manifest["files"]}
    file = Path(settings.RELEASES) / found.name / path
    if (path not in listed and path != "release.json") or not file.is_file():
        raise NotHere(_("Diese Datei gehört nicht zum Datenstand."))
    etag = f'"{listed.get(path, found.digest)}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _answer(request, file, etag)
    asked = request.GET.get("v", "")
    fresh = bool(asked) and found.digest.startswith(asked)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if fresh else "public, max-age=300"
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    return response


def _answer(request: HttpRequest, file: Path, etag: str) -> HttpResponseBase:
    size = file.stat().st_size
    kind = TYPES.get(file.suffix, "application/octet-stream")
    span = _span(request, size, etag)
    if span is None:
        return FileResponse(file.open("rb"), content_type=kind)
    first, last = span
    if first >= size or first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_part(file.open("rb"), first, last), status=206, content_type=kind)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _span(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return first and last byte asked for; None if the whole file is wanted."""
    if request.headers.get("If-Range", etag) != etag:
        return None
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not match or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _part(stream: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with stream:
        stream.seek(first, os.SEEK_SET)
        left = last - first + 1
        while left > 0 and (block := stream.read(min(BLOCK, left))):
            left -= len(block)
            yield block
