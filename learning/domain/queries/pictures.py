"""Who may see a picture of what someone saw: whoever may see the question it belongs to."""

from __future__ import annotations

from core.file_kinds import StoredFile
from core.models.person import Person
from core.rules import Viewer
from learning.domain.queries.stuck import question_at
from learning.models import StuckPicture, UnsentPicture

KIND = "stuck"
UNSENT = "unsent"


def find_picture(number: int, viewer: Viewer) -> StoredFile | None:
    """The picture; None where it is absent, or its question is not for the viewer."""
    if not isinstance(viewer, Person):
        return None
    picture = StuckPicture.objects.filter(pk=number).first()
    if picture is None or question_at(picture.report_id, viewer=viewer) is None:
        return None
    return StoredFile(str(picture.file.name), picture.name)


def find_unsent(number: int, viewer: Viewer) -> StoredFile | None:
    """A picture that waits in a form, for whoever chose it."""
    if not isinstance(viewer, Person):
        return None
    picture = UnsentPicture.objects.filter(pk=number, person=viewer).first()
    return StoredFile(str(picture.file.name), picture.name) if picture is not None else None
