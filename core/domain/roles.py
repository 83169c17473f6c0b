"""Granting roles, and what follows from them in Wagtail: groups, page and collection permissions.

Groups are derived. Nobody edits them by hand; `sync_groups` makes them what the grants say, as often as it is called.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Locale, Page

from core.domain import audit
from core.enums import Role
from core.models.audience import CollectionAccess
from core.models.organisation import Department
from core.models.pages import DepartmentSectionPage
from core.models.person import Person
from core.models.role import RoleGrant
from core.rules import forget_roles

EDITORS = "editors"
DEPARTMENT_EDITORS = "department-editors:"
FILE_APPS = ("wagtailimages", "wagtaildocs")
# What a department's editors write is published by the editors, after review: see docs/decisions/0052.
DEPARTMENT_PAGE_PERMISSIONS = ("add_page", "change_page", "lock_page")
EDITOR_PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
# Wagtail asks for its own models' permissions, whichever model holds our images and documents.
FILE_PERMISSIONS = (
    *("add_image", "change_image", "delete_image", "choose_image"),
    *("add_document", "change_document", "delete_document", "choose_document"),
)

DEPARTMENT_RIGHTS = ("wagtailadmin.access_admin", "simple_translation.submit_translation")
EDITOR_RIGHTS = (
    *DEPARTMENT_RIGHTS,
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
)


@transaction.atomic
def grant_role(person: Person, *, role: Role, actor: Person | None, department: Department | None = None) -> RoleGrant:
    """Give a role; granting it twice is harmless. Raises ValidationError where the department is amiss."""
    if (role == Role.DEPARTMENT_EDITOR) != (department is not None):
        raise ValidationError(
            {"department": _("A department belongs to the role of department editor, and to no other.")}
        )
    held, is_new = RoleGrant.objects.get_or_create(
        person=person, role=role, department=department, defaults={"granted_by": actor}
    )
    if is_new:
        audit.record("role.granted", actor=actor, subject=person, on=held, detail=_detail(held))
        sync_groups()
        forget_roles(person)
    return held


@transaction.atomic
def revoke_role(held: RoleGrant, *, actor: Person | None) -> None:
    """Take a role back. Raises ValidationError for the last administrator: nobody could let anyone in again."""
    if held.role == Role.ADMINISTRATOR and not _another_administrator(held):
        raise ValidationError(_("The last administrator keeps the role. Grant it to someone else first."))
    audit.record("role.revoked", actor=actor, subject=held.person, on=held, detail=_detail(held))
    person = held.person
    held.delete()
    sync_groups()
    forget_roles(person)


@transaction.atomic
def sync_groups() -> None:
    """Make Wagtail's groups and permissions what grants, section pages and collections say."""
    employed = Person.objects.employed()
    grants = list(RoleGrant.objects.filter(person__in=employed).select_related("department"))
    _sync_administrators(grants)
    kept = [_sync_editors(grants)]
    departments = {held.department for held in grants if held.role == Role.DEPARTMENT_EDITOR and held.department}
    for department in departments:
        members = [held.person_id for held in grants if held.department_id == department.pk]
        kept += [_sync_department(department, locale, members) for locale in Locale.objects.all()]
    Group.objects.filter(name__startswith=DEPARTMENT_EDITORS).exclude(pk__in=[group.pk for group in kept]).delete()
    _let_editors_review(kept[0])


def _another_administrator(held: RoleGrant) -> bool:
    others = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, person__in=Person.objects.employed())
    return others.exclude(pk=held.pk).exists()


def _detail(held: RoleGrant) -> dict[str, str]:
    return {"role": held.role, "department": held.department.code if held.department else ""}


def _sync_administrators(grants: Iterable[RoleGrant]) -> None:
    """An administrator is Wagtail's superuser; the flag follows the grant and is set nowhere else."""
    wanted = {held.person_id for held in grants if held.role == Role.ADMINISTRATOR}
    Person.objects.get_queryset().filter(is_superuser=True).exclude(pk__in=wanted).update(is_superuser=False)
    Person.objects.get_queryset().filter(is_superuser=False, pk__in=wanted).update(is_superuser=True)


def _sync_editors(grants: Iterable[RoleGrant]) -> Group:
    group, _is_new = Group.objects.get_or_create(name=EDITORS)
    _set_members(group, [held.person_id for held in grants if held.role == Role.EDITOR])
    _let_into_admin(group, EDITOR_RIGHTS)
    _set_pages(group, Page.objects.filter(depth=1), EDITOR_PAGE_PERMISSIONS)
    _set_collections(group, Collection.objects.filter(depth=1), FILE_PERMISSIONS)
    return group


def _sync_department(department: Department, locale: Locale, members: list[int]) -> Group:
    """The editors of a department in one language: its section pages there, and its collections."""
    group, _is_new = Group.objects.get_or_create(name=f"{DEPARTMENT_EDITORS}{department.code}:{locale.language_code}")
    _set_members(group, members)
    _let_into_admin(group, DEPARTMENT_RIGHTS)
    below = Department.objects.filter(path__startswith=department.path)
    sections = DepartmentSectionPage.objects.filter(department__in=below, locale=locale)
    _set_pages(group, Page.objects.filter(pk__in=sections.values("pk")), DEPARTMENT_PAGE_PERMISSIONS)
    own = CollectionAccess.objects.filter(department__in=below)
    _set_collections(group, Collection.objects.filter(pk__in=own.values("collection_id")), FILE_PERMISSIONS)
    return group


def _set_members(group: Group, people: list[int]) -> None:
    group.user_set.set(Person.objects.get_queryset().filter(pk__in=people))


def _let_into_admin(group: Group, rights: Iterable[str]) -> None:
    """What a group may do beside pages and files, by name as Django writes it."""
    wanted = functools.reduce(
        operator.or_,
        (Q(content_type__app_label=app, codename=name) for app, name in (right.split(".") for right in rights)),
    )
    group.permissions.set(Permission.objects.filter(wanted))


def _set_pages(group: Group, pages: Iterable[Page], codenames: Iterable[str]) -> None:
    permissions = list(Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames))
    wanted = {(page.pk, permission.pk) for page in pages for permission in permissions}
    held = {(row.page_id, row.permission_id): row for row in GroupPagePermission.objects.filter(group=group)}
    for pair, row in held.items():
        if pair not in wanted:
            row.delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission)
        for page, permission in sorted(wanted - held.keys())
    )


def _set_collections(group: Group, collections: Iterable[Collection], codenames: Iterable[str]) -> None:
    permissions = list(Permission.objects.filter(content_type__app_label__in=FILE_APPS, codename__in=codenames))
    wanted = {(collection.pk, permission.pk) for collection in collections for permission in permissions}
    held = {
        (row.collection_id, row.permission_id): row for row in GroupCollectionPermission.objects.filter(group=group)
    }
    for pair, row in held.items():
        if pair not in wanted:
            row.delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection, permission_id=permission)
        for collection, permission in sorted(wanted - held.keys())
    )


def _let_editors_review(editors: Group) -> None:
    """A review task without a group could be answered by administrators alone."""
    for task in GroupApprovalTask.objects.filter(groups__isnull=True):
        task.groups.add(editors)
