"""What stands folded out below a question on the search page: what was seen, and the answer that helped most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.template.loader import render_to_string
from django.utils import translation

from core.models.person import Person
from learning.models import StuckAnswer


@dataclass(frozen=True)
class Helpful:
    """The answer of a question that solved it, else the one that helped most often. `body` is Markdown."""

    report_pk: int
    seen: str
    body: str
    helped: int
    solved: bool


def unfold(keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, str]:
    """Key → HTML of the questions with these keys, which the viewer has just been shown. One query, no names."""
    numbers = {int(number): key for key in keys if (number := key.rpartition(":")[2]).isdecimal()}
    rows = (
        StuckAnswer.objects.filter(report__in=numbers, hidden_at__isnull=True, report__hidden_at__isnull=True)
        .select_related("report")
        .annotate(times=Count("helped"))
    )
    best: dict[int, Helpful] = {}
    for row in sorted(rows, key=lambda row: (row.report.solved_by_id != row.pk, -row.times, -row.pk)):
        is_solution = row.report.solved_by_id == row.pk
        best.setdefault(row.report_id, Helpful(row.report_id, row.report.seen, row.body, row.times, is_solution))
    with translation.override(language):
        return {
            numbers[number]: render_to_string("learning/search_answer.html", {"answer": answer})
            for number, answer in best.items()
        }
