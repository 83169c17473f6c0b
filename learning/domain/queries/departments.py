"""What learning holds of a department, for its page: its own curricula, and those of the departments above it."""

from __future__ import annotations

from core.department_parts import Part
from core.models.organisation import Department
from core.models.person import Person
from learning.domain.queries.curricula import curricula_with_keys
from learning.models import Curriculum, TrainingRule


def curricula_part(department: Department, viewer: Person) -> Part | None:
    """None where the viewer may see none of them."""
    above = [department.path[:end] for end in range(Department.steplen, len(department.path), Department.steplen)]
    whose = Curriculum.objects.filter(department__path__in=[department.path, *above], is_live=True)
    keys = list(whose.values_list("translation_key", flat=True))
    rows = list(curricula_with_keys(viewer, keys).values()) if keys else []
    if not rows:
        return None
    asked = _asked_here(department, [row.curriculum.pk for row in rows])
    own = [row for row in rows if row.curriculum.department_id == department.pk or row.curriculum.pk in asked]
    inherited = [row for row in rows if row not in own]
    return Part("learning/department_curricula.html", {"own": own, "inherited": inherited})


def _asked_here(department: Department, curricula: list[int]) -> set[int]:
    """Those that a rule asks of this very department: wherever their page lies, they are its own to its people."""
    rules = TrainingRule.objects.filter(curriculum__in=curricula, is_active=True, audience__departments=department)
    return set(rules.values_list("curriculum_id", flat=True))
