"""Cards of learning on home."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from core.enums import Role
from learning.domain.queries import cards
from learning.enums import ProposalReason
from learning.models import ImportProposal, ImportRun, MaterialPage
from tests.learning.building import TEXT, material, person, translated
from tests.people import make_person

pytestmark = pytest.mark.django_db


def new_to(reader, language: str) -> list[str]:
    with translation.override(language):
        return [row.page.title for row in cards.new_card(reader).context["rows"]]


def test_what_is_new_in_ones_own_language_stands_first() -> None:
    english = translated(material(title="Both"), TEXT)
    MaterialPage.objects.filter(pk=english.pk).update(title="In English")
    for number in range(4):
        material(title=f"日本語だけ{number}")
    MaterialPage.objects.update(first_published_at=timezone.now())
    reader = person()
    assert new_to(reader, "en") == ["In English", "日本語だけ3", "日本語だけ2"]
    assert new_to(reader, "ja") == ["日本語だけ3", "日本語だけ2", "日本語だけ1"]


def test_editors_are_told_of_changes_that_wait() -> None:
    editor, page, run = make_person(role=Role.EDITOR), material(), ImportRun.objects.create()
    assert cards.imports_card(editor) is None
    ImportProposal.objects.create(
        page=page, run=run, path="a.md", revision="1", content=b"x", reason=ProposalReason.EDITED
    )
    card = cards.imports_card(editor)
    assert card is not None
    assert (card.context["count"], card.context["proposals"][0].page.pk) == (1, page.pk)
    assert cards.imports_card(make_person(role=Role.HR)) is None
