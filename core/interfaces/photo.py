"""Reading an uploaded photo: checked by its content, cut square, written anew without what a camera adds."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core.uploads import inspect_image

SIDE = 384  # pixels: twice what the largest place on a page shows
RASTERS = frozenset({"jpg", "jpeg", "png", "webp"})


def read_photo(upload: UploadedFile[Any]) -> bytes:
    """The photo as a square JPEG. Raises ValidationError in the reader's language."""
    if inspect_image(upload).extension not in RASTERS:
        raise ValidationError(_("Send a photo as JPEG, PNG or WebP."), code="type")
    upload.seek(0)
    with Image.open(upload, formats=("JPEG", "PNG", "WEBP")) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    written = io.BytesIO()
    ImageOps.fit(upright, (SIDE, SIDE)).save(written, "JPEG", quality=88)
    return written.getvalue()
