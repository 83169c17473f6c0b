"""Rules as those who make them see them: in words, with what they come to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.enums import HireType
from core.models.audience import Audience
from core.models.person import Person
from learning.domain.queries.preview import Preview
from learning.enums import DueKind
from learning.enums import RequirementState as State
from learning.models import CourseRun, TrainingRule
from learning.rules import changes_rule

LINKS = ("departments", "positions", "occupations", "grades", "regions", "companies")
LISTED = 5


@dataclass(frozen=True)
class Asking:
    """A rule in words, and how many people it asks."""

    rule: TrainingRule
    who: str
    due: str
    open: int = 0
    overdue: int = 0
    met: int = 0
    exempt: int = 0

    @property
    def total(self) -> int:
        return self.open + self.met

    @property
    def is_over(self) -> bool:
        ends = self.rule.ends_on
        return not self.rule.is_active or (ends is not None and ends < timezone.localdate())


def rule_rows(*, viewer: Person) -> list[Asking]:
    """The rules that the viewer may change; eight queries for any number."""
    rules = _counted().prefetch_related(*(f"audience__{name}" for name in LINKS))
    return [_asking(rule) for rule in rules if changes_rule(viewer, rule)]


def asking_of(rule: TrainingRule) -> Asking:
    """One rule with its numbers."""
    return _asking(_counted().get(pk=rule.pk))


def clashes_of(found: Preview) -> list[tuple[str, int]]:
    """What a rule clashes with, by name, the most people first."""
    most = found.clashes.most_common(LISTED)
    rules = TrainingRule.objects.in_bulk([pk for (kind, pk), _count in most if kind == "rule"])
    runs = CourseRun.objects.select_related("course").in_bulk([pk for (kind, pk), _count in most if kind == "run"])
    named = [((rules if kind == "rule" else runs).get(pk), count) for (kind, pk), count in most]
    return [(str(thing), count) for thing, count in named if thing is not None]


def _counted() -> QuerySet[TrainingRule]:
    today = timezone.localdate()
    overdue = Q(requirements__state=State.OPEN, requirements__due_on__lt=today)
    counts = {
        f"count_{state.value}": Count("requirements", filter=Q(requirements__state=state))
        for state in (State.OPEN, State.MET, State.EXEMPT)
    }
    rules = TrainingRule.objects.select_related("audience", "curriculum__department")
    return rules.annotate(**counts, count_overdue=Count("requirements", filter=overdue)).order_by("-is_active", "pk")


def _asking(rule: TrainingRule) -> Asking:
    counts = {name: getattr(rule, f"count_{name}") for name in ("open", "overdue", "met", "exempt")}
    return Asking(rule, who_is_meant(rule.audience), when_it_is_due(rule), **counts)


def who_is_meant(audience: Audience) -> str:
    """An audience in a line: axes joined by a dot, values on one axis by commas."""
    if audience.everyone:
        return _("Everyone")
    parts = [", ".join(row.name for row in getattr(audience, name).all()) for name in LINKS]
    parts.append(", ".join(str(HireType(each).label) for each in audience.hire_types))
    start, end = audience.years_from, audience.years_to
    if start is not None or end is not None:
        parts.append(_years(start or 0, end))
    if audience.joined_from is not None or audience.joined_to is not None:
        parts.append(_joined(audience.joined_from, audience.joined_to))
    return " · ".join(part for part in parts if part)


def _years(start: int, end: int | None) -> str:
    if end is None:
        words = ngettext("%(count)d year of service or more", "%(count)d years of service or more", start)
        return words % {"count": start}
    if start == end:
        return ngettext("%(count)d year of service", "%(count)d years of service", start) % {"count": start}
    return _("%(start)s to %(end)s years of service") % {"start": start, "end": end}


def _joined(first: dt.date | None, last: dt.date | None) -> str:
    """Both days count; one of them may stay open."""
    start, end = (date_format(day, "DATE_FORMAT") if day else "" for day in (first, last))
    if not end:
        return _("joined on %(start)s or later") % {"start": start}
    if not start:
        return _("joined on %(end)s or earlier") % {"end": end}
    if start == end:
        return _("joined on %(start)s") % {"start": start}
    return _("joined between %(start)s and %(end)s") % {"start": start, "end": end}


def when_it_is_due(rule: TrainingRule) -> str:
    """The due date in words, with the repeat."""
    if rule.due_kind == DueKind.FIXED:
        words = date_format(rule.due_on, "DATE_FORMAT") if rule.due_on else ""
    elif rule.due_kind == DueKind.CALENDAR:
        month = MONTHS[rule.due_month or 1]
        words = _("each year by %(month)s %(day)d") % {"month": month, "day": rule.due_day or 1}
    elif rule.due_kind == DueKind.JOINED:
        words = _("%(days)d days after joining") % {"days": rule.due_days or 0}
    else:
        words = _("%(days)d days after the assignment") % {"days": rule.due_days or 0}
    if rule.repeat_months:
        words += " · " + _("again every %(months)d months") % {"months": rule.repeat_months}
    return words
