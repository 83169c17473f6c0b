"""What others saw at a step, question by question: each once, with everything that was answered to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from learning.domain.queries.folds import Answer


@dataclass
class Told:
    """A question as anyone sees it, with its answers in the order in which they came."""

    report_pk: int
    seen: str
    language: str
    answers: list[Answer] = field(default_factory=list)

    @property
    def helped(self) -> int:
        """How often any of its answers helped."""
        return sum(answer.helped for answer in self.answers)


def by_question(answers: Iterable[Answer]) -> list[Told]:
    """The questions in the order of their first answers."""
    found: dict[int, Told] = {}
    for answer in answers:
        told = found.setdefault(answer.report_pk, Told(answer.report_pk, answer.seen, answer.language))
        told.answers.append(answer)
    return list(found.values())


def own_language_first(told: Iterable[Told], *, language: str) -> list[Told]:
    """Those asked in the reader's language before the others, each part in its order."""
    return sorted(told, key=lambda each: each.language != language)
