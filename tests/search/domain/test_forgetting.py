import datetime as dt

import pytest
from django.utils import timezone

from core.domain.keeping import forget_what_is_past
from core.enums import Language
from search.models import SavedSearch
from tests.people import make_person

pytestmark = pytest.mark.django_db


def test_saved_searches_go_thirty_days_after_their_owner_left() -> None:
    for name, days in (("gone", 30), ("stays", 29)):
        owner = make_person(left_on=timezone.localdate() - dt.timedelta(days=days))
        SavedSearch.objects.create(owner=owner, name=name, language=Language.ENGLISH)
    assert forget_what_is_past()["search.saved"] == 1
    assert [row.name for row in SavedSearch.objects.all()] == ["stays"]
