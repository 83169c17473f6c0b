"""What HR wrote down of somebody's completions."""

from __future__ import annotations

from core.api import Person
from learning.enums import CompletionSource
from learning.models import Completion, Curriculum


def recorded_of(person: Person, curriculum: Curriculum) -> list[Completion]:
    """Of a curriculum's courses, the newest first."""
    rows = Completion.objects.filter(person=person, source=CompletionSource.RECORDED)
    rows = rows.filter(course__in_curricula__curriculum=curriculum).select_related("course", "recorded_by")
    return list(rows.order_by("-completed_on", "-pk"))
