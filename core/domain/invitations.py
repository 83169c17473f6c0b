"""Inviting many: everybody who came in from a file and cannot sign in yet."""

from __future__ import annotations

from django.db import transaction

from core import outbox
from core.domain import audit
from core.domain.accounts import send_invitation
from core.domain.queries.accounts import uninvited
from core.models.person import Person

AT_ONCE = 100


@transaction.atomic
def ask_for_invitations(*, actor: Person) -> int:
    """Have the worker invite everybody who was never invited; how many they are now."""
    count = uninvited().count()
    if count:
        audit.record("accounts.invitations_asked", actor=actor, detail={"count": count})
        outbox.put("core.send_invitations", actor.pk)
    return count


def send_invitations(actor_id: int) -> None:
    """Invite them, some at a time. Run again after the worker died, it goes on with those who are left."""
    actor = Person.objects.get_queryset().get(pk=actor_id)
    while people := list(uninvited().order_by("pk")[:AT_ONCE]):
        with transaction.atomic():
            for person in people:
                send_invitation(person, actor=actor)
