"""Who came to a run, by list and by code, and what becomes of them at its end."""

from __future__ import annotations

import pytest

from learning.models import Attendance
from tests.learning.courses import enrolled
from tests.learning.views.leading import desk
from tests.learning.views.stuck import as_, text_of

pytestmark = pytest.mark.django_db


def test_attendance_is_marked_with_one_tap_and_taken_back_with_another(held, lecturer) -> None:
    row = enrolled(at=held)
    client, address = as_(lecturer), desk("run_attendance", held)
    tap = {"enrolment": row.pk, "state": "present"}
    answer = client.post(address, tap, headers={"HX-Request": "true"})
    assert ("1 of 1 are here" in text_of(answer), 'hx-swap-oob="true"' in answer.content.decode()) == (True, True)
    assert Attendance.objects.get().state == "present"
    assert 'aria-pressed="true"' in client.get(address).content.decode()
    assert client.post(address, {"enrolment": row.pk, "state": ""}).headers["Location"].endswith(f"#person-{row.pk}")
    assert Attendance.objects.count() == 0
    client.post(address, {"all": "1"})
    assert Attendance.objects.get().marked_by == lecturer


def test_the_code_is_shown_while_a_sitting_is_on_and_made_anew(held, coming, lecturer) -> None:
    client = as_(lecturer)
    before = text_of(client.get(desk("run_code", held)))
    client.post(desk("run_code", held))
    assert text_of(client.get(desk("run_code", held))) != before
    assert "No sitting is on now" in text_of(client.get(desk("run_code", coming)))


def test_a_run_is_closed_and_results_are_corrected(held, lecturer) -> None:
    row = enrolled(at=held)
    client = as_(lecturer)
    client.post(desk("close_run", held))
    row.refresh_from_db()
    assert row.status == "not_completed"
    client.post(desk("run_decide", held, enrolment=row.pk), {"do": "complete", "reason": "Was there, late."})
    row.refresh_from_db()
    assert row.status == "completed"
