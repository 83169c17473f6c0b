"""A cohort enrolled at once: from a list of employee numbers and e-mails, or from an audience.

All in one transaction and in the order of the list: those who can come have a seat or the next number, and each who
cannot is named with the reason. What cannot be read, and whoever may not come, stops nobody else: HR corrects those
lines and sends the list again, and whoever is in already is left as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from core.api import Audience, ForbiddenError, Person, RefusedError, members
from core.domain import seats as places
from learning.domain import line
from learning.domain.admission import Obstacle, employment, preparation, sight, timing
from learning.domain.enrolling import admit, already
from learning.domain.enrolment_flow import GONE
from learning.models import CourseRun, Enrolment
from learning.rules import manages_run

MOST = 1_000


@dataclass(frozen=True)
class Line:
    """One line of the list. `person` is None where nobody is meant by it; `obstacle` says why they did not get in."""

    text: str
    person: Person | None = None
    enrolment: Enrolment | None = None
    obstacle: Obstacle | None = None


@dataclass(frozen=True)
class Cohort:
    """What became of a list, in its order."""

    lines: tuple[Line, ...]

    @property
    def admitted(self) -> list[Enrolment]:
        return [each.enrolment for each in self.lines if each.enrolment is not None]

    @property
    def refused(self) -> list[Line]:
        return [each for each in self.lines if each.obstacle is not None]


def read_list(text: str) -> list[Line]:
    """Employee numbers and e-mails, apart by lines, commas, semicolons or tabs; full-width characters are read too.

    Nobody is written: the preview before `enrol_cohort`. ValidationError on "people": nothing in it, or too much.
    """
    plain = unicodedata.normalize("NFKC", text).replace("、", ",")
    words = [each.strip() for each in plain.translate(str.maketrans(",;\t\r", "\n\n\n\n")).split("\n")]
    wanted = [word for word in map(_bare, words) if word]
    if not wanted:
        raise ValidationError({"people": _("Write at least one employee number or e-mail.")})
    if len(wanted) > MOST:
        words_ = _("At most %(most)d people at once; the list has %(count)d.")
        raise ValidationError({"people": words_ % {"most": MOST, "count": len(wanted)}})
    return _named(wanted)


def _bare(word: str) -> str:
    """As mail programs and spreadsheets write it: `Hana Sato <sato@example.com>`, or in quotation marks."""
    named = re.search(r"<([^<>@\s]+@[^<>@\s]+)>", word)
    return named[1] if named else word.strip("\"'“”‘’<> ")


def list_of_audience(audience: Audience) -> list[Line]:
    """Those an audience reaches today, in the order of their employee numbers."""
    people = members(audience).order_by("employee_number")
    if people.count() > MOST:
        words = _("At most %(most)d people at once; the audience has %(count)d.")
        raise ValidationError({"audience": words % {"most": MOST, "count": people.count()}})
    return [Line(person.employee_number, person) for person in people]


def preview(run: CourseRun, lines: Sequence[Line], *, actor: Person) -> Cohort:
    """What would become of the list now, with nothing written; seats are not counted out."""
    _check(run, actor)
    return Cohort(tuple(_judged(run, lines, actor=actor)))


@places.deciding()
def enrol_cohort(run: CourseRun, lines: Sequence[Line], *, actor: Person, wish: str = "") -> Cohort:
    """Enrol everybody on the list who may come, in its order; the others are in the answer with their reason.

    One transaction: the first ones of the list have the seats, and nobody from elsewhere comes in between. Raises
    ForbiddenError, and NotNowError where the run takes nobody at all.
    """
    seats = line.lock_run(run)
    fresh = line.read_again(run)
    _check(fresh, actor)
    done = []
    for each in _judged(fresh, lines, actor=actor):
        if each.obstacle is None and each.person is not None:
            try:
                with transaction.atomic():
                    enrolment = admit(fresh, seats, each.person, actor=actor, wish=wish)
            except RefusedError as refusal:
                words = " ".join(refusal.messages)
                done.append(Line(each.text, each.person, obstacle=Obstacle(refusal.code or "refused", words)))
            else:
                done.append(Line(each.text, each.person, enrolment))
        else:
            done.append(each)
    return Cohort(tuple(done))


def _check(run: CourseRun, actor: Person) -> None:
    if not manages_run(actor, run):
        raise ForbiddenError(_("You may not do this."))
    against = timing(run, is_own=False)
    if against is not None:
        against.raise_it()


def _named(words: Sequence[str]) -> list[Line]:
    """Two queries; the same person twice is named at the second place."""
    low = {word.lower() for word in words}
    people = Person.objects.get_queryset().annotate(low_number=Lower("employee_number"), low_mail=Lower("email"))
    found: dict[str, Person] = {}
    for person in people.filter(Q(low_number__in=low) | Q(low_mail__in=low)).select_related("manager"):
        found[person.employee_number.lower()] = found[person.email.lower()] = person
    lines, seen = [], set()
    for word in words:
        meant = found.get(word.lower())
        if meant is None:
            lines.append(Line(word, obstacle=Obstacle("unknown", _("Nobody has this employee number or e-mail."))))
        elif meant.pk in seen:
            lines.append(Line(word, meant, obstacle=Obstacle("twice", _("Stands in the list twice."))))
        else:
            seen.add(meant.pk)
            lines.append(Line(word, meant))
    return lines


def _judged(run: CourseRun, lines: Sequence[Line], *, actor: Person) -> list[Line]:
    """What speaks against each; a few queries however many they are."""
    people = [each.person for each in lines if each.person is not None and each.obstacle is None]
    day = timezone.localdate(run.starts_at, run.zone_info) if run.starts_at else timezone.localdate()
    unseen = sight(run.course, people, day=day)
    unready = preparation([run.course], people)
    inside = _already(run, people)
    judged = []
    for each in lines:
        if each.person is None or each.obstacle is not None:
            judged.append(each)
            continue
        against = (
            employment(run, each.person, is_own=False)
            or unseen.get(each.person.pk)
            or unready.get((each.person.pk, run.course_id))
            or inside.get(each.person.pk)
        )
        judged.append(Line(each.text, each.person, obstacle=against))
    return judged


def _already(run: CourseRun, people: Iterable[Person]) -> dict[int, Obstacle]:
    rows = Enrolment.objects.filter(run=run, person__in=[each.pk for each in people]).exclude(status__in=GONE)
    return {row.person_id: Obstacle("already", already(row)) for row in rows}
