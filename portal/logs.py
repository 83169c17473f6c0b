"""How a log line looks: JSON for machines, one readable line for a terminal. Secrets are masked in both."""

import logging
import re
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from core.request_id import current_request_id

MASK = "[hidden]"
SECRETS = (
    # name=value and "name": "value", where the name says that the value is a secret
    (re.compile(r"(?i)\b([a-z_-]*(?:password|passwd|secret|token|api_?key|authorization|sessionid|csrf)[a-z_]*"
                r"[\"']?\s*[=:]\s*[\"']?)(?:bearer\s+|basic\s+)?[^\s\"'&,;}]+"), rf"\1{MASK}"),
    # the password inside a URL
    (re.compile(r"([a-z][a-z0-9+.-]*://[^\s/:@]*:)[^\s/@]+@"), rf"\1{MASK}@"),
    # the token of a link that sets a password, ours and Django's
    (re.compile(r"(/password/link/)[^/\s\"]+"), rf"\1{MASK}"),
    # the addresses of private feeds
    (re.compile(r"(/feeds/search/|/calendar/(?=[0-9a-f]{32}))[^/\s\"]+"), rf"\1{MASK}"),
    # a token of the API
    (re.compile(r"\btkya_[\w-]{20,}"), MASK),
    (re.compile(r"\b[a-z0-9]{6,7}-[0-9a-f]{32,64}\b"), MASK),
)  # fmt: skip


def mask(text: str) -> str:
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return text


class RequestIdFilter(logging.Filter):
    """Every record knows the request (or background run) that it was made in."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id()
        return True


class TextFormatter(logging.Formatter):
    """One readable line."""

    def format(self, record: logging.LogRecord) -> str:
        line = mask(super().format(record))
        milliseconds = getattr(record, "ms", None)
        identity = getattr(record, "request_id", "")
        return (
            line
            + (f"  {milliseconds} ms" if milliseconds is not None else "")
            + (f"  [{identity}]" if identity else "")
        )


class MaskedJsonFormatter(JsonFormatter):
    """One JSON object a line."""

    def process_log_record(self, log_record: dict[str, Any]) -> dict[str, Any]:
        log_record.pop("request", None)  # Django hands the whole request along
        return {key: mask(value) if isinstance(value, str) else value for key, value in log_record.items()}
