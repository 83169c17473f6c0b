"""What a run may look like. Each refusal names its field, and its sitting where it is about one."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.api import Person
from core.validators import validate_time_zone
from learning.enums import SpokenLanguage
from learning.models import CourseRun, Sitting

MOST_SEATS = 10_000
MOST_SITTINGS = 60
LONGEST = dt.timedelta(hours=24)
AHEAD = dt.timedelta(days=3 * 366)


@dataclass(frozen=True)
class SittingFacts:
    """One sitting as it is wished; `pk` is the one that it takes the place of."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""
    link: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class RunFacts:
    """A run as it is wished. `seats` None: everyone has one; `materials` are those besides the course's, by key."""

    sittings: tuple[SittingFacts, ...] = ()
    lecturers: tuple[Person, ...] = ()
    seats: int | None = None
    name_ja: str = ""
    name_en: str = ""
    zone: str = "Asia/Tokyo"
    place: str = ""
    link: str = ""
    spoken: str = SpokenLanguage.JAPANESE
    enrol_from: dt.datetime | None = None
    enrol_until: dt.datetime | None = None
    withdraw_until: dt.datetime | None = None
    note: str = ""
    materials: tuple[UUID, ...] = ()


PLAIN = (
    *("name_ja", "name_en", "zone", "place", "link", "spoken"),
    *("enrol_from", "enrol_until", "withdraw_until", "note"),
)
"""The facts that are columns of the run."""


def check_facts(facts: RunFacts, *, was: CourseRun | None = None) -> None:
    """Raise all that is wrong at once, by field; what is wrong with a sitting has its place in the list as `index`."""
    wrong: dict[str, list[ValidationError]] = {}
    for field, error in (*_plain_problems(facts), *_window_problems(facts), *_people_problems(facts, was)):
        wrong.setdefault(field, []).append(error)
    sittings = list(_sitting_problems(facts.sittings, _before(was)))
    if sittings:
        wrong["sittings"] = sittings
    if wrong:
        raise ValidationError(wrong)  # type: ignore[arg-type]


def _plain_problems(facts: RunFacts) -> Iterator[tuple[str, ValidationError]]:
    try:
        validate_time_zone(facts.zone)
    except ValidationError as error:
        yield "zone", error
    if not is_safe_link(facts.link):
        yield "link", ValidationError(_("Write a link that begins with https://."))
    if facts.seats is not None and not 1 <= facts.seats <= MOST_SEATS:
        words = _("Write a number of seats from 1 to %(most)s, or leave it empty: then everyone has one.")
        yield "seats", ValidationError(words % {"most": f"{MOST_SEATS:,}"})


def is_safe_link(link: str) -> bool:
    """Nothing, or an address that browsers open encrypted."""
    if not link:
        return True
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname)


def _window_problems(facts: RunFacts) -> Iterator[tuple[str, ValidationError]]:
    opens, closes = facts.enrol_from, facts.enrol_until
    ends = max((each.ends_at for each in facts.sittings), default=None)
    if opens and closes and closes <= opens:
        yield "enrol_until", ValidationError(_("Enrolment closes before it opens."))
    if closes and ends and closes > ends:
        yield "enrol_until", ValidationError(_("Enrolment closes after the run is over."))
    if opens and ends and opens >= ends:
        yield "enrol_from", ValidationError(_("Enrolment opens after the run is over."))
    if facts.withdraw_until and ends and facts.withdraw_until > ends:
        yield "withdraw_until", ValidationError(_("People could still withdraw after the run is over."))


def _people_problems(facts: RunFacts, was: CourseRun | None) -> Iterator[tuple[str, ValidationError]]:
    """A lecturer must be there on the last day; who has left stays only with a run that is over."""
    ends = max((each.ends_at for each in facts.sittings), default=timezone.now())
    for person in facts.lecturers:
        if person.has_left():
            words = _("%(name)s has left the company. Choose somebody else.")
        elif not person.is_active or person.has_left(timezone.localdate(ends)):
            words = _("%(name)s will have left by then. Choose somebody else.")
        else:
            continue
        yield "lecturers", ValidationError(words % {"name": person.display_name})


def _before(was: CourseRun | None) -> dict[int, Sitting]:
    return {each.pk: each for each in was.sittings.all()} if was is not None else {}


def _sitting_problems(wished: Sequence[SittingFacts], before: dict[int, Sitting]) -> Iterator[ValidationError]:
    if len(wished) > MOST_SITTINGS:
        yield ValidationError(_("A run has %(most)d sittings at most.") % {"most": MOST_SITTINGS})
    for index, each in enumerate(wished):
        words = _alone(each, before.get(each.pk) if each.pk else None)
        if words:
            yield _about(index, words)
    yield from _overlaps(wished)


def _alone(wish: SittingFacts, was: Sitting | None) -> str:
    """What is wrong with a sitting by itself."""
    if wish.ends_at <= wish.starts_at:
        return _("This sitting ends before it starts.")
    if wish.ends_at - wish.starts_at > LONGEST:
        return _("This sitting is longer than a day. Make a sitting of each day.")
    if not is_safe_link(wish.link):
        return _("Write a link that begins with https://.")
    return _when(wish, was)


def _when(wish: SittingFacts, was: Sitting | None) -> str:
    """One that was there before may lie in the past, unless it is moved."""
    now = timezone.now()
    is_moved = was is None or was.starts_at != wish.starts_at
    if is_moved and wish.starts_at <= now:
        return _("This sitting would begin in the past.")
    if not is_moved and was is not None and was.ends_at != wish.ends_at and wish.ends_at <= now < was.ends_at:
        return _("This sitting would end in the past.")
    if wish.starts_at > now + AHEAD:
        return _("This sitting lies more than three years ahead. Is the year right?")
    return ""


def _overlaps(wished: Sequence[SittingFacts]) -> Iterator[ValidationError]:
    in_order = sorted(enumerate(wished), key=lambda pair: pair[1].starts_at)
    for (first, one), (second, other) in itertools.pairwise(in_order):
        if other.starts_at < one.ends_at and one.ends_at > one.starts_at:
            words = _("This sitting overlaps sitting %(number)d.") % {"number": first + 1}
            yield _about(second, words)


def _about(index: int, words: str) -> ValidationError:
    return ValidationError(words, params={"index": index})
