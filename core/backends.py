"""Who may sign in, and whose session goes on: people employed today."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from core.models.person import Person


class EmployedBackend(ModelBackend):
    """Asked at sign-in and again on every request, so leaving or deactivation ends access at once."""

    def user_can_authenticate(self, user: Any) -> bool:
        return isinstance(user, Person) and user.is_employed()
