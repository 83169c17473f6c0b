"""How much one person may send in an hour: enough for anyone who works, too little for a script."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone

HOUR = dt.timedelta(hours=1)
REPORTS_AN_HOUR = 12
ANSWERS_AN_HOUR = 30
MISTAKES_AN_HOUR = 20


class TooManyError(Exception):
    """The person sent as much as anyone may in an hour."""


def hold(recent: models.QuerySet[models.Model], *, most: int) -> None:
    """Raise TooManyError where `most` rows of the last hour are there; `recent` has `created_at`."""
    if recent.filter(created_at__gt=timezone.now() - HOUR).count() >= most:
        raise TooManyError
