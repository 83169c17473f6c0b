"""Sockets: who may open one, and what it tells."""

from __future__ import annotations

import json
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.auth import HASH_SESSION_KEY
from django.utils import timezone

from core.domain.queries.notice_settings import hours_of
from core.domain.queries.notices import unread_count
from core.kept.stamps import name_of
from core.live import group_of, watch
from core.models.notice import Notice
from core.models.person import Person
from core.rules import is_employee

SIGNED_OUT = 4401


class NoticesConsumer(AsyncWebsocketConsumer):
    """Tells an open page how many notices its reader has not read: at first, and whenever that changes.

    What the page sends is not listened to.
    """

    async def connect(self) -> None:
        person = self.scope.get("user")
        session = self.scope.get("session")
        if not isinstance(person, Person) or not is_employee(person) or session is None:
            await self.close(code=SIGNED_OUT)
            return
        self.person_id: int = person.pk
        self.session_key = str(session.session_key)
        self.session_hash = str(session.get(HASH_SESSION_KEY, ""))
        self.watched = (name_of(Notice, person=person),)
        self.shown: int | None = None
        await self.channel_layer.group_add(group_of(self.person_id), self.channel_name)
        await self.accept()
        watch.add(self)
        await self.look()

    async def disconnect(self, code: int) -> None:
        watch.remove(self)
        if hasattr(self, "person_id"):
            await self.channel_layer.group_discard(group_of(self.person_id), self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Nothing is asked for here."""

    async def told(self, message: dict[str, Any]) -> None:
        await self.look()

    async def look(self) -> None:
        """Send the count where it is another. In quiet hours it may only fall."""
        unread, is_quiet = await database_sync_to_async(_state)(self.person_id)
        grows = self.shown is not None and unread > self.shown
        if unread == self.shown or (is_quiet and grows):
            return
        self.shown = unread
        await self.send(text_data=json.dumps({"unread": unread}))

    async def show_out(self) -> None:
        await self.close(code=SIGNED_OUT)


def _state(person_id: int) -> tuple[int, bool]:
    person = Person.objects.get(pk=person_id)
    return unread_count(person), hours_of(person).is_quiet(timezone.now())
