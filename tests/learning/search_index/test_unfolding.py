"""What stands below a question that the search page found: the answer that helped, without names."""

from __future__ import annotations

import pytest
from django.utils import timezone

from learning.domain.answers import mark_helped
from learning.models import StuckAnswer
from learning.search_index.unfolding import unfold
from tests.learning.building import material, person
from tests.learning.views.stuck import answered, asked

pytestmark = pytest.mark.django_db


def test_the_answer_that_helped_most_is_folded_out(django_assert_num_queries) -> None:
    reader, page = person(), material()
    report = asked(person("Asker"), page)
    answered(report, person("Writer"), "Try again.")
    best = answered(report, person(), "Start the **service** first.")
    mark_helped(best, person=reader)
    with django_assert_num_queries(1):
        html = unfold([f"question:{report.pk}"], viewer=reader, language="en")[f"question:{report.pk}"]
    assert "<strong>service</strong>" in html
    assert "Cannot connect to the Docker daemon" in html
    assert "Try again." not in html
    assert "Writer" not in html
    assert "Asker" not in html


def test_what_is_hidden_is_not_folded_out() -> None:
    reader, page = person(), material()
    report = asked(person(), page)
    hidden = answered(report, person())
    StuckAnswer.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    assert unfold([f"question:{report.pk}", "question:x", "step:1:2"], viewer=reader, language="ja") == {}
