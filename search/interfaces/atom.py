"""The feed of a saved search as Atom."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from search.domain.queries.feed import Entry
from search.domain.queries.saved import asked_of, feed_address
from search.interfaces.asking import address
from search.models import SavedSearch

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# What XML cannot hold, whoever wrote it into a title.
UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feed(Atom1Feed):
    """Says when it changed by its entries alone: an empty feed that changed every second would never be 304."""

    def latest_post_date(self) -> dt.datetime:
        times = [item["updateddate"] for item in self.items]
        found: dt.datetime = max(times, default=self.feed["made"])
        return found


def atom_of(saved: SavedSearch, entries: Sequence[Entry]) -> tuple[bytes, dt.datetime]:
    """The document, and when it last changed."""
    own = feed_address(saved)
    feed = Feed(
        title=_fit(saved.name),
        link=f"{settings.BASE_URL}/{saved.language}/search/{address(asked_of(saved))}",
        description="",
        language=saved.language,
        author_name="Terakoya",
        feed_url=own,
        feed_guid=saved.public_id.urn,
        made=saved.created_at,
    )
    for entry in entries:
        feed.add_item(
            title=_fit(entry.title), link=entry.url, unique_id=entry.id,
            description=escape(_fit(entry.summary)),  # Django says that summaries are HTML
            updateddate=entry.updated, categories=[_fit(entry.kind)],
        )  # fmt: skip
    return feed.writeString("utf-8").encode(), feed.latest_post_date()


def _fit(text: str) -> str:
    return UNFIT.sub("", text)
