"""What a page is made of is noted from its queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.kept import noting, stamps
from core.kept.noting import only_rows, part_of_page, remembered, taking_notes, unchanging, until
from core.kept.stamps import name_of
from core.models import Region
from core.templatetags.times import relative
from learning.models import ReadingPlace, StepMark
from tests.learning.building import material, person

pytestmark = pytest.mark.django_db


def test_tables_are_noted_wherever_a_query_names_them() -> None:
    material()
    with taking_notes(stamps.names_of_tables()) as notes:
        list(StepMark.objects.filter(person__region__in=Region.objects.filter(code="tokyo")))
    assert (notes.names, notes.spoilt) == ({"learning_stepmark", "core_person", "core_region"}, "")


def test_a_table_without_stamps_and_a_write_spoil_the_notes() -> None:
    with taking_notes(stamps.names_of_tables()) as notes:
        Session.objects.exists()
    assert notes.spoilt == "django_session has no stamp"
    with taking_notes(stamps.names_of_tables()) as notes:
        Region.objects.create(code="kobe", name_ja="神戸", name_en="Kobe")
    assert notes.spoilt == "something was written"


def test_only_rows_reach_as_far_as_their_block() -> None:
    reader = person()
    own = name_of(ReadingPlace, person=reader)
    with taking_notes(stamps.names_of_tables()) as notes:
        with only_rows(own):
            list(ReadingPlace.objects.filter(person=reader))
        assert notes.names == {own}
        list(ReadingPlace.objects.all())
    assert notes.names == {own, "learning_readingplace"}


def test_what_never_changes_is_not_noted() -> None:
    with taking_notes(stamps.names_of_tables()) as notes, unchanging(Region):
        list(Region.objects.all())
    assert notes.names == set()


def test_a_part_says_to_the_page_what_it_is_made_of_each_time() -> None:
    made = []

    def build() -> int:
        made.append(1)
        until(soon)
        return Region.objects.count()

    soon = timezone.now() + dt.timedelta(minutes=2)
    for _ in range(2):
        with taking_notes(stamps.names_of_tables()) as notes:
            assert remembered("regions", build) == 0
        assert (notes.names, notes.until) == ({"core_region"}, soon)
    assert len(made) == 1
    Region.objects.create(code="kobe", name_ja="神戸", name_en="Kobe")
    assert (remembered("regions", build), remembered("regions", build), len(made)) == (1, 1, 2)


def test_a_part_of_a_page_alone_is_made_anew() -> None:
    made = []
    for _ in range(2):
        part_of_page("alone", lambda: made.append(1))
    assert len(made) == 2


def test_a_part_read_in_a_transaction_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noting, "is_uncommitted", lambda: True)
    made = []
    for _ in range(2):
        remembered("uncommitted", lambda: made.append(Region.objects.count()))
    assert len(made) == 2


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        (dt.timedelta(seconds=20), dt.timedelta(seconds=40)),
        (dt.timedelta(minutes=5, seconds=50), dt.timedelta(seconds=10)),
        (dt.timedelta(hours=2, minutes=58), dt.timedelta(minutes=2)),
        (dt.timedelta(days=3, hours=23, minutes=57), dt.timedelta(minutes=3)),
        (dt.timedelta(seconds=-70), dt.timedelta(seconds=10)),
    ],
)
def test_words_that_age_hold_until_they_change(
    gone: dt.timedelta, left: dt.timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    monkeypatch.setattr(noting, "_end_of_today", lambda: now + dt.timedelta(days=1))
    with taking_notes([name_of(Region)]) as notes:
        relative(now - gone, now=now)
    assert notes.until == now + left


def test_nothing_outlives_the_day_or_a_quarter_of_an_hour() -> None:
    now = timezone.now()
    with timezone.override(dt.UTC):
        end = noting._end_of_today()
    assert now < end <= now + dt.timedelta(minutes=16)
    assert end.date() == now.date() or end.timetz().hour == 0
