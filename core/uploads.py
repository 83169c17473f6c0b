"""Is an uploaded file what it says, and harmless? Asked by every form, the importer and the API.

The type is read from the content; size and pixels are checked before anything is decoded.
"""

from __future__ import annotations

import re
import threading
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

import filetype
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, UnidentifiedImageError

from core import svg
from core.upload_limits import (
    BINARY_EXTENSIONS,
    DOCUMENT_EXTENSIONS,
    IMAGE_EXTENSIONS,
    LONGEST_NAME,
    MOST_DOCUMENT_BYTES,
    MOST_IMAGE_BYTES,
    MOST_PIXELS,
    MOST_SVG_BYTES,
    TEXT_EXTENSIONS,
)

# Pillow's tolerance of damage is one switch for the whole process.
_tolerance = threading.Lock()


@dataclass(frozen=True)
class Inspected:
    """What a file turned out to be. `damage` says what a tolerant look had to overlook."""

    extension: str
    width: int = 0
    height: int = 0
    damage: str = ""


def inspect_image(file: IO[bytes], *, tolerant: bool = False) -> Inspected:
    """Check an image by its content. Raises ValidationError in the reader's language.

    `tolerant` is for material that must not be lost: damage that viewers overlook (a wrong checksum of a colour
    profile, a cut end) is reported instead of refused. What is dangerous is refused all the same.
    """
    size = _size(file)
    if size > MOST_IMAGE_BYTES:
        raise too_large(size, MOST_IMAGE_BYTES)
    head = _peek(file)
    if svg.looks_like_svg(head):
        if size > MOST_SVG_BYTES:
            raise too_large(size, MOST_SVG_BYTES)
        seen = svg.inspect(_all(file), tolerant=tolerant)
        damage = "it asks for something from outside, which is not loaded" if seen.outside else ""
        return Inspected("svg", seen.width, seen.height, damage)
    guessed = filetype.guess(head)
    extension = IMAGE_EXTENSIONS.get(guessed.extension) if guessed else None
    if extension is None:
        raise ValidationError(
            _("This is no image that we can show: use PNG, JPEG, GIF, WebP, AVIF or SVG."), code="type"
        )
    return _inspect_raster(file, extension, tolerant=tolerant)


def inspect_document(file: IO[bytes], *, name: str) -> Inspected:
    """Check an attachment: its ending is on the list, and its content is what the ending says."""
    size = _size(file)
    if size > MOST_DOCUMENT_BYTES:
        raise too_large(size, MOST_DOCUMENT_BYTES)
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension not in DOCUMENT_EXTENSIONS:
        raise ValidationError(
            _("Files ending in “.%(ending)s” cannot be attached."), code="ending", params={"ending": extension}
        )
    head = _peek(file)
    guessed = filetype.guess(head)
    found = guessed.extension if guessed else None
    if extension in TEXT_EXTENSIONS:
        fits = found is None and b"\0" not in head
    else:
        fits = found in BINARY_EXTENSIONS[extension]
    if not fits:
        raise ValidationError(
            _("The content of this file is not what its ending “.%(ending)s” says."),
            code="content",
            params={"ending": extension},
        )
    return Inspected(extension)


def safe_name(name: str, *, extension: str = "") -> str:
    """A name to store a file under: no path, no control characters, no leading dot, not too long; Japanese stays."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(letter for letter in base if unicodedata.category(letter)[0] != "C")
    base = re.sub(r'[<>:"|?*%#&;\s]+', "_", base).strip("._ ")
    stem, ending = PurePath(base).stem or "file", PurePath(base).suffix.lower()
    ending = f".{extension}" if extension else ending
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"


def too_large(size: int, most: int) -> ValidationError:
    """The refusal, with both numbers."""
    return ValidationError(
        _("This file is too large: %(size)s. At most %(most)s are possible."),
        code="size",
        params={"size": filesizeformat(size), "most": filesizeformat(most)},
    )


@contextmanager
def tolerating_damage() -> Iterator[None]:
    """Open images inside although a checksum is wrong or the end is missing; one thread at a time."""
    with _tolerance:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _inspect_raster(file: IO[bytes], extension: str, *, tolerant: bool) -> Inspected:
    try:
        width, height = _measure(file)
        return Inspected(extension, width, height)
    except ValidationError:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if not tolerant:
            raise _broken() from error
        damage = str(error)
    try:
        with tolerating_damage():
            width, height = _measure(file, verify=False)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _broken() from error
    return Inspected(extension, width, height, _damage(damage))


def _measure(file: IO[bytes], *, verify: bool = True) -> tuple[int, int]:
    """Width and height from the header alone; a bomb is refused before a pixel of it is decoded."""
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(file)
        except Image.DecompressionBombError as error:
            raise _too_many_pixels() from error
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise _too_many_pixels()
        if verify:
            image.verify()
    file.seek(0)
    return width, height


def _damage(said: str) -> str:
    return (
        "the file names itself an image, but a checksum or a part of it is wrong" if "identify" in said else said[:200]
    )


def _broken() -> ValidationError:
    return ValidationError(_("This image is damaged and cannot be opened."), code="damaged")


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This image has too many pixels. At most %(most)s million are possible."),
        code="pixels",
        params={"most": MOST_PIXELS // 1_000_000},
    )


def _size(file: Any) -> int:
    known = getattr(file, "size", None)
    if known is not None:
        return int(known)
    file.seek(0, 2)
    size = int(file.tell())
    file.seek(0)
    return size


def _peek(file: IO[bytes]) -> bytes:
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    return head


def _all(file: IO[bytes]) -> bytes:
    file.seek(0)
    content = file.read()
    file.seek(0)
    return content
