"""What engines say, as the page of the indexes says it."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from search.domain.queries.problems import in_ones_language


@pytest.mark.parametrize(
    ("said", "japanese"),
    [
        ("Elasticsearch cannot be reached.", "Elasticsearchに接続できません。"),
        ("Elasticsearch replies with 503.", "Elasticsearchの応答は503です。"),
        (
            "The search index is of form 3, this version needs 4. Rebuild it.",
            "検索の索引の形式は3ですが、このバージョンには4が必要です。作り直してください。",
        ),
        (
            "The search index is damaged (reading): a (b) 100% c. Rebuild it.",
            "検索の索引が壊れています（reading: a (b) 100% c）。作り直してください。",
        ),
        ("Something else.", "Something else."),
        ("", ""),
    ],
)
def test_a_sentence_is_read_in_ones_language_with_its_facts(said: str, japanese: str) -> None:
    with override("ja"):
        assert in_ones_language(said) == japanese
    with override("en"):
        assert in_ones_language(said) == said
