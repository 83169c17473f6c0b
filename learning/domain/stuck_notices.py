"""What people are told of questions: that they are asked, that someone answered, that an answer helped.

The place and a link, never what anyone pasted, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.api import Delivery, NoticeKind, Person, notify, recall, register_notice_kind
from learning.domain.queries.materials import material_at
from learning.domain.queries.stuck import answer_at, question_at
from learning.enums import AskedBecause
from learning.models import MaterialPage, StuckAnswer, StuckReport

READERS, ASKED = "learning.reader_stuck", "learning.asked_for_help"
ANSWERED, HELPED, OWN_HELPED = "learning.question_answered", "learning.answer_helped", "learning.own_question_helped"


def connect() -> None:
    """Called once, when the apps are loaded."""
    for key, label, default, still_holds in (
        (ANSWERED, _("Someone answered your question"), Delivery.AT_ONCE, _is_answered),
        (ASKED, _("A reader is stuck at a step that you got past"), Delivery.AT_ONCE, _is_open),
        (READERS, _("A reader is stuck in your material"), Delivery.DIGEST, _is_open),
        (HELPED, _("Your answer helped someone"), Delivery.IN_APP, _is_answered),
        (OWN_HELPED, _("An answer to your question helped someone else"), Delivery.IN_APP, _is_answered),
    ):
        template = f"learning/notices/{key.removeprefix('learning.')}"
        icon = "thumb" if key in {HELPED, OWN_HELPED} else "question"
        kind = NoticeKind(key, label, _("Questions"), default, template, still_holds, icon)
        register_notice_kind(kind)


def tell_asked(report: StuckReport, *, page: MaterialPage, asked: Mapping[AskedBecause, Sequence[Person]]) -> None:
    """Those who may know the way past: authors hear of it once a day, others at once, since they are few."""
    for because, people in asked.items():
        kind = READERS if because == AskedBecause.AUTHOR else ASKED
        notify(people, kind=kind, key=f"question:{report.pk}", context=_place(report, page), address=_address(report))


def tell_answered(given: StuckAnswer) -> None:
    """The one who asked, unless they answered it themselves."""
    _tell(given, given.report.person, kind=ANSWERED, but_not=given.author)


def tell_helped(given: StuckAnswer, *, person: Person) -> None:
    """Whoever answered, and whoever asked, once for an answer however many it helps; nobody of their own doing."""
    _tell(given, given.author, kind=HELPED, but_not=person)
    if given.report.person_id != given.author_id:
        _tell(given, given.report.person, kind=OWN_HELPED, but_not=person)


def recall_question(report: StuckReport, *, page: MaterialPage, writers: Sequence[Person]) -> None:
    """What those concerned would have been told of a question of the past, and of its answers."""
    place, address = _place(report, page), _address(report)
    others = [person for person in writers if person.pk != report.person_id]
    recall(others, kind=READERS, key=f"question:{report.pk}", context=place, address=address, at=report.created_at)
    for given in report.answers.select_related("author"):
        key, context = f"answer:{given.pk}", {**place, "answer": given.pk}
        recall([report.person], kind=ANSWERED, key=key, context=context, address=address, at=given.created_at)
        if report.solved_by_id == given.pk and report.solved_at is not None:
            recall([given.author], kind=HELPED, key=key, context=context, address=address, at=report.solved_at)


def _tell(given: StuckAnswer, reader: Person, *, kind: str, but_not: Person) -> None:
    page = material_at(given.report.translation_key, viewer=reader)
    if reader.pk == but_not.pk or page is None:
        return
    context = {**_place(given.report, page), "answer": given.pk}
    notify([reader], kind=kind, key=f"answer:{given.pk}", context=context, address=_address(given.report))


def _place(report: StuckReport, page: MaterialPage) -> dict[str, Any]:
    """Material and step as each language calls them."""
    pages = list(page.get_translations(inclusive=True).filter(live=True).select_related("locale")) or [page]
    named = {each.locale.language_code: each for each in pages}
    return {
        "report": report.pk,
        "material": {language: str(each.title) for language, each in named.items()},
        "step": {language: _step(each, report) for language, each in named.items()},
    }


def _step(page: MaterialPage, report: StuckReport) -> str:
    """As it was called then, where the step is gone."""
    return next((str(step["title"]) for step in page.steps if step["id"] == report.step_id), report.step_title)


def _address(report: StuckReport) -> str:
    """Below the language of whoever opens it."""
    return f"/questions/{report.pk}/"


def _is_open(reader: Person, context: Mapping[str, Any]) -> bool:
    """Not where it was solved, hidden or taken back in the meantime, or may no longer be seen."""
    found = question_at(context["report"], viewer=reader)
    return found is not None and found[0].solved_at is None and found[0].hidden_at is None


def _is_answered(reader: Person, context: Mapping[str, Any]) -> bool:
    found = answer_at(context["answer"], viewer=reader)
    return found is not None and found[0].hidden_at is None
