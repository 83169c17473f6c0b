"""Who leads runs, and where they find their screens."""

from __future__ import annotations

from core.api import Role, grant_role
from learning.models import CourseRun
from tests.learning.building import person
from tests.learning.views.stuck import at


def desk(name: str, where: CourseRun, **more) -> str:
    return at(name, key=where.key, **more)


def editor_of_everything():
    who = person()
    grant_role(who, role=Role.EDITOR, actor=None)
    return type(who).objects.get(pk=who.pk)
