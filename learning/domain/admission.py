"""Who may have a place in a run: what speaks against it, in one order and with one word each.

The same questions are asked for one person, for a cohort (many people, one run) and for a list (one person, many runs),
so what they need is read for many at once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from core.api import Audience, ForbiddenError, NotNowError, PageAudience, Person, Role, may_see_page, members
from core.rules import has_role, is_administrator, is_manager_of
from learning.domain.enrolment_flow import has_begun
from learning.enums import RunState
from learning.models import Completion, Course, CoursePage, CoursePrerequisite, CourseRun, Equivalent
from learning.rules import manages_run

STEP = Page.steplen
"""Of a path in the tree: each place above is a beginning of it."""


@dataclass(frozen=True)
class Obstacle:
    """Why somebody cannot have a place now. `code` is for code and tests, `words` in the language of whoever asks."""

    code: str
    words: str

    def raise_it(self) -> None:
        kind = ForbiddenError if self.code in {"not_visible", "not_yours"} else NotNowError
        raise kind(self.words, code=self.code)


def enrols_others(actor: Person, run: CourseRun, person: Person) -> bool:
    """Who enrols somebody else: whoever looks after the run, HR, and the person's managers."""
    return manages_run(actor, run) or is_manager_of(actor, person)


def agrees_already(actor: Person, person: Person) -> bool:
    """Whoever could approve it need not be asked: a manager or HR who enrols somebody has agreed."""
    if actor.pk == person.pk:
        return False
    return has_role(actor, Role.HR) or is_administrator(actor) or is_manager_of(actor, person)


def obstacle(run: CourseRun, person: Person, *, actor: Person) -> Obstacle | None:
    """What speaks against enrolling this person, apart from what only the lock can tell (a place that they have)."""
    is_own = actor.pk == person.pk
    if not is_own and not enrols_others(actor, run, person):
        return Obstacle("not_yours", _("You may not enrol other people in this run."))
    return (
        timing(run, is_own=is_own)
        or employment(run, person, is_own=is_own)
        or sight(run.course, [person], day=_first_day(run)).get(person.pk)
        or preparation([run.course], [person]).get((person.pk, run.course_id))
    )


def timing(run: CourseRun, *, is_own: bool) -> Obstacle | None:
    """The run itself: open, and not begun. Whoever looks after it enrols outside the window, and until it is over."""
    if run.status != RunState.OPEN:
        return _not_open(run)
    if run.ends_at is not None and run.ends_at <= timezone.now():
        return Obstacle("over", _("The run is over."))
    return _window(run) if is_own else None


def _window(run: CourseRun) -> Obstacle | None:
    now = timezone.now()
    if has_begun(run):
        return Obstacle("begun", _("The run has begun."))
    if run.enrol_from is not None and now < run.enrol_from:
        return Obstacle("not_yet", _("Enrolment opens on %(when)s.") % {"when": _moment(run.enrol_from)})
    if run.enrol_until is not None and run.enrol_until <= now:
        return Obstacle("closed", _("Enrolment closed on %(when)s.") % {"when": _moment(run.enrol_until)})
    return None


def _not_open(run: CourseRun) -> Obstacle:
    if run.status == RunState.DRAFT:
        return Obstacle("not_open", _("The run is not open for enrolment yet."))
    if run.status == RunState.CANCELLED:
        return Obstacle("cancelled", _("The run is cancelled."))
    return Obstacle("over", _("The run is closed."))


def employment(run: CourseRun, person: Person, *, is_own: bool) -> Obstacle | None:
    """Employed now, or (enrolled by somebody) from the first day of the run on: graduates are enrolled in March."""
    day = _first_day(run)
    if person.has_left() or not person.is_active:
        return Obstacle("left", _("This person has left the company."))
    if person.has_left(day):
        return Obstacle("left", _("By then this person will have left the company."))
    if not person.is_employed() and (is_own or person.joined_on > day):
        return Obstacle("not_joined", _("By then this person will not have joined the company yet."))
    return None


def sight(course: Course, people: Collection[Person], *, day: dt.date) -> dict[int, Obstacle]:
    """Whom of these the page of the course is not for; a few queries however many they are.

    Who has not joined yet is looked at as on `day`.
    """
    words = _("The course is not for this person.")
    if not course.is_live:
        words = _("The course is no longer offered.")
        return {person.pk: Obstacle("not_live", words) for person in people}
    pages = list(CoursePage.objects.filter(translation_key=course.translation_key, live=True).only("path", "live"))
    if not pages:
        return {}  # rows without a page are a test's or an import's; one whose pages are gone is not live
    outside = {person.pk for person in people} - _inside(pages, people, day=day)
    editors = [each for each in people if each.pk in outside and any(may_see_page(each, page) for page in pages)]
    return {pk: Obstacle("not_visible", words) for pk in outside - {each.pk for each in editors}}


def _inside(pages: Iterable[CoursePage], people: Collection[Person], *, day: dt.date) -> set[int]:
    """Those who are in every audience of a page and of all above it, for one page at least."""
    everybody = {person.pk for person in people}
    above = {page.pk: {page.path[:end] for end in range(STEP, len(page.path) + 1, STEP)} for page in pages}
    places = Page.objects.filter(path__in=set().union(*above.values()))
    said = dict(
        PageAudience.objects.filter(translation_key__in=places.order_by().values("translation_key")).values_list(
            "translation_key", "audience_id"
        )
    )
    if not said:
        return everybody
    here = {person.pk for person in people if person.is_employed()}
    reached = {
        audience.pk: _of(audience, here, timezone.localdate()) | _of(audience, everybody - here, day)
        for audience in Audience.objects.filter(pk__in=said.values())
    }
    asked = places.filter(translation_key__in=said).values_list("path", "translation_key")
    by_path = {path: reached[said[key]] for path, key in asked}
    return {pk for pk in everybody if any(_in_all(pk, paths, by_path) for paths in above.values())}


def _in_all(person: int, paths: Collection[str], by_path: Mapping[str, set[int]]) -> bool:
    return all(person in by_path[path] for path in paths if path in by_path)


def _of(audience: Audience, people: set[int], day: dt.date) -> set[int]:
    if not people:
        return set()
    return set(members(audience, on=day).filter(pk__in=people).values_list("pk", flat=True))


def preparation(courses: Collection[Course], people: Collection[Person]) -> dict[tuple[int, int], Obstacle]:
    """By person and course: the enforced prerequisites that are missing, by name. Four queries; one where none are."""
    missing = missing_prerequisites(courses, people)
    return {
        key: Obstacle("prerequisite", _("Complete first: %(courses)s") % {"courses": list_of(each.title for each in m)})
        for key, m in missing.items()
    }


def missing_prerequisites(
    courses: Collection[Course], people: Collection[Person]
) -> dict[tuple[int, int], list[Course]]:
    """By person and course, the enforced prerequisites that they completed neither themselves nor by an equivalent."""
    enforced = CoursePrerequisite.objects.filter(course__in=[each.pk for each in courses], is_enforced=True)
    # Two keys, and the courses behind them only where there are any: everyone in a rush asks, and most need nothing.
    pairs = sorted(enforced.order_by().values_list("pk", "course_id", "needed_id"))
    if not pairs:
        return {}
    needs: dict[int, list[Course]] = defaultdict(list)
    known = Course.objects.in_bulk({key for _pk, _course, key in pairs})
    for _pk, course_id, key in pairs:
        needs[course_id].append(known[key])
    by = _credited_by({each.pk for several in needs.values() for each in several})
    done = _completed(people, {pk for several in by.values() for pk in several})
    found = {}
    for person in people:
        for course, needed in needs.items():
            left = [each for each in needed if not by[each.pk] & done[person.pk]]
            if left:
                found[person.pk, course] = left
    return found


def _credited_by(needed: set[int]) -> dict[int, set[int]]:
    by = {pk: {pk} for pk in needed}
    for course, counts in Equivalent.objects.filter(course__in=needed).values_list("course_id", "counts_id"):
        by[course].add(counts)
    return by


def _completed(people: Collection[Person], courses: set[int]) -> dict[int, set[int]]:
    done: dict[int, set[int]] = defaultdict(set)
    rows = Completion.objects.filter(person__in=[each.pk for each in people], course__in=courses).order_by()
    for person, course in rows.values_list("person_id", "course_id"):
        done[person].add(course)
    return done


def list_of(words: Iterable[str]) -> str:
    return pgettext("list of names", ", ").join(words)


def _first_day(run: CourseRun) -> dt.date:
    return timezone.localdate(run.starts_at, run.zone_info) if run.starts_at else timezone.localdate()


def _moment(moment: dt.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
