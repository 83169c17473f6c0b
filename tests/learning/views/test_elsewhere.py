"""While asking: answered questions at other steps of those who saw the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.models import PageAudience
from tests.learning.building import category, curriculum, material, person, step_id
from tests.learning.views.stuck import SEEN, answered, as_, asked, at
from tests.people import audience_of, make_department
from tests.search.both import EMBEDDED
from tests.search.indexed import Index, index_on

pytestmark = pytest.mark.django_db
SAME = "$ docker run db\nCannot connect to the Docker daemon at unix:///run/user/1000/docker.sock."


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    with index_on(EMBEDDED, tmp_path, monkeypatch) as made:
        yield made


def typed(reader, page) -> str:  # type: ignore[no-untyped-def]
    step = step_id(page, 1)
    address = at("similar_answers", key=page.translation_key, step_id=step)
    return as_(reader).post(address, {f"{step}-seen": SAME}).content.decode()


def test_a_question_elsewhere_is_offered_to_who_sees_the_same_and_may_read_it(index: Index) -> None:
    here, there = (material(parent=category(curriculum())) for _ in range(2))
    report = asked(person(), there)
    answered(report, person())
    index.apply()
    reader = person(language="en")
    assert "Others saw the same" in typed(reader, here)
    own = asked(reader, here, seen=SEEN)
    page = as_(reader).get(at("question", pk=own.pk)).content.decode()
    assert "Others saw the same" in page
    PageAudience.objects.create(translation_key=there.translation_key, audience=audience_of(make_department("sales")))
    assert "Others saw the same" not in typed(person(language="en"), here)


def test_what_stands_at_this_step_already_is_not_offered_twice(index: Index) -> None:
    here = material(parent=category(curriculum()))
    answered(asked(person(), here), person())
    index.apply()
    assert "Others saw the same" not in typed(person(language="en"), here)


def test_a_question_without_an_answer_helps_nobody(index: Index) -> None:
    here, there = (material(parent=category(curriculum())) for _ in range(2))
    asked(person(), there)
    index.apply()
    assert "Others saw the same" not in typed(person(language="en"), here)


def test_the_page_of_a_material_leads_to_what_is_like_it_without_script(index: Index) -> None:
    here = material(parent=category(curriculum()))
    page = as_(person(language="en")).get(here.url).content.decode()
    assert f"/search/similar/?key=material%3A{here.translation_key}" in page
