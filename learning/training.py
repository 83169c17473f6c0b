"""What rules of training give the core: notices, ticks, a card; and what they listen to."""

from __future__ import annotations

import datetime as dt

from core.cards import register_card
from core.ticks import register_tick
from learning.domain import recompute, reminding, rule_news
from learning.domain.queries.for_me import for_me_card

SHORTLY = dt.timedelta(seconds=10)
NOW_AND_THEN = dt.timedelta(minutes=10)


def connect() -> None:
    """Called once, when the apps are loaded."""
    reminding.connect()
    rule_news.connect()
    register_tick("learning.rules", rule_news.work_off, every=SHORTLY)
    register_tick("learning.rules_of_the_day", recompute.recompute_due, every=NOW_AND_THEN)
    register_tick("learning.tell_of_requirements", reminding.tell_of_requirements, every=NOW_AND_THEN)
    register_card("for_me", for_me_card, order=5)
