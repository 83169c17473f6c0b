"""Who may do what: predicates (person, object) -> bool. Deny by default."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from core.enums import Role
from core.models.organisation import Department
from core.models.person import Person

Viewer = Person | AnonymousUser


def is_employee(viewer: Viewer) -> bool:
    """Someone with an account who is employed today."""
    return isinstance(viewer, Person) and viewer.is_employed()


def has_role(viewer: Viewer, *roles: Role) -> bool:
    """Whether the viewer, employed today, was granted one of the roles."""
    if not isinstance(viewer, Person) or not viewer.is_employed():
        return False
    return any(role in roles for role in granted_roles(viewer))


def granted_roles(person: Person) -> frozenset[str]:
    """The roles granted to a person, read once for each person object."""
    cached: frozenset[str] | None = getattr(person, "_granted_roles", None)
    if cached is None:
        cached = frozenset(person.role_grants.values_list("role", flat=True))
        person._granted_roles = cached  # type: ignore[attr-defined]
    return cached


def forget_roles(person: Person) -> None:
    """After a grant or a revocation: what this object remembered of its roles no longer holds."""
    person.__dict__.pop("_granted_roles", None)
    person.__dict__.pop("_own_departments", None)


def is_administrator(viewer: Viewer) -> bool:
    return has_role(viewer, Role.ADMINISTRATOR) or (
        is_employee(viewer) and bool(getattr(viewer, "is_superuser", False))
    )


def is_manager_of(viewer: Viewer, person: Person) -> bool:
    """A direct or indirect manager; follows from the data, never granted."""
    seen: set[int] = set()
    boss_id = person.manager_id
    while boss_id is not None and boss_id not in seen:
        if boss_id == viewer.pk:
            return is_employee(viewer)
        seen.add(boss_id)
        boss_id = Person.objects.filter(pk=boss_id).values_list("manager_id", flat=True).first()
    return False


def is_manager(viewer: Viewer) -> bool:
    """Whether anyone employed reports to the viewer."""
    return isinstance(viewer, Person) and is_employee(viewer) and viewer.reports.employed().exists()


def edits_everything(viewer: Viewer) -> bool:
    """Editors of every page: administrators and editors."""
    return is_administrator(viewer) or has_role(viewer, Role.EDITOR)


def edits_department(viewer: Viewer, department: Department) -> bool:
    """An editor of everything, or of this department or one above it."""
    if edits_everything(viewer):
        return True
    return any(department.path.startswith(own.path) for own in own_departments(viewer))


def own_departments(viewer: Viewer) -> list[Department]:
    """The departments whose editor the viewer is (each with the ones below it); none for other roles."""
    if not has_role(viewer, Role.DEPARTMENT_EDITOR) or not isinstance(viewer, Person):
        return []
    cached: list[Department] | None = getattr(viewer, "_own_departments", None)
    if cached is None:
        held = viewer.role_grants.filter(role=Role.DEPARTMENT_EDITOR).select_related("department")
        cached = [grant.department for grant in held if grant.department]
        viewer._own_departments = cached  # type: ignore[attr-defined]
    return cached


def decides_who_reads(viewer: Viewer, department: Department | None) -> bool:
    """Who says who may read the files of a collection: editors of everything, and of the department it belongs to."""
    return edits_everything(viewer) or (department is not None and edits_department(viewer, department))


def manages_accounts(viewer: Viewer) -> bool:
    """Who invites people, and ends their access."""
    return is_administrator(viewer) or has_role(viewer, Role.HR)


def reads_audit(viewer: Viewer) -> bool:
    """Who reads the audit trail."""
    return is_administrator(viewer)
