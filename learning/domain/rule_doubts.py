"""What can never be right about a rule, and what is asked back before it is saved (docs/decisions/0132)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.domain.queries.preview import Preview
from learning.domain.queries.seers import shut_out_of
from learning.enums import DueKind
from learning.models import CurriculumItem, Equivalent, TrainingRule

LEAP_YEAR = 2024
HOURS_A_DAY = 8
DAYS_A_MONTH = 20
YEAR = 12
MOST_YEARS = 50
Problems = dict[str, str]


def refuse_what_cannot_be(rule: TrainingRule, *, today: dt.date) -> None:
    """Raises ValidationError by field. Ask it of a rule whose fields are each right by themselves."""
    problems: Problems = {
        **_of_days(rule, today),
        **_of_far_days(rule, today),
        **_of_repeat(rule),
        **_of_curriculum(rule),
    }
    if problems:
        raise ValidationError(problems)


def asked_back(found: Preview) -> list[str]:
    """What whoever saves it must confirm: it may be meant, and often is not."""
    if not found.reached:
        return [_("This reaches nobody today. It will reach whoever fits later.")]
    if found.reaches_everybody and found.employed > 1:
        words = ngettext(
            "This reaches everybody: %(count)d person.", "This reaches everybody: %(count)d people.", found.reached
        )
        return [words % {"count": found.reached}]
    return []


def notes_on(rule: TrainingRule, found: Preview) -> list[str]:
    """What is true and easily overlooked."""
    return [*_of_people(rule, found), *_of_terms(rule)]


def _of_people(rule: TrainingRule, found: Preview) -> list[str]:
    """Must-take and may-see are kept apart, so that one can be asked to take what one cannot open."""
    said = []
    if found.late:
        words = ngettext(
            "%(count)d person would be overdue at once: their due day is past.",
            "%(count)d people would be overdue at once: their due day is past.",
            found.late,
        )
        said.append(words % {"count": found.late})
    shut_out = len(shut_out_of(rule.curriculum, found.added, on=found.on))
    if shut_out:
        words = ngettext(
            "%(count)d of those newly asked may not see the curriculum. Its page says who may see it.",
            "%(count)d of those newly asked may not see the curriculum. Its page says who may see it.",
            shut_out,
        )
        said.append(words % {"count": shut_out})
    return said


def _of_terms(rule: TrainingRule) -> list[str]:
    found = []
    if rule.due_kind == DueKind.CALENDAR and (rule.due_month, rule.due_day) == (2, 29):
        found.append(_("In years without 29 February it is due on the 28th."))
    for course, other in _counting_within(rule):
        words = _("“%(other)s” counts for “%(course)s”, which is asked too: whoever takes the one need not take both.")
        found.append(words % {"other": other, "course": course})
    return found


def _of_days(rule: TrainingRule, today: dt.date) -> Problems:
    found: Problems = {}
    if rule.ends_on is not None and rule.ends_on < rule.starts_on:
        found["ends_on"] = _("The rule ends before it starts.")
    if rule.due_kind == DueKind.FIXED:
        if rule.due_on is None:
            found["due_on"] = _("Say the day.")
        elif rule.due_on < rule.starts_on:
            found["due_on"] = _("This lies before the rule is in force.")
        elif rule.due_on < today and not _stood_before(rule):
            found["due_on"] = _("This day is past.")
    elif rule.due_kind == DueKind.CALENDAR:
        found |= _of_day_of_year(rule)
    elif not rule.due_days:
        found["due_days"] = _("Say how many days.")
    return found


def _of_far_days(rule: TrainingRule, today: dt.date) -> Problems:
    """Far days are slips of the keyboard, and what is reckoned from the last one of the calendar has no date."""
    days = {"starts_on": rule.starts_on, "ends_on": rule.ends_on, "due_on": rule.due_on}
    return {
        name: ngettext(
            "This lies more than %(count)d year away.", "This lies more than %(count)d years away.", MOST_YEARS
        )
        % {"count": MOST_YEARS}
        for name, day in days.items()
        if day is not None and abs(day.year - today.year) > MOST_YEARS
    }


def _stood_before(rule: TrainingRule) -> bool:
    """A rule whose day is past may still be changed otherwise."""
    return rule.pk is not None and TrainingRule.objects.filter(pk=rule.pk, due_on=rule.due_on).exists()


def _of_day_of_year(rule: TrainingRule) -> Problems:
    if not rule.due_month:
        return {"due_month": _("Say the month.")}
    if not rule.due_day:
        return {"due_day": _("Say the day.")}
    last = calendar.monthrange(LEAP_YEAR, rule.due_month)[1]
    if rule.due_day > last:
        words = _("%(month)s has no day %(day)d: its last is %(last)d.")
        return {"due_day": words % {"month": MONTHS[rule.due_month], "day": rule.due_day, "last": last}}
    return {}


def _of_repeat(rule: TrainingRule) -> Problems:
    months, found = rule.repeat_months, {}
    if months is None:
        return {}
    if rule.due_kind == DueKind.CALENDAR and months % YEAR:
        found["repeat_months"] = _("A day of each year comes back after whole years: 12, 24, 36 … months.")
    elif rule.due_days and rule.due_kind in (DueKind.JOINED, DueKind.ASSIGNED) and rule.due_days >= months * 28:
        found["repeat_months"] = _("The next round would begin before this one is due.")
    elif rule.curriculum.minutes > months * DAYS_A_MONTH * HOURS_A_DAY * 60:
        found["repeat_months"] = _("The curriculum takes longer than the time until it is asked again.")
    elif not rule.curriculum.items.filter(course__isnull=False).exists():
        found["repeat_months"] = _("This curriculum has materials alone, which are read once: it cannot be repeated.")
    return found


def _of_curriculum(rule: TrainingRule) -> Problems:
    if not rule.curriculum.items.exists():
        return {"curriculum": _("This curriculum has no courses and no materials yet: there is nothing to take.")}
    if rule.due_days and rule.curriculum.minutes > rule.due_days * HOURS_A_DAY * 60:
        words = _("The curriculum takes %(hours)d hours; that is more than so many working days have.")
        return {"due_days": words % {"hours": rule.curriculum.minutes // 60}}
    pairs = set(_counting_within(rule))
    circle = next(((a, b) for a, b in pairs if (b, a) in pairs), None)
    if circle is not None:
        words = _("“%(one)s” and “%(other)s” count for each other, and both are asked: take one out of the curriculum.")
        return {"curriculum": words % {"one": circle[0], "other": circle[1]}}
    return {}


def _counting_within(rule: TrainingRule) -> list[tuple[str, str]]:
    """Pairs of required courses of the curriculum of which the second counts for the first, by title.

    Equivalents are one step: that A counts for B and B for C does not make A count for C, so that a circle of them
    harms nobody, unless the circle lies within what one rule asks.
    """
    required = CurriculumItem.objects.filter(curriculum=rule.curriculum_id, is_required=True, course__isnull=False)
    titles: dict[int, str] = defaultdict(str)
    for item in required.select_related("course"):
        if item.course is not None:
            titles[item.course.pk] = item.course.title
    rows = Equivalent.objects.filter(course__in=titles, counts__in=titles).order_by("pk")
    return [(titles[course], titles[counts]) for course, counts in rows.values_list("course_id", "counts_id")]
