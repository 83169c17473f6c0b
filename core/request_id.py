"""The id of the request being answered, for logs and the audit trail."""

from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id, or an empty string outside a request."""
    return _current.get()


def set_request_id(value: str) -> None:
    """Set by the middleware, and by the worker for the task it runs."""
    _current.set(value)
