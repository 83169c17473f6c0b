"""What an import did and found: kept without words, shown with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any, Final

from learning.interfaces.importer.checks import Findings
from learning.interfaces.importer.problems import severity, to_row, with_words
from learning.markdown import Counts, Problem

OUTCOMES: Final = ("created", "updated", "unchanged", "unpublished", "waiting", "failed")
MAX_PROBLEMS = 5000
RANK = {"error": 0, "warning": 1, "info": 2}


@dataclass
class Report:
    """`pages` holds, by outcome, the path of each file; `renamed` the old path by the new one."""

    pages: dict[str, list[str]] = field(default_factory=lambda: {outcome: [] for outcome in OUTCOMES})
    renamed: dict[str, str] = field(default_factory=dict)
    findings: dict[str, Findings] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    images_stored: int = 0
    attachments_stored: int = 0
    facts: dict[str, Any] = field(default_factory=dict)

    def note(self, outcome: str, path: str) -> None:
        self.pages[outcome].append(path)

    def problem(self, problem: Problem) -> None:
        self.problems.append(to_row(problem))

    def to_json(self) -> dict[str, Any]:
        """As kept in the run's row: problems without words."""
        problems = [*self.problems, *(row for found in self.findings.values() for row in found.problems)]
        problems.sort(key=lambda row: (row["file"], row["line"], RANK[severity(row["kind"])]))
        return {
            **self.facts,
            "pages": {outcome: len(paths) for outcome, paths in self.pages.items()},
            "files": {outcome: sorted(paths) for outcome, paths in self.pages.items()},
            "renamed": self.renamed,
            "categories": self.categories,
            "counts": _counts(self.findings.values(), self.images_stored, self.attachments_stored),
            "problems": problems[:MAX_PROBLEMS],
            "problems_in_all": len(problems),
        }


def _counts(findings: Iterable[Findings], images: int, attachments: int) -> dict[str, Any]:
    found = list(findings)
    total: Counts = reduce(add, (one.counts for one in found), Counts())
    return {
        "pages": total.pages,
        "headings": total.headings_total,
        "headings_by_level": dict(total.headings),
        "containers": total.containers_total,
        "containers_by_kind": dict(total.containers),
        "code_blocks": {"fenced": total.fences, "indented": total.indented_code, "all": total.code_blocks},
        "tables": total.tables,
        "images": {
            "found": sum(one.images_found for one in found),
            "missing": sum(one.images_missing for one in found),
            "stored": images,
        },
        "attachments": {
            "found": sum(one.attachments_found for one in found),
            "missing": sum(one.attachments_missing for one in found),
            "stored": attachments,
        },
        "details": total.to_json(),
    }


def report_with_words(kept: dict[str, Any]) -> dict[str, Any]:
    """A kept report as a person or a program reads it, in the language that is active now."""
    return {**kept, "problems": [with_words(row) for row in kept.get("problems", [])]}
