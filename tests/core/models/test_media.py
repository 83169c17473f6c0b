"""Damaged images are kept as they came, and no page of the admin fails over them."""

import pytest
from django.core.files.base import ContentFile
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Collection

from core.models import PortalImage
from tests.core.media import make_image
from tests.learning.interfaces.importer.sources import png

pytestmark = pytest.mark.django_db


def damaged(content: bytes, name: str) -> PortalImage:
    image = make_image(Collection.get_first_root_node(), name=name, content=png())
    image.file.storage.delete(image.file.name)
    image.file.storage.save(image.file.name, ContentFile(content))
    PortalImage.objects.filter(pk=image.pk).update(damage="damaged", width=300, height=200)
    return PortalImage.objects.get(pk=image.pk)


def test_an_image_with_a_bad_checksum_is_resized() -> None:
    image = damaged(png(300, 200, bad_profile=True), "profile.png")
    assert image.get_rendition("max-100x100").width == 100


def test_an_empty_image_is_shown_as_a_placeholder() -> None:
    image = damaged(b"\n", "empty.svg")
    assert 'src="data:,"' in get_rendition_or_not_found(image, "max-100x100").img_tag()
