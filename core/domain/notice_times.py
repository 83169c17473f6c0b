"""When a mail may go out: by the clock of the reader's zone, in which an hour may be missing or come twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.enums import Delivery
from core.models.notice import NoticeHours

DIGEST_AT = dt.time(8, 0)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """Quiet from one time of the day until before another (both or neither), and the time of the daily mail."""

    zone: ZoneInfo
    quiet: tuple[dt.time, dt.time] | None = None
    digest_at: dt.time = DIGEST_AT

    @classmethod
    def of(cls, zone: ZoneInfo, row: NoticeHours | None) -> Hours:
        if row is None:
            return cls(zone)
        begins, ends = row.quiet_from, row.quiet_until
        return cls(zone, (begins, ends) if begins is not None and ends is not None else None, row.digest_at)

    def is_quiet(self, moment: dt.datetime) -> bool:
        if self.quiet is None:
            return False
        begins, ends = self.quiet
        clock = moment.astimezone(self.zone).time()
        return begins <= clock < ends if begins < ends else clock >= begins or clock < ends

    def after_quiet(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself, or the end of the quiet hours that it lies in."""
        if not self.is_quiet(moment) or self.quiet is None:
            return moment
        return self._next(self.quiet[1], after=moment)

    def next_digest(self, moment: dt.datetime) -> dt.datetime:
        """When the next daily mail may go: at its time, or when the quiet hours are over."""
        return self.after_quiet(self._next(self.digest_at, after=moment))

    def due(self, delivery: Delivery, moment: dt.datetime) -> dt.datetime | None:
        """When a mail about something that happens now goes out; None: there is none."""
        if delivery == Delivery.AT_ONCE:
            return self.after_quiet(moment)
        return self.next_digest(moment) if delivery == Delivery.DIGEST else None

    def _next(self, clock: dt.time, *, after: dt.datetime) -> dt.datetime:
        """The next moment at which the clock on the wall shows this, or has jumped over it."""
        today = after.astimezone(self.zone).date()
        for day in (today, today + DAY):
            found = dt.datetime.combine(day, clock, tzinfo=self.zone).astimezone(dt.UTC)
            if found > after:
                return found
        return found + DAY
