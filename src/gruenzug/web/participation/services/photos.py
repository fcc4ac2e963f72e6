"""Pictures from participants: decoded within limits and written anew, so that nothing hidden comes along."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from gruenzug.web.participation.models import Photo

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")
UNUSED_FOR = dt.timedelta(days=1)


def store_photo(*, upload: IO[bytes], size: int) -> Photo:
    """Keep the picture in `upload`; ValidationError with a sentence if it is none or too large."""
    if size > MAX_BYTES:
        raise ValidationError(_("Das Bild ist größer als 12 MB; nehmen Sie bitte ein kleineres."))
    content, (width, height) = _written_anew(upload.read(MAX_BYTES + 1))
    photo = Photo(width=width, height=height)
    photo.image.save(f"{photo.key.hex}.webp", ContentFile(content), save=True)
    return photo


def delete_photo(photo: Photo) -> None:
    """Delete a picture and its file."""
    photo.image.delete(save=False)
    photo.delete()


def delete_unused(now: dt.datetime) -> int:
    """Delete pictures that never became part of an idea, or no longer are."""
    unused = list(Photo.objects.filter(idea=None, created_at__lt=now - UNUSED_FOR))
    for photo in unused:
        delete_photo(photo)
    return len(unused)


def _written_anew(content: bytes) -> tuple[bytes, tuple[int, int]]:
    """Return the pixels of a picture as WebP, upright and no larger than needed, and their size."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            if found.width * found.height > MAX_PIXELS:  # known from the head, before anything is unpacked
                raise ValidationError(
                    _("Das Bild hat mehr als 50 Millionen Bildpunkte; verkleinern Sie es bitte.")
                )
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("Diese Datei ist kein lesbares Bild; nehmen Sie JPEG, PNG oder WebP.")
        ) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    stream = BytesIO()
    plain.save(stream, "WEBP", quality=82)
    return stream.getvalue(), plain.size
