"""Who may sign in, and whose session goes on: people employed today."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from core.domain.queries.notices import counted_unread
from core.models.person import Person


class EmployedBackend(ModelBackend):
    """Asked at sign-in and again on every request, so leaving or deactivation ends access at once."""

    def get_user(self, user_id: int) -> Person | None:
        """With the number of unread notices that every page shows: read here, it costs no query of its own and is
        never older than the request, on a kept page either."""
        person = Person.objects.filter(pk=user_id).annotate(unread_notices=counted_unread()).first()
        return person if person is not None and self.user_can_authenticate(person) else None

    def user_can_authenticate(self, user: Any) -> bool:
        return isinstance(user, Person) and user.is_employed()
