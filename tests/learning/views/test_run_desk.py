"""The screens of those who lead or organise runs: lists, desk, messages, files."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.models import AuditEntry
from learning.domain.enrolling import enrol
from learning.enums import EnrolmentStatus, RunState
from learning.models import RunMessage
from tests.learning.building import made_anew, person
from tests.learning.courses import enrolled, run
from tests.learning.views.leading import desk, editor_of_everything
from tests.learning.views.stuck import as_, at, text_of

pytestmark = pytest.mark.django_db

# Of "My runs", the desk and the list of attendance.
PINNED = [10, 13, 10]


def test_my_runs_stand_in_their_lists(coming, held, lecturer) -> None:
    draft = run(status=RunState.DRAFT, name_en="Only drafted")
    draft.lecturers.add(lecturer)
    run(name_en="Of somebody else")
    page = text_of(as_(lecturer).get(at("my_runs")))
    assert ("Spring" in page, "Only drafted" in page, "Of somebody else" in page) == (True, False, False)
    assert "Only drafted" in text_of(as_(lecturer).get(at("my_runs"), {"state": "draft"}))
    assert "Of somebody else" in text_of(as_(editor_of_everything()).get(at("my_runs"), {"whose": "all"}))
    assert "Spring" not in text_of(as_(lecturer).get(at("my_runs"), {"q": "nothing like it"}))


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert made_anew(client, address).status_code == 200
    return len(caught)


def test_lists_ask_as_often_for_three_rows_as_for_one(coming, lecturer) -> None:
    client = as_(lecturer)
    enrolled(at=coming)
    addresses = [at("my_runs"), desk("run_desk", coming), desk("run_attendance", coming)]
    for address in addresses:
        client.get(address)
    once = [queries(client, address) for address in addresses]
    assert once == PINNED
    for _each in range(2):
        other = run(coming.course)
        other.lecturers.add(lecturer)
        enrolled(at=coming)
        enrolled(at=coming, status=EnrolmentStatus.WAITING, line=9, seated_at=None)
    assert [queries(client, address) for address in addresses] == once


def test_nobody_else_opens_a_desk(coming) -> None:
    names = ["run_desk", "edit_run", "run_people", "run_messages", "run_attendance", "run_code", "cancel_run"]
    client = as_(person())
    assert {client.get(desk(name, coming)).status_code for name in names} == {404}
    assert client.get(desk("export_run", coming, kind="csv")).status_code == 404


def test_a_message_is_looked_at_sent_once_and_kept(coming, lecturer) -> None:
    comes = person()
    enrol(coming, comes, actor=comes)
    client, words = as_(lecturer), {"subject": "Bring a laptop", "body": "<b>Charged</b>, please."}
    looked = client.post(desk("run_messages", coming), {**words, "preview": "1"})
    assert ("&lt;b&gt;Charged&lt;/b&gt;" in looked.content.decode(), RunMessage.objects.count()) == (True, 0)
    for _twice in range(2):
        client.post(desk("run_messages", coming), {**words, "send": "1"})
    assert RunMessage.objects.count() == 1
    assert comes.notices.filter(kind="learning.run_message").count() == 1
    assert "Bring a laptop" in text_of(client.get(desk("run_desk", coming)))


def test_a_run_is_cancelled_with_a_reason_that_everybody_is_told(coming, lecturer) -> None:
    comes = person()
    enrol(coming, comes, actor=comes)
    client = as_(lecturer)
    for nothing in ("  ", "\0"):
        assert client.post(desk("cancel_run", coming), {"reason": nothing}).status_code == 422
    client.post(desk("cancel_run", coming), {"reason": "The lecturer is ill."})
    coming.refresh_from_db()
    assert (coming.status, coming.enrolments.get().status) == ("cancelled", "cancelled")
    assert comes.notices.filter(kind="learning.run_cancelled").count() == 1
    assert "The lecturer is ill." in text_of(client.get(desk("run_desk", coming)))


def test_lists_are_given_out_defused_and_the_trail_says_to_whom(coming, lecturer) -> None:
    enrolled(person("=cmd()"), coming)
    client = as_(lecturer)
    table = client.get(desk("export_run", coming, kind="csv")).content
    assert table.startswith(b"\xef\xbb\xbf")
    with translation.override("en"):
        assert "'=cmd" in table.decode() or "Hana =cmd()" in table.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(desk("export_run", coming, kind="xlsx")).content))
    sheet, numbers = book.active, range(1, 9)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}
    assert isinstance(sheet["G2"].value, dt.datetime)  # since when, to be sorted by
    assert {sheet.cell(1, each).font.bold for each in numbers} == {True}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:H{sheet.max_row}")
    assert sheet.column_dimensions["E"].width > len(sheet["E2"].value)
    assert AuditEntry.objects.filter(action="run.exported", actor=lecturer).count() == 2
