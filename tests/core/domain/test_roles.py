import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from wagtail.models import GroupPagePermission, Page

from core.domain.roles import grant_role, revoke_role, sync_groups
from core.enums import Role
from core.models import AuditEntry, Person
from core.rules import edits_department, granted_roles
from tests.people import everyone, home, make_collection, make_department, make_person, make_section

pytestmark = pytest.mark.django_db


def page_rights(group: str) -> set[tuple[int, str]]:
    rows = GroupPagePermission.objects.filter(group__name=group).select_related("permission")
    return {(row.page_id, row.permission.codename) for row in rows}


def test_wagtails_own_groups_are_gone() -> None:
    assert list(Group.objects.filter(name__in=["Editors", "Moderators"])) == []


def test_an_editor_of_everything_has_rights_at_the_root() -> None:
    person = make_person(role=Role.EDITOR)
    root = Page.objects.get(depth=1)

    assert person.groups.get().name == "editors"
    assert (root.pk, "publish_page") in page_rights("editors")
    assert person.has_perm("wagtailadmin.access_admin")
    assert not person.is_superuser


def test_a_department_editor_has_rights_on_the_sections_of_each_language_and_nowhere_else() -> None:
    home()
    own, other = make_department("network"), make_department("sales")
    japanese, english, foreign = make_section(own), make_section(own, "en"), make_section(other)
    person = make_person(role=Role.DEPARTMENT_EDITOR, department=own)

    held = {page for name in person.groups.values_list("name", flat=True) for page, _ in page_rights(name)}
    assert held == {japanese.pk, english.pk}
    assert foreign.pk not in held
    assert {codename for _, codename in page_rights("department-editors:network:ja")} == {
        "add_page", "change_page", "lock_page",
    }  # fmt: skip


def test_a_section_made_later_belongs_to_the_departments_editors_at_once() -> None:
    home()
    above = make_department("network")
    make_person(role=Role.DEPARTMENT_EDITOR, department=above)

    section = make_section(make_department("core-network", above))

    assert (section.pk, "change_page") in page_rights("department-editors:network:ja")


def test_a_departments_collection_belongs_to_its_editors() -> None:
    home()
    own = make_department("network")
    collection = make_collection("network files", audience=everyone(), department=own)
    person = make_person(role=Role.DEPARTMENT_EDITOR, department=own)

    rows = Group.objects.get(name="department-editors:network:ja").collection_permissions.all()
    assert {row.collection_id for row in rows} == {collection.pk}
    assert person.groups.filter(collection_permissions__permission__codename="choose_image").exists()


def test_an_administrator_is_wagtails_superuser_as_long_as_the_role_lasts() -> None:
    make_person(role=Role.ADMINISTRATOR)
    second = make_person()
    held = grant_role(second, role=Role.ADMINISTRATOR, actor=None)
    second.refresh_from_db()
    assert second.is_superuser

    revoke_role(held, actor=None)

    assert not Person.objects.get(pk=second.pk).is_superuser


def test_the_last_administrator_keeps_the_role() -> None:
    only = make_person(role=Role.ADMINISTRATOR)

    with pytest.raises(ValidationError):
        revoke_role(only.role_grants.get(), actor=None)


def test_hr_lecturers_and_programme_owners_have_no_admin() -> None:
    for role in (Role.HR, Role.LECTURER, Role.PROGRAMME_OWNER):
        assert not make_person(role=role).has_perm("wagtailadmin.access_admin")


def test_who_left_is_in_no_group() -> None:
    person = make_person(role=Role.EDITOR)
    Person.objects.filter(pk=person.pk).update(left_on="2021-01-01")

    sync_groups()

    assert person.groups.count() == 0


def test_syncing_again_changes_nothing() -> None:
    home()
    own = make_department("network")
    make_section(own)
    make_person(role=Role.DEPARTMENT_EDITOR, department=own)
    before = list(GroupPagePermission.objects.order_by("pk").values_list("pk", flat=True))

    sync_groups()

    assert list(GroupPagePermission.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_granting_and_revoking_are_audited_and_granting_twice_is_harmless() -> None:
    person, actor = make_person(), make_person(role=Role.ADMINISTRATOR)
    held = grant_role(person, role=Role.LECTURER, actor=actor)
    assert grant_role(person, role=Role.LECTURER, actor=actor) == held
    assert granted_roles(person) == {"lecturer"}

    revoke_role(held, actor=actor)

    actions = AuditEntry.objects.filter(subject=person).order_by("id").values_list("action", "actor")
    assert list(actions) == [("role.granted", actor.pk), ("role.revoked", actor.pk)]
    assert granted_roles(person) == set()


def test_a_department_belongs_to_a_department_editor_alone() -> None:
    with pytest.raises(ValidationError):
        grant_role(make_person(), role=Role.DEPARTMENT_EDITOR, actor=None)
    with pytest.raises(ValidationError):
        grant_role(make_person(), role=Role.HR, department=make_department("network"), actor=None)


def test_a_departments_editor_edits_what_is_below_it_and_not_what_is_above() -> None:
    above = make_department("network")
    below = make_department("core-network", above)
    person = make_person(role=Role.DEPARTMENT_EDITOR, department=below)

    assert edits_department(person, below)
    assert not edits_department(person, above)
