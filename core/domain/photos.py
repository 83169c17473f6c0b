"""A person's photo: an image of its own, in a collection that nobody browses."""

from __future__ import annotations

import io
import uuid

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.models import Collection

from core.domain import audit
from core.models.media import PortalImage
from core.models.person import Person

COLLECTION = "Photos of people"


@transaction.atomic
def change_photo(person: Person, *, actor: Person, content: bytes | None) -> Person:
    """Put a checked JPEG in place of the photo, or take the photo away. The old one is deleted, file and all."""
    locked = Person.objects.get_queryset().select_for_update().get(pk=person.pk)
    old = locked.photo
    person.photo = _stored(content, actor) if content is not None else None
    person.save(update_fields=["photo"])
    if old is not None:
        old.delete()
    audit.record("person.photo_changed", actor=actor, subject=person, on=person)
    return person


def _stored(content: bytes, actor: Person) -> PortalImage:
    # The name says nothing of the person and cannot be guessed.
    file = ImageFile(io.BytesIO(content), name=f"{uuid.uuid4().hex}.jpg")
    image = PortalImage(title=COLLECTION, collection=_collection(), uploaded_by_user=actor, file=file)
    image.save()
    return image


def _collection() -> Collection:
    found = Collection.objects.filter(name=COLLECTION, depth=2).first()
    return found or Collection.get_first_root_node().add_child(name=COLLECTION)
