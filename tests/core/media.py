"""Small real files for tests."""

import io

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection

from core.models import PortalDocument, PortalImage


def png(width: int = 4, height: int = 3) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return out.getvalue()


def make_image(collection: Collection, *, name: str = "picture.png", content: bytes | None = None) -> PortalImage:
    return PortalImage.objects.create(
        title=name, file=ContentFile(content or png(), name=name), width=4, height=3, collection=collection
    )


def make_document(collection: Collection, *, name: str = "notes.txt", content: bytes = b"notes") -> PortalDocument:
    return PortalDocument.objects.create(title=name, file=ContentFile(content, name=name), collection=collection)
