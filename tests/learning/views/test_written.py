"""The materials that a profile names."""

from __future__ import annotations

import pytest
from django.utils import translation

from core.domain.queries.people import written_by
from core.models import Audience, PageAudience
from tests.learning.building import TEXT, material, person, translated

pytestmark = pytest.mark.django_db


def test_a_profile_names_each_material_once_in_the_readers_language_and_none_that_is_not_for_them() -> None:
    author, reader = person(), person()
    both, japanese, shut = (material(authors=(author,)) for _ in range(3))
    english = translated(both, TEXT)
    PageAudience.objects.create(translation_key=shut.translation_key, audience=Audience.objects.create(name="Nobody"))
    for language, twin in (("en", english), ("ja", both)):
        with translation.override(language):
            assert {page.pk for page in written_by(author, viewer=reader)} == {twin.pk, japanese.pk}
