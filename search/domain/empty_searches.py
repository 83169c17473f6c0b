"""Counting searches that found nothing, so that editors see which words people miss; never who asked.

Kept are the folded words, the language, the day and how many people. That one person is counted once a day is held by
the cache for that day, under a keyed hash; the database never knows. What might tell of someone or something is not
kept at all: names of colleagues, addresses, numbers, secrets, whole messages.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.domain.throttle import allow
from core.models.person import Person
from search.domain.synonym_table import said
from search.domain.telling import tells
from search.models import EmptySearch
from search.text.parse import parse

log = logging.getLogger(__name__)
LONGEST = 60
DAY = 24 * 60 * 60
A_DAY = 200
"""Rows that one person can make on one day: a script that asks for nonsense fills no table."""


def count_empty(text: str, *, viewer: Person, language: str) -> bool:
    """Count one search that found nothing; True where it was. Never raises: a search that works must not fail here."""
    words = said(text)
    try:
        if not is_kept(text, words) or not _is_first_today(viewer, words, language):
            return False
        _count(words, language)
    except DatabaseError:
        log.warning("A search without a hit was not counted", exc_info=True)
        return False
    return True


def is_kept(text: str, words: str) -> bool:
    """Whether these words may be kept: short, and of nobody."""
    if not words or len(words) > LONGEST or parse(text).is_error or "\n" in text.strip():
        return False
    return not tells(text)


def _is_first_today(viewer: Person, words: str, language: str) -> bool:
    today = timezone.localdate()
    who = salted_hmac("search.empty", f"{viewer.pk}:{today}").hexdigest()
    if not allow("empty_search", f"{who}:{language}:{words}", most=1, seconds=DAY):
        return False
    return allow("empty_searches", who, most=A_DAY, seconds=DAY)


def record_past_empty_search(text: str, *, language: str, day: dt.date, people: int) -> None:
    """Take over what was counted elsewhere; twice changes nothing."""
    EmptySearch.objects.get_or_create(text=said(text), language=language, day=day, defaults={"people": people})


@transaction.atomic
def _count(words: str, language: str) -> None:
    """Two at once: the row is made by one of them, and counted up by both."""
    row, is_new = EmptySearch.objects.get_or_create(text=words, language=language, day=timezone.localdate())
    if not is_new:
        EmptySearch.objects.filter(pk=row.pk).update(people=F("people") + 1)
