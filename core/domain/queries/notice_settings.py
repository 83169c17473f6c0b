"""What someone chose of notices."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.notice_times import Hours
from core.enums import Delivery
from core.models.notice import NoticeChoice, NoticeHours
from core.models.person import Person
from core.notices import NoticeKind, notice_kinds


@dataclass(frozen=True)
class Chosen:
    """A kind, and how the person hears of it."""

    kind: NoticeKind
    delivery: Delivery


def chosen_by(person: Person) -> dict[str, list[Chosen]]:
    """Every kind under the heading of its group."""
    own = dict(NoticeChoice.objects.filter(person=person).values_list("kind", "delivery"))
    groups: dict[str, list[Chosen]] = {}
    for kind in notice_kinds():
        chosen = Chosen(kind, Delivery(own.get(kind.key, kind.default)))
        groups.setdefault(str(kind.group), []).append(chosen)
    return groups


def hours_of(person: Person) -> Hours:
    return Hours.of(person.zone, NoticeHours.objects.filter(person=person).first())
