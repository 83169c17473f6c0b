import io
import struct
import zlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from core.uploads import inspect_document, inspect_image, safe_name
from tests.core.media import png

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str, more: str = "") -> io.BytesIO:
    return io.BytesIO(f'<svg {NS} width="10" height="20" {more}>{inside}</svg>'.encode())


def code_of(check, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as caught:
        check(*args, **kwargs)
    return caught.value.code


def bomb() -> io.BytesIO:
    """A PNG that says it has 60,000 × 60,000 pixels, in 100 bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def with_bad_profile() -> bytes:
    """A PNG whose colour profile has a wrong checksum."""
    whole = png(40, 30)
    profile = b"icc\0\0" + zlib.compress(b"profile")
    chunk = struct.pack(">I", len(profile)) + b"iCCP" + profile + b"\0\0\0\0"
    return whole[:33] + chunk + whole[33:]


def test_the_type_is_read_from_the_content() -> None:
    inspected = inspect_image(io.BytesIO(png(7, 5)))
    assert (inspected.extension, inspected.width, inspected.height, inspected.damage) == ("png", 7, 5, "")

    jpeg = io.BytesIO()
    Image.new("RGB", (2, 2)).save(jpeg, "JPEG")
    assert inspect_image(jpeg).extension == "jpg"


@pytest.mark.parametrize("content", [b"", b"MZ\x90\0", b"<html><script>1</script>", b"%PDF-1.4", b"GIF", b"\x7fELF"])
def test_what_is_no_image_is_refused(content: bytes) -> None:
    assert code_of(inspect_image, io.BytesIO(content)) in {"type", "damaged"}


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    assert code_of(inspect_image, bomb()) == "pixels"
    assert code_of(inspect_image, bomb(), tolerant=True) == "pixels"


def test_too_large_is_refused_by_its_size_alone() -> None:
    class Large(io.BytesIO):
        size = 21 * 1024 * 1024

    assert code_of(inspect_image, Large(png())) == "size"


def test_a_wrong_checksum_is_refused_by_a_form_and_overlooked_by_an_import() -> None:
    assert code_of(inspect_image, io.BytesIO(with_bad_profile())) == "damaged"
    inspected = inspect_image(io.BytesIO(with_bad_profile()), tolerant=True)
    assert (inspected.width, inspected.height) == (40, 30)
    assert inspected.damage != ""


def test_a_plain_svg_is_an_image() -> None:
    inspected = inspect_image(svg('<rect width="1" height="1"/><a href="https://example.com"><text>x</text></a>'))
    assert (inspected.extension, inspected.width, inspected.height) == ("svg", 10, 20)


HOSTILE = {
    "script": svg("<script>alert(1)</script>"),
    "script in capitals": svg("<SCRIPT>alert(1)</SCRIPT>"),
    "handler": svg('<rect onload="alert(1)"/>'),
    "handler on the root": svg("", 'onload="alert(1)"'),
    "javascript link": svg('<a xlink:href="java&#x0A;script:alert(1)"><text>x</text></a>'),
    "data page": svg('<a href="data:text/html,x"><text>x</text></a>'),
    "svg in data": svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
    "animated link": svg('<a><animate attributeName="href" to="javascript:alert(1)"/></a>'),
    "set link": svg('<a><set attributeName="xlink:href" to="https://x.example"/></a>'),
    "iframe in html": svg('<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="/"/></foreignObject>'),
    "entities": io.BytesIO(b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'),
    "external entity": io.BytesIO(b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>'),
    "stylesheet": io.BytesIO(b'<?xml-stylesheet href="x.xsl"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("tolerant", [False, True])
def test_a_hostile_svg_is_refused_by_forms_and_imports_alike(name: str, tolerant: bool) -> None:
    HOSTILE[name].seek(0)
    assert code_of(inspect_image, HOSTILE[name], tolerant=tolerant) == "active"


OUTSIDE = {
    "font": svg("<style>@import url('https://x.example/font.css');</style>"),
    "image": svg('<image href="https://x.example/pixel.png"/>'),
    "style": svg('<rect style="fill:url(https://x.example/#a)"/>'),
    "label": svg('<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">text</div></foreignObject>'),
    "document type": io.BytesIO(
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    ),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_drawing_programs_write_is_refused_by_forms_and_kept_by_imports(name: str) -> None:
    OUTSIDE[name].seek(0)
    assert code_of(inspect_image, OUTSIDE[name]) == "active"
    assert inspect_image(OUTSIDE[name], tolerant=True).extension == "svg"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", "勉強".encode()),
        ("paper.pdf", b"%PDF-1.7\n"),
        ("data.csv", b"a,b\n"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 30),
    ],
)
def test_attachments_whose_content_is_what_they_say_are_taken(name: str, content: bytes) -> None:
    assert inspect_document(io.BytesIO(content), name=name).extension == Path(name).suffix[1:]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<html>", "ending"),
        ("drawing.svg", b"<svg/>", "ending"),
        ("program.exe", b"MZ", "ending"),
        ("noending", b"text", "ending"),
        ("paper.pdf", b"<html>", "content"),
        ("notes.txt", b"MZ\x90\0\x03", "content"),
        ("notes.txt", b"\x7fELF\x02\0\0", "content"),
        ("a.zip", b"%PDF-1.7", "content"),
    ],
)
def test_other_attachments_are_refused(name: str, content: bytes, code: str) -> None:
    assert code_of(inspect_document, io.BytesIO(content), name=name) == code


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Temp\\a b.PNG", "a_b.png"),
        (".htaccess", "htaccess"),
        ("図 1.png", "図_1.png"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("", "file"),
        ("x" * 300 + ".png", "x" * 96 + ".png"),
    ],
)
def test_names_lose_what_could_lead_astray(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_every_image_of_the_bootcamp_but_the_empty_one_comes_in(shared_data: Path) -> None:
    refused = []
    for path in sorted((shared_data / "iij-bootcamp").rglob("*")):
        if path.suffix.lower() in {".png", ".jpg", ".jpeg", ".gif", ".svg"}:
            with path.open("rb") as file:
                try:
                    inspect_image(file, tolerant=True)
                except ValidationError:
                    refused.append(path.name)
    assert refused == ["github_create_repository.svg"]
