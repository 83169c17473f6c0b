"""The demo's own materials beside others."""

import pytest

from learning.models import CurriculumPage
from portal.demo.imported import _give_a_good_address
from tests.people import add_page, home

pytestmark = pytest.mark.django_db


def test_materials_of_another_folder_of_that_name_keep_their_address() -> None:
    """`make demo MATERIALS=../materials`, and an update: the demo did not start again."""
    for slug in ("materials-2", "materials-3", "others"):
        add_page(CurriculumPage(title=slug, slug=slug), home())
    for _ in range(2):
        _give_a_good_address()
        assert list(CurriculumPage.objects.order_by("pk").values_list("slug", flat=True)) == [
            "hands-on",
            "materials-3",
            "others",
        ]
