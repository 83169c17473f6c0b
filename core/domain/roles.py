"""Granting and revoking roles."""

from __future__ import annotations

from django.db import transaction

from core.domain import audit
from core.enums import Role
from core.models.organisation import Department
from core.models.person import Person
from core.models.role import RoleGrant


@transaction.atomic
def grant_role(person: Person, *, role: Role, actor: Person | None, department: Department | None = None) -> RoleGrant:
    """Grant a role; a department editor's needs its department. Granting twice is harmless."""
    grant, made = RoleGrant.objects.get_or_create(
        person=person, role=role, department=department, defaults={"granted_by": actor}
    )
    if made:
        detail = {"role": str(role), "department": department.code if department else None}
        audit.record("role.granted", actor=actor, subject=person, on=grant, detail=detail)
    return grant
