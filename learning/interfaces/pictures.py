"""Pictures that readers send: told by their content, bounded, and written anew so that nothing rides along."""

from __future__ import annotations

import io
import warnings
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image, ImageOps, UnidentifiedImageError

from learning.domain.unsent import A_FORM, Picture

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 2400
MOST = 3
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several pictures, each checked and written anew. `read` holds the sound ones even where others are not."""

    read: list[Picture]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=SeveralFiles(attrs={"accept": "image/*", "multiple": True}), **kwargs)
        self.read = []

    def clean(self, data: Any, initial: Any = None) -> list[Picture]:
        uploads = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        self.read, wrong = [], []
        for each in uploads[:A_FORM]:
            try:
                self.read.append(read_picture(super().clean(each, initial)))
            except ValidationError as error:
                said = _("%(name)s: %(error)s")
                wrong.append(said % {"name": each.name, "error": " ".join(error.messages)})
        if wrong:
            raise ValidationError(wrong)
        check_number(len(uploads))
        return self.read


def check_number(count: int) -> None:
    """Raise ValidationError where a question would have more pictures than it may."""
    if count > MOST:
        said = ngettext("Send %(count)d picture at most.", "Send %(count)d pictures at most.", MOST)
        raise ValidationError(said % {"count": MOST}, code="many")


def read_picture(upload: UploadedFile[Any]) -> Picture:
    """The first frame of a picture as PNG or JPEG without metadata. Raises ValidationError saying what is wrong."""
    if upload.size is None or upload.size > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 8 MB."), code="size")
    try:
        # Pillow warns at half of what it refuses: both are too much here.
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written_anew(upload)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("The picture has too many pixels."), code="pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        said = _("This is no picture that can be read: send PNG, JPEG, WebP or GIF.")
        raise ValidationError(said, code="kind") from error


def _written_anew(upload: UploadedFile[Any]) -> Picture:
    upload.seek(0)
    with Image.open(upload, formats=FORMATS) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        opened.load()
        picture = ImageOps.exif_transpose(opened)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    is_photo = picture.mode in {"RGB", "CMYK", "YCbCr", "L"} and opened.format in {"JPEG", "WEBP"}
    kind, suffix = ("JPEG", "jpg") if is_photo else ("PNG", "png")
    # Copying the pixels alone leaves EXIF, profiles and comments behind.
    bare = picture.convert("RGB" if is_photo or "A" not in picture.convert("RGBA").getbands() else "RGBA")
    bare.info = {}
    written = io.BytesIO()
    bare.save(written, kind, **({"quality": 85} if is_photo else {"optimize": True}))
    return Picture(written.getvalue(), suffix, bare.width, bare.height)
