"""What learning shows on home."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, Exists, OuterRef, When
from django.utils import timezone, translation

from core.cards import Card
from core.domain.queries.addresses import address_of
from core.domain.queries.pages import visible_pages
from core.kept.noting import only_rows, until
from core.kept.stamps import name_of
from core.models.person import Person
from core.rules import edits_everything
from learning.domain.queries.attendees import to_approve
from learning.domain.queries.catalogue import MaterialRow, foreign_language_of, in_language_or_only
from learning.domain.queries.materials import HEAVY
from learning.domain.queries.mine import started_materials
from learning.domain.queries.mistakes import mistakes_to_close, unseen_replies
from learning.domain.queries.my_courses import my_courses, next_sitting
from learning.domain.queries.progress import Progress
from learning.domain.queries.readers import materials_written_by, numbers_of
from learning.domain.queries.runs_led import next_led
from learning.domain.queries.stuck import questions_to_answer
from learning.enums import ProposalStatus
from learning.models import ImportProposal, MaterialPage, ReadingPlace

SHOWN = 3
NEW = dt.timedelta(days=30)


def continue_card(person: Person) -> Card | None:
    """The materials the person is in, the latest first, with the next step."""
    going_on = started_materials(person, most=12).going_on[:SHOWN]
    if not going_on:
        return None
    return Card("continue", "learning/cards/continue.html", {"latest": going_on[0], "others": going_on[1:]})


def runs_led_card(person: Person) -> Card | None:
    """The next runs that the person leads, each with its seats."""
    runs = next_led(person)[:SHOWN]
    return Card("runs_led", "learning/cards/runs_led.html", {"runs": runs}) if runs else None


def readers_card(person: Person) -> Card | None:
    """Where the readers of the person's materials are stuck, and questions they may answer."""
    pages = materials_written_by(person)
    numbers = [row for row in numbers_of(pages) if row.open or row.stuck_now] if pages else []
    asked = questions_to_answer(person)
    if not numbers and not asked:
        return None
    context = {"materials": numbers[:SHOWN], "questions": asked[:SHOWN], "count": len(asked), "writes": bool(pages)}
    return Card("readers", "learning/cards/readers.html", context)


def new_card(person: Person) -> Card | None:
    """Materials published for the first time in the last month that the person may see and has not begun."""
    recent = MaterialPage.objects.filter(is_chapter=False, first_published_at__gt=timezone.now() - NEW)
    begun = ReadingPlace.objects.filter(person=person, head_key=OuterRef("translation_key"))
    pages = in_language_or_only(visible_pages(recent, viewer=person), MaterialPage).exclude(Exists(begun))
    # What the reader can read best first: an import of fifty pages in the other language would hide it.
    is_foreign = Case(When(locale__language_code=translation.get_language(), then=0), default=1)
    pages = pages.select_related("locale").defer(*HEAVY, "steps")
    with only_rows(name_of(ReadingPlace, person=person)):
        newest = list(pages.order_by(is_foreign, "-first_published_at", "-pk")[:SHOWN])
    for page in newest:
        until(page.first_published_at + NEW)
    rows = [MaterialRow(page, address_of(page), Progress(0, 0), foreign_language_of(page)) for page in newest]
    return Card("new", "learning/cards/new.html", {"rows": rows}) if rows else None


def imports_card(person: Person) -> Card | None:
    """Changes of a source that wait beside an edited page, for those who decide about them."""
    if not edits_everything(person):
        return None
    waiting = ImportProposal.objects.filter(status=ProposalStatus.WAITING).defer("content").select_related("page")
    shown = list(waiting.order_by("-created_at", "-pk")[:SHOWN])
    return (
        Card("imports", "learning/cards/imports.html", {"proposals": shown, "count": waiting.count()})
        if shown
        else None
    )


def mistakes_card(person: Person) -> Card | None:
    """Reports that wait for the person, and replies to theirs."""
    waiting = list(mistakes_to_close(person)[:SHOWN])
    replies = list(unseen_replies(person)[:SHOWN])
    if not waiting and not replies:
        return None
    return Card("mistakes", "learning/cards/mistakes.html", {"waiting": waiting, "replies": replies})


def courses_card(person: Person) -> Card | None:
    """The next sitting, what is awaited, what the person is to approve, feedback to give."""
    mine = my_courses(person)
    waiting = to_approve(person).count()
    coming = next_sitting(mine.coming)
    asked = [*mine.requested, *mine.waiting]
    if coming is None and not asked and not waiting and not mine.feedback:
        return None
    enrolment, starts_at = coming or (None, None)
    context = {
        "next": enrolment,
        "starts_at": starts_at,
        "others": max(len(mine.coming) - 1, 0),
        "asked": asked[:SHOWN],
        "feedback": mine.feedback[:SHOWN],
        "to_approve": waiting,
    }
    return Card("courses", "learning/cards/courses.html", context)
