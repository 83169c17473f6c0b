"""Runs that were filled long ago, as an organisation that moves in brings them along."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from core.models import CalendarInvitation, Mail
from learning.domain.past_runs import fill_run
from learning.domain.run_calendar import put_sittings
from tests.learning.building import person
from tests.learning.courses import run

pytestmark = pytest.mark.django_db


def test_who_has_a_seat_from_before_has_it_in_the_calendar_and_is_told_nothing_now():
    where = run(seats=2)
    put_sittings(where, where.sittings.all())
    people = [person() for _ in range(3)]
    fill_run(where, people, asked_at=timezone.now() - dt.timedelta(days=9))
    assert set(CalendarInvitation.objects.values_list("person", flat=True)) == {each.pk for each in people[:2]}
    assert Mail.objects.count() == 0
