"""Who is stuck where, whose material it is, and who leads which run."""

import datetime as dt

import pytest
from django.utils import timezone

from learning.models import CourseRun
from tests.learning.building import material, person
from tests.learning.courses import run


@pytest.fixture
def author():
    return person("Nakamura")


@pytest.fixture
def page(author):
    return material(authors=(author,))


@pytest.fixture
def asker():
    return person("Kobayashi")


@pytest.fixture
def lecturer():
    return person("Nakamura")


@pytest.fixture
def held(lecturer):
    """A run of today that the lecturer leads; its doors are open."""
    made = run(in_days=0)
    now = timezone.now()
    times = {"starts_at": now - dt.timedelta(minutes=5), "ends_at": now + dt.timedelta(hours=1)}
    CourseRun.objects.filter(pk=made.pk).update(**times)
    made.sittings.update(**times)
    made.lecturers.add(lecturer)
    return CourseRun.objects.get(pk=made.pk)


@pytest.fixture
def coming(lecturer):
    made = run(name_en="Spring")
    made.lecturers.add(lecturer)
    return made
