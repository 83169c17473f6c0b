"""Which actions the palette offers for what was typed."""

from __future__ import annotations

import time

from search.actions import Action
from search.domain.queries.acting import matching, meant_by
from search.text.parse import parse


def test_what_was_typed_is_folded_once_however_many_actions_there_are() -> None:
    """Ten thousand strange letters took two seconds beside fifty materials that one reads."""
    actions = [Action(title=f"Continue {number}", url="/") for number in range(100)]

    began = time.process_time()
    assert matching(actions, meant_by(parse("\u1fbc" * 10_000))) == []

    assert time.process_time() - began < 1
