"""Materials as things with steps, for those who know no app."""

from __future__ import annotations

import uuid

import pytest

from core.models import Audience, PageAudience
from core.stepped import find
from tests.learning.building import material, person, step_id

pytestmark = pytest.mark.django_db


def test_a_material_is_found_with_its_steps() -> None:
    page = material(title="Containers")
    thing = find(f"material:{page.translation_key}", viewer=person())
    assert thing is not None
    assert (thing.key, thing.title) == (f"material:{page.translation_key}", "Containers")
    first = thing.steps()[0]
    assert (first.id, first.title) == (step_id(page, 1), "Install it")
    assert first.url == f"{thing.url}#{step_id(page, 1)}"


@pytest.mark.parametrize("key", ["material:x", "material:", "room:1", "", f"material:{uuid.UUID(int=7)}"])
def test_what_is_unknown_is_not_found(key) -> None:
    assert find(key, viewer=person()) is None


def test_what_the_viewer_may_not_see_is_not_found() -> None:
    page = material()
    nobody = Audience.objects.create(name="Nobody")
    PageAudience.objects.create(translation_key=page.translation_key, audience=nobody)
    assert find(f"material:{page.translation_key}", viewer=person()) is None


def test_a_draft_is_not_found() -> None:
    page = material(live=False)
    assert find(f"material:{page.translation_key}", viewer=person()) is None
