"""The id of the request being answered (or of the task being run), for logs and the audit trail."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# What a proxy may send: short and of harmless characters, since it is written to logs and to a response header.
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{5,63}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id, or an empty string outside a request."""
    return _current.get()


def choose_request_id(offered: str) -> str:
    """The id that was offered where it is sane, else a new one."""
    return offered if SANE.fullmatch(offered) else secrets.token_hex(8)


@contextmanager
def under_request_id(value: str) -> Iterator[None]:
    """Everything inside belongs to this id: the middleware says it, and the worker for the task it runs."""
    token = _current.set(value)
    try:
        yield
    finally:
        _current.reset(token)
