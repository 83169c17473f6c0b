"""SVG is a program: what may run, load or hide something is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FORBIDDEN_ELEMENTS = frozenset(
    {"script", "iframe", "object", "embed", "audio", "video", "handler", "listener", "link", "meta", "base", "form"}
)
# An animation may set any attribute, also one that was checked when it was still harmless.
ANIMATIONS = frozenset({"set", "animate", "animatetransform", "animatemotion"})
ACTIVE_SCHEMES = ("javascript:", "vbscript:", "data:text/html")
HARMLESS_DATA = re.compile(r"^data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*$", re.IGNORECASE)
CSS_OUTSIDE = re.compile(r"@import|expression\s*\(|-moz-binding|url\(\s*['\"]?\s*(?!#|data:image/)", re.IGNORECASE)
# A document type that only names the standard: no "[" that would open definitions of its own.
PLAIN_DOCTYPE = re.compile(r"<!DOCTYPE\s+svg(?:\s[^\[\]<>]*)?>", re.IGNORECASE)
LENGTH = re.compile(r"^\s*([0-9]+(?:\.[0-9]+)?)\s*(?:px)?\s*$")


def looks_like_svg(head: bytes) -> bool:
    """Whether the beginning of a file is that of an SVG document."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return text.startswith(b"<") and b"<svg" in head.lower()


@dataclass(frozen=True)
class Seen:
    """An SVG that may be stored. `outside` says that it asks for something elsewhere, which will not be loaded."""

    width: int
    height: int
    outside: bool = False


def inspect(content: bytes, *, tolerant: bool = False) -> Seen:
    """Width and height (0 where the file names none). Raises ValidationError where it could do anything but be seen.

    Drawing programs write a document type, HTML labels and addresses of fonts; `tolerant` lets these be, as long as
    they define and run nothing. Files go out in a sandbox that loads nothing in any case.
    """
    try:
        text = content.decode("utf-8-sig")
        if tolerant:
            text = PLAIN_DOCTYPE.sub("", text, count=1)
        # Expanding entities and reading document types is how XML attacks its reader: both are refused.
        root = fromstring(text, forbid_dtd=True)
    except (DefusedXmlException, UnicodeDecodeError) as error:
        raise refused() from error
    except ParseError as error:
        raise ValidationError(_("This SVG cannot be read."), code="damaged") from error
    if _local(root.tag) != "svg" or "<?xml-stylesheet" in text.lower():
        raise refused()
    # Every element is checked: `any` over a generator would stop at the first.
    found = [_check(element, tolerant=tolerant) for element in root.iter()]
    outside = any(found)
    if outside and not tolerant:
        raise refused()
    return Seen(*_size_of(root), outside=outside)


def defuse(root: Any) -> bool:
    """Take out everything that acts, by the same lists; say whether there was any. For pictures that nobody can mend
    before they are stored; what they only ask for from elsewhere stays."""
    found = False
    for parent in list(root.iter()):
        for child in [child for child in parent if isinstance(child.tag, str) and _acts(child)]:
            parent.remove(child)
            found = True
        for key in [key for key, value in parent.attrib.items() if _attribute_acts(_local(key), value)]:
            del parent.attrib[key]
            found = True
    return found


def _acts(element: Any) -> bool:
    name = _local(element.tag)
    return name in FORBIDDEN_ELEMENTS or (name in ANIMATIONS and _sets_what_was_checked(element))


def _sets_what_was_checked(animation: Any) -> bool:
    return _attribute(animation, "attributename").lower().rpartition(":")[2] in {"href", "style"}


def _attribute_acts(name: str, value: str) -> bool:
    squeezed = re.sub(r"[\x00-\x20]+", "", value).lower()
    return name.startswith("on") or squeezed.startswith(ACTIVE_SCHEMES) or "javascript:" in squeezed


def refused() -> ValidationError:
    """The refusal; it does not teach how to get round it."""
    return ValidationError(
        _("This SVG holds a script, a document type, or something from outside. Save it as a plain SVG or as PNG."),
        code="active",
    )


def _check(element: Any, *, tolerant: bool) -> bool:
    """Refuse what runs; say whether the element asks for something from outside."""
    if not isinstance(element.tag, str):  # a comment or a processing instruction
        return False
    name = _local(element.tag)
    if name in FORBIDDEN_ELEMENTS or (name == "foreignobject" and not tolerant):
        raise refused()
    if name in ANIMATIONS and _sets_what_was_checked(element):
        raise refused()
    outside = name == "style" and bool(CSS_OUTSIDE.search("".join(element.itertext())))
    found = [_check_attribute(name, _local(key), value) for key, value in element.attrib.items()]
    return outside or any(found)


def _check_attribute(element: str, name: str, value: str) -> bool:
    squeezed = re.sub(r"[\x00-\x20]+", "", value)
    if name.startswith("on") or "javascript:" in squeezed.lower():
        raise refused()
    if name in {"href", "src"} and not _is_harmless_reference(element, squeezed):
        if not squeezed.lower().startswith(("https://", "http://", "//")):
            raise refused()
        return True
    return bool(CSS_OUTSIDE.search(value))


def _is_harmless_reference(element: str, target: str) -> bool:
    """Something inside, a picture that comes along, or a link: nothing follows a link before someone clicks it."""
    if not target or target.startswith("#") or HARMLESS_DATA.match(target):
        return True
    return element == "a" and target.lower().startswith(("https://", "http://"))


def _attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _size_of(root: Any) -> tuple[int, int]:
    found = [LENGTH.match(_attribute(root, name)) for name in ("width", "height")]
    if all(found):
        return round(float(found[0][1])), round(float(found[1][1]))  # type: ignore[index]
    box = re.split(r"[\s,]+", _attribute(root, "viewbox").strip())
    try:
        return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else (0, 0)
    except ValueError:
        return 0, 0
