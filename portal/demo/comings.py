"""Someone who left and someone who joins next April, beside the three hundred: what HR and colleagues see of each."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from core.api import Person, leave
from portal.demo.cast import Member
from portal.demo.people import add_member

GONE_SINCE = dt.timedelta(days=60)
LEFT = Member(
    number="M0019", family=("早川", "はやかわ", "Hayakawa"), given=("亮", "りょう", "Ryo"), department="backbone",
    position="member", occupation="network-engineer", grade="g2", years=5, manager="M0001",
)  # fmt: skip
COMING = Member(
    number="M0020", family=("藤井", "ふじい", "Fujii"), given=("美咲", "みさき", "Misaki"), department="noc",
    position="member", occupation="operations-engineer", grade="g1", years=-1, manager="M0005",
)  # fmt: skip


@transaction.atomic
def load_comings() -> None:
    """Make the two where they are missing; twice changes nothing."""
    if not _is_there(LEFT):
        leave(add_member(LEFT), on=timezone.localdate() - GONE_SINCE, actor=Person.objects.get(employee_number="M0007"))
    if not _is_there(COMING):
        add_member(COMING)


def _is_there(member: Member) -> bool:
    return Person.objects.get_queryset().filter(employee_number=member.number).exists()
