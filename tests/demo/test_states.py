"""The demo company shows every state that training can be in, to those who can be signed in as."""

import pytest

from core.models import CalendarInvitation, Person
from learning.enums import AttendanceState, EnrolmentStatus, RunState
from learning.models import Attendance, CourseRun, Enrolment
from portal.demo.coming_runs import load_decisions
from portal.demo.comings import load_comings
from portal.demo.courses import load_courses
from portal.demo.organisation import load_organisation
from portal.demo.people import load_people
from portal.demo.runs import load_runs

pytestmark = pytest.mark.django_db
EMPLOYEES = ["M0014", "M0015", "M0018"]
"""Those whom the sign-in page offers as employees."""


def test_every_state_of_training_stands_in_somebodys_calendar_history_or_list():
    load_organisation()
    load_people(60)
    load_comings()
    load_courses()
    load_runs()
    load_decisions()
    mine = Enrolment.objects.filter(person__employee_number__in=EMPLOYEES)
    assert set(mine.values_list("status", flat=True)) == set(EnrolmentStatus.values)
    assert set(Attendance.objects.values_list("state", flat=True)) == set(AttendanceState.values)
    assert set(CourseRun.objects.values_list("status", flat=True)) == set(RunState.values)
    seated = Enrolment.objects.filter(status="enrolled").count()
    assert CalendarInvitation.objects.filter(withdrawn_at=None).values("event", "person").count() >= seated
    without = Enrolment.objects.filter(status="enrolled").exclude(
        person__in=CalendarInvitation.objects.filter(withdrawn_at=None).values("person")
    )
    assert not without.exists()
    gone, coming = (Person.objects.get(employee_number=number) for number in ("M0019", "M0020"))
    assert (gone.has_left(), coming.is_employed(), coming.has_left()) == (True, False, False)
