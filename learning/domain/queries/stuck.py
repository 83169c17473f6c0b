"""Questions and answers as one person sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from core.domain.queries.addresses import address_of
from core.kept.noting import only_rows
from core.kept.stamps import name_of
from core.models.person import Person
from learning.domain.queries.materials import material_at, materials_by_key
from learning.models import Asked, Helped, MaterialPage, StuckAnswer, StuckReport
from learning.rules import changes_answer, changes_report, edits_material, sees_asker, sees_who_is_stuck

LISTED = 50


@dataclass(frozen=True)
class QuestionRow:
    """A question in a list: what was seen in a line, where, how many answers."""

    report: StuckReport
    page: MaterialPage
    url: str
    answers: int
    because: str = ""


@dataclass(frozen=True)
class QuestionLists:
    """What a person was asked and has not answered, and what they asked themselves."""

    to_answer: list[QuestionRow]
    own: list[QuestionRow]


def question_at(pk: int, *, viewer: Person) -> tuple[StuckReport, MaterialPage] | None:
    """A question and its material; None where absent, hidden, or the material is not for the viewer."""
    report = StuckReport.objects.select_related("person").filter(pk=pk).first()
    page = material_at(report.translation_key, viewer=viewer) if report else None
    if report is None or page is None:
        return None
    is_hidden = report.hidden_at is not None
    return (report, page) if not is_hidden or _may_see_hidden(viewer, report, page) else None


def answer_at(pk: int, *, viewer: Person) -> tuple[StuckAnswer, MaterialPage] | None:
    """An answer and its material; None where absent, hidden, or the material is not for the viewer."""
    given = StuckAnswer.objects.select_related("report", "author").filter(pk=pk).first()
    found = question_at(given.report_id, viewer=viewer) if given else None
    if given is None or found is None:
        return None
    page = found[1]
    is_shown = given.hidden_at is None or changes_answer(viewer, given) or edits_material(viewer, page)
    return (given, page) if is_shown else None


def question_of(report: StuckReport, *, page: MaterialPage, viewer: Person) -> dict[str, Any]:
    """What the page of a question shows. Names only to those whom `rules` names."""
    is_editor = edits_material(viewer, page)
    is_own = changes_report(viewer, report)
    answers = (
        report.answers.select_related("author")
        .annotate(
            times=Count("helped"),
            has_helped=Exists(Helped.objects.filter(answer=OuterRef("pk"), person=viewer)),
        )
        .order_by("-times", "-created_at", "-pk")
    )
    if not is_editor:
        answers = answers.filter(Q(hidden_at__isnull=True) | Q(author=viewer))
    return {
        "report": report,
        "page": page,
        "answers": list(answers),
        "pictures": list(report.pictures.all()),
        "step_url": address_of(page, step_id=report.step_id),
        "is_own": is_own,
        "is_editor": is_editor,
        "sees_asker": sees_asker(viewer, report, page),
        "sees_answerers": is_own or sees_who_is_stuck(viewer, page),
        "is_asked": report.asked.filter(person=viewer, set_aside_at__isnull=True).exists(),
    }


def questions_for(person: Person) -> QuestionLists:
    """The lists of "questions you may answer" and "your questions", newest first, of materials the person may see."""
    own = list(
        StuckReport.objects.filter(person=person, hidden_at__isnull=True).annotate(count=_shown_answers())[:LISTED]
    )
    pages = materials_by_key({report.translation_key for report in own}, viewer=person)
    return QuestionLists(
        to_answer=questions_to_answer(person),
        own=[_row(report, pages, report.count) for report in own if report.translation_key in pages],
    )


def questions_to_answer(person: Person) -> list[QuestionRow]:
    """What the person was asked, newest first, of materials they may see."""
    with only_rows(name_of(Asked, person=person)):
        asked = list(_open_asks(person).order_by("-at", "-pk")[:LISTED])
    pages = materials_by_key({ask.report.translation_key for ask in asked}, viewer=person)
    return [
        _row(ask.report, pages, ask.count, ask.get_because_display())
        for ask in asked
        if ask.report.translation_key in pages
    ]


def _open_asks(person: Person) -> Any:
    """What the person was asked, is not solved, and they neither answered nor set aside."""
    answered = StuckAnswer.objects.filter(report=OuterRef("report"), author=person)
    return (
        Asked.objects.filter(
            person=person, set_aside_at__isnull=True, report__solved_at__isnull=True, report__hidden_at__isnull=True
        )
        .exclude(Exists(answered))
        .select_related("report")
        .annotate(count=_shown_answers("report__"))
    )


def _shown_answers(prefix: str = "") -> Count:
    return Count(f"{prefix}answers", filter=Q(**{f"{prefix}answers__hidden_at__isnull": True}), distinct=True)


def _row(report: StuckReport, pages: dict[Any, MaterialPage], answers: int, because: str = "") -> QuestionRow:
    page = pages[report.translation_key]
    return QuestionRow(report, page, address_of(page, step_id=report.step_id), answers, because)


def _may_see_hidden(viewer: Person, report: StuckReport, page: MaterialPage) -> bool:
    return changes_report(viewer, report) or edits_material(viewer, page)
