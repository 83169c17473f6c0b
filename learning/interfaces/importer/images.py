"""Look at an image without trusting it: its size, what is wrong with it, and whether it may be kept."""

from __future__ import annotations

import io
import re
import struct
import threading
import xml.etree.ElementTree as ET
import zlib
from dataclasses import dataclass

import defusedxml.ElementTree as SafeET
from defusedxml import DefusedXmlException
from django.conf import settings
from PIL import Image

from core import svg

IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".svg")
MAX_PIXELS = getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", 100_000_000)
PNG = b"\x89PNG\r\n\x1a\n"
# Pillow's limit is a switch for the whole process: two of us must not put each other's value back.
HEADER_ONLY = threading.Lock()
SVG_NAMESPACE = "http://www.w3.org/2000/svg"
LENGTH = re.compile(r"\s*(\d{1,7}(?:\.\d{1,6})?)\s*(px|pt|mm|cm|in)?\s*$")
UNITS = {None: 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
LOOKS_ACTIVE = re.compile(
    rb"<\s*(?:\w+:)?script|\son[a-z]+\s*=|javascript:|<\s*(?:\w+:)?(?:iframe|object|embed)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Picture:
    """`data` is what to keep; None: it must not be kept. `problem` names a kind, `detail` belongs to it."""

    data: bytes | None
    width: int = 0
    height: int = 0
    problem: str = ""
    detail: str = ""

    @property
    def damage(self) -> str:
        return (self.detail or self.problem) if self.problem in ("damaged_image", "empty_image") else ""


def probe(data: bytes, *, name: str) -> Picture:
    """Never raises. The bytes are kept as they are but for an SVG that holds a program."""
    if not data:
        return Picture(data, problem="empty_image", detail="empty")
    if name.lower().endswith(".svg"):
        return _probe_svg(data)
    return _probe_raster(data)


def _probe_raster(data: bytes) -> Picture:
    damage = _png_damage(data) if data.startswith(PNG) else _cut_short(data)
    try:
        width, height = _size(data)
    except Exception:
        return Picture(None, problem="not_an_image")
    if width * height > MAX_PIXELS or width < 1 or height < 1:
        return Picture(None, width, height, "image_bomb", f"{width}×{height}")
    return Picture(data, width, height, "damaged_image" if damage else "", damage)


def _size(data: bytes) -> tuple[int, int]:
    """From the header alone; nothing is decoded."""
    if data.startswith(PNG):
        if len(data) < 24 or data[12:16] != b"IHDR":
            raise ValueError("no IHDR")
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    with HEADER_ONLY:
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # we judge the size ourselves
        try:
            with Image.open(io.BytesIO(data)) as image:
                return image.size
        finally:
            Image.MAX_IMAGE_PIXELS = limit


def _png_damage(data: bytes) -> str:
    """The first chunk that is cut short or whose checksum is wrong."""
    place = len(PNG)
    while place + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        name = kind.decode("ascii", "replace")
        end = place + 8 + length
        if end + 4 > len(data):
            return f"cut short in {name}"
        if zlib.crc32(data[place + 4 : end]) != struct.unpack(">I", data[end : end + 4])[0]:
            return f"bad checksum in {name}"
        if kind == b"IEND":
            return ""
        place = end + 4
    return "cut short"


def _cut_short(data: bytes) -> str:
    tail = data[-64:].rstrip(b"\0\r\n ")
    if data.startswith(b"\xff\xd8") and b"\xff\xd9" not in data[-4096:]:
        return "cut short"
    if data.startswith(b"GIF8") and not tail.endswith(b";"):
        return "cut short"
    return ""


def _probe_svg(data: bytes) -> Picture:
    looks_active = LOOKS_ACTIVE.search(data.replace(b"\0", b"")) is not None  # UTF-16 puts a zero beside each letter
    try:
        root = SafeET.fromstring(data)
    except (ET.ParseError, DefusedXmlException, ValueError, RecursionError, LookupError):
        if looks_active:
            return Picture(None, problem="svg_refused")
        return Picture(data, problem="damaged_image", detail="not well-formed XML")
    if _local(root.tag) != "svg":
        return Picture(None, problem="not_an_image")
    width, height = _svg_size(root)
    if svg.defuse(root):
        ET.register_namespace("", SVG_NAMESPACE)
        ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
        return Picture(ET.tostring(root, encoding="utf-8", xml_declaration=True), width, height, "svg_script")
    return Picture(data, width, height)


def _local(tag: object) -> str:
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _svg_size(root: ET.Element) -> tuple[int, int]:
    width, height = _length(root.get("width")), _length(root.get("height"))
    box = [float(part) for part in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox") or "")[:4]]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if not width and not height:
            width, height = box[2], box[3]
        elif not height:
            height = width * box[3] / box[2]
        elif not width:
            width = height * box[2] / box[3]
    return max(1, round(width or 300)), max(1, round(height or 150))


def _length(value: str | None) -> float:
    match = LENGTH.match(value or "")
    return float(match[1]) * UNITS[match[2]] if match else 0.0
