"""Pictures of a form that came back: kept for whoever chose them, until the form is sent or a day has passed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction

from core.models.person import Person
from learning.models import StuckPicture, StuckReport, UnsentPicture

# More than one form may send, so that whoever chose too many can choose among them.
A_FORM = 6
A_PERSON = 24


@dataclass(frozen=True)
class Picture:
    """A picture that was checked and written anew, without what a camera adds."""

    content: bytes
    suffix: str
    width: int
    height: int


def unsent_of(person: Person, *, token: uuid.UUID) -> list[UnsentPicture]:
    """What waits in one form of a person, in the order in which it was chosen."""
    return list(UnsentPicture.objects.filter(person=person, token=token))


def keep_unsent(person: Person, *, token: uuid.UUID, pictures: Sequence[Picture]) -> list[UnsentPicture]:
    """Keep the pictures of a form that comes back; returns those kept. A person's oldest make room for them."""
    with transaction.atomic():
        free = A_FORM - UnsentPicture.objects.filter(person=person, token=token).count()
        kept = [_stored(person, token, picture) for picture in pictures[: max(free, 0)]]
        too_old = UnsentPicture.objects.filter(person=person).order_by("-pk")[A_PERSON:]
        drop_unsent(list(too_old))
    return kept


def adopt(report: StuckReport, pictures: Iterable[UnsentPicture]) -> None:
    """Make them pictures of a question: the file stays where it is and changes hands."""
    for picture in pictures:
        StuckPicture.objects.create(report=report, file=picture.file.name, width=picture.width, height=picture.height)
        picture.delete()


def drop_unsent(pictures: Iterable[UnsentPicture]) -> int:
    """Delete them; the files go once the rows' end is certain."""
    dropped = 0
    for picture in pictures:
        name, storage = str(picture.file.name), picture.file.storage
        picture.delete()
        transaction.on_commit(lambda name=name, storage=storage: storage.delete(name))  # type: ignore[misc]
        dropped += 1
    return dropped


def forget_unsent(limit: dt.datetime) -> int:
    """Forms that were never sent."""
    return drop_unsent(list(UnsentPicture.objects.filter(created_at__lt=limit)))


def _stored(person: Person, token: uuid.UUID, picture: Picture) -> UnsentPicture:
    row = UnsentPicture(person=person, token=token, width=picture.width, height=picture.height)
    # The name says nothing and cannot be guessed; the files view asks who may read it all the same.
    row.file.save(f"{uuid.uuid4().hex}.{picture.suffix}", ContentFile(picture.content), save=True)
    return row
