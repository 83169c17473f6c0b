"""What reaches open pages: the sockets of this process, and what makes them look again.

A socket is only ever told to look: what it sends is read from the database then, so a message that is lost loses
nothing. Three things tell it:

- `tell`, after a commit, through the channel layer: at once, in this process, or in every one where there is Redis;
- the stamps of the person's rows, read for all sockets together every two seconds: whatever wrote them, in whichever
  process (the worker, a console, a notice to thousands);
- every ten seconds a check of sessions and people, for all sockets together: who signed out or left is shown out.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from core.kept import stamps
from core.models.person import Person

PAUSE = 2.0  # seconds
LOOKS_A_CHECK = 5
MOST_TOLD = 50  # more people than this at once are left to the stamps
IN_ONE_QUERY = 400
logger = logging.getLogger("terakoya.live")


class Socket(Protocol):
    """Our end of an open page: whose it is, and of which session. `watched` names the stamps that it hangs on."""

    person_id: int
    session_key: str
    session_hash: str
    watched: tuple[str, ...]

    async def look(self) -> None: ...
    async def show_out(self) -> None: ...


def group_of(person_id: int) -> str:
    return f"person.{person_id}"


def tell(people: Collection[int]) -> None:
    """Have the open pages of these people look again, soon. Call it once what is to be seen has been committed."""
    if not people or len(people) > MOST_TOLD:
        return
    loop = watch.loop
    if loop is not None and loop.is_running():
        asyncio.run_coroutine_threadsafe(_tell(people), loop)
    elif settings.REDIS_URL:  # our own layer would reach nobody outside this process
        async_to_sync(_tell)(people)


async def _tell(people: Collection[int]) -> None:
    """Told of by the stamps anyway: a layer that is away is no reason to fail."""
    layer = get_channel_layer()
    try:
        for number in people:
            await layer.group_send(group_of(number), {"type": "told"})
    except Exception:
        logger.exception("The channel layer did not take a message")


@dataclass
class Watch:
    """Looks after the sockets of this process while there are any."""

    sockets: set[Socket] = field(default_factory=set)
    seen: dict[str, stamps.Stamp] = field(default_factory=dict)
    loop: asyncio.AbstractEventLoop | None = None
    _running: asyncio.Task[None] | None = None

    def add(self, socket: Socket) -> None:
        self.sockets.add(socket)
        loop = asyncio.get_running_loop()
        if self._running is None or self._running.done() or self.loop is not loop:
            self.loop = loop
            self._running = loop.create_task(self._run())

    def remove(self, socket: Socket) -> None:
        self.sockets.discard(socket)
        if not self.sockets and self._running is not None:
            self._running.cancel()
            self._running, self.loop = None, None
            self.seen.clear()

    async def look(self) -> None:
        """Have those look whose rows were written since the last time."""
        sockets = list(self.sockets)
        changed = await database_sync_to_async(self._changed)({name for each in sockets for name in each.watched})
        await _each((each for each in sockets if changed.intersection(each.watched)), lambda each: each.look())

    async def check(self) -> None:
        """Show out whoever signed out, was signed out, or left."""
        sockets = list(self.sockets)
        gone = await database_sync_to_async(_gone)(sockets)
        await _each(gone, lambda each: each.show_out())

    async def _run(self) -> None:
        looks = 0
        while True:
            await asyncio.sleep(PAUSE)
            looks += 1
            try:
                await self.look()
                if looks % LOOKS_A_CHECK == 0:
                    await self.check()
            except Exception:
                # The database may be away for a moment; pages go on, and the next round tries again.
                logger.exception("Open pages could not be looked after")

    def _changed(self, names: set[str]) -> set[str]:
        wanted, now = sorted(names), {}
        for start in range(0, len(wanted), IN_ONE_QUERY):
            now.update(stamps.read(wanted[start : start + IN_ONE_QUERY]))
        changed = {name for name, stamp in now.items() if self.seen.get(name) != stamp}
        self.seen = now
        return changed


async def _each(sockets: Iterable[Socket], do: Callable[[Socket], Awaitable[None]]) -> None:
    """One that broke off in between keeps no other waiting."""
    for socket in sockets:
        try:
            await do(socket)
        except Exception:
            logger.exception("An open page could not be told")


def _gone(sockets: list[Socket]) -> list[Socket]:
    keys = [each.session_key for each in sockets]
    alive: set[str] = set()
    people: dict[int, Person] = {}
    for start in range(0, len(keys), IN_ONE_QUERY):
        found = Session.objects.filter(session_key__in=keys[start : start + IN_ONE_QUERY])
        alive.update(found.filter(expire_date__gt=timezone.now()).values_list("session_key", flat=True))
        numbers = {each.person_id for each in sockets[start : start + IN_ONE_QUERY]}
        people.update(Person.objects.get_queryset().in_bulk(numbers))
    return [each for each in sockets if each.session_key not in alive or not _is_still(each, people)]


def _is_still(socket: Socket, people: dict[int, Person]) -> bool:
    person = people.get(socket.person_id)
    if person is None or not person.is_employed():
        return False
    return constant_time_compare(socket.session_hash, person.get_session_auth_hash())


watch = Watch()
