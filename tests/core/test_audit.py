import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from wagtail.log_actions import LogContext

from core.domain import audit
from core.enums import Role
from core.models import ArticlePage, AuditEntry
from tests.people import home, make_person

pytestmark = pytest.mark.django_db


def test_an_entry_is_never_changed_nor_deleted_by_django() -> None:
    entry = audit.record("test.done", actor=None)

    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


@pytest.mark.parametrize("statement", ["UPDATE core_auditentry SET action = 'x'", "DELETE FROM core_auditentry"])
def test_nor_by_the_database(statement: str) -> None:
    audit.record("test.done", actor=None)

    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        AuditEntry.objects.all().update(action="x")
    assert AuditEntry.objects.filter(action="test.done").count() == 1


def test_an_entry_goes_with_the_transaction_it_tells_of() -> None:
    with transaction.atomic():
        audit.record("test.undone", actor=None)
        transaction.set_rollback(True)

    assert not AuditEntry.objects.filter(action="test.undone").exists()


def test_publishing_unpublishing_and_moving_are_told_with_who_did_it() -> None:
    editor = make_person(role=Role.EDITOR)
    page = home().add_child(instance=ArticlePage(title="Article", slug="article", live=False))
    with LogContext(user=editor):
        page.save_revision(user=editor).publish()
        page.refresh_from_db()
        page.unpublish(user=editor)
        page.move(home("en"), "last-child")

    told = AuditEntry.objects.filter(object_id=str(page.pk)).order_by("id").values_list("action", "actor")
    assert list(told) == [(f"page.{done}", editor.pk) for done in ("published", "unpublished", "moved")]


def test_administrators_read_and_filter_the_trail() -> None:
    administrator = make_person(role=Role.ADMINISTRATOR)
    audit.record("pay.opened", actor=administrator, subject=administrator)
    client = Client()
    client.force_login(administrator, backend="core.backends.EmployedBackend")

    page = client.get("/admin/audit/", {"action": "pay"})

    assert page.status_code == 200
    assert "pay.opened" in page.content.decode()
    assert "session.started" not in page.content.decode()
    assert client.post("/admin/audit/").status_code == 405
