"""Who decides who may read the files of a collection, and what follows at once."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Collection, GroupCollectionPermission

from core.domain.collection_access import set_collection_access
from core.domain.queries.collections import collection_lines
from core.domain.queries.files import may_read_collection
from core.enums import Role
from core.models import CollectionAccess, Department, Person
from core.models.audit import AuditEntry
from tests.people import audience_of, everyone, make_collection, make_department, make_person, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Department:
    return make_department("network")


def editor_of(department: Department) -> Person:
    return make_person(role=Role.DEPARTMENT_EDITOR, department=department, language="en")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def save(collection: Collection, person: Person, **values: object) -> int:
    address = reverse("collection_access", args=[collection.pk])
    return signed_in(person).post(address, values).status_code


def test_an_editor_opens_a_collection_and_closes_it_again_and_the_trail_tells_of_it(network: Department) -> None:
    editor, reader = make_person(role=Role.EDITOR), make_person()
    collection = make_collection("Pictures", audience=None)
    assert not may_read_collection(reader, collection.pk)
    assert save(collection, editor, audience=everyone().pk, department="") == 302
    assert may_read_collection(reader, collection.pk)
    assert save(collection, editor, audience="", department="") == 302
    assert not may_read_collection(reader, collection.pk)
    assert not CollectionAccess.objects.exists()
    told = AuditEntry.objects.filter(action="collection.access_set").order_by("pk")
    assert [(each.actor, each.detail["after"]["audience"]) for each in told] == [(editor, "Everyone"), (editor, None)]


def test_a_collection_given_to_a_department_belongs_to_its_editors_at_once(network: Department) -> None:
    mine, collection = editor_of(network), make_collection("Pictures", audience=None)
    assert save(collection, make_person(role=Role.EDITOR), audience="", department=network.pk) == 302
    assert may_read_collection(mine, collection.pk)
    assert not may_read_collection(make_person(), collection.pk)
    rights = GroupCollectionPermission.objects.filter(collection=collection, group__user=mine)
    assert rights.filter(permission__codename="add_image").exists()


def test_a_departments_editor_says_who_reads_the_files_of_their_own_part(network: Department) -> None:
    below = make_department("routing", network)
    collection = make_collection("Pictures", audience=None)
    CollectionAccess.objects.create(collection=collection, department=below)
    reader = make_person()
    place(reader, below)
    audience = audience_of(below)
    assert save(collection, editor_of(network), audience=audience.pk, department=below.pk) == 302
    assert may_read_collection(Person.objects.get(pk=reader.pk), collection.pk)


def test_anothers_collection_is_not_there_for_a_departments_editor(network: Department) -> None:
    sales = make_department("sales")
    mine, theirs = editor_of(network), make_collection("Sales", audience=everyone(), department=sales)
    nobodys = make_collection("Nobody's", audience=everyone())
    own = make_collection("Own", audience=everyone(), department=network)
    for collection in (theirs, nobodys):
        assert save(collection, mine, audience="", department=network.pk) == 404
    page = signed_in(mine).get(reverse("collection_access_list")).content.decode()
    assert [name in page for name in ("Own", "Sales", "Nobody's")] == [True, False, False]
    assert CollectionAccess.objects.get(collection=own).audience == everyone()


@pytest.mark.parametrize("chosen", ["sales", ""])
def test_a_departments_editor_gives_no_collection_away(network: Department, chosen: str) -> None:
    sales = make_department("sales")
    own = make_collection("Own", audience=everyone(), department=network)
    value = sales.pk if chosen else ""
    assert save(own, editor_of(network), audience="", department=value) == 200
    assert CollectionAccess.objects.get(collection=own).department == network


def test_the_domain_refuses_what_the_form_would_not_offer(network: Department) -> None:
    own = make_collection("Own", audience=everyone(), department=network)
    with pytest.raises(ValidationError):
        set_collection_access(own, audience=None, department=make_department("sales"), actor=editor_of(network))
    with pytest.raises(ValidationError):
        set_collection_access(own, audience=None, department=network, actor=make_person())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_collections_as_for_one(
    rows: int, network: Department, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        make_collection(f"Pictures {number}", audience=everyone(), department=network)
    editor = Person.objects.get(pk=make_person(role=Role.EDITOR).pk)
    with django_assert_num_queries(5):
        assert len(collection_lines(editor)) == rows
