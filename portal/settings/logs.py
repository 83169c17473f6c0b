"""Logs: to standard error, JSON for machines and readable on a terminal."""

import sys

from . import environment
from .base import DEMO

_format = environment.choice("LOG_FORMAT", default="auto", allowed=("auto", "text", "json"))
if _format == "auto":
    _format = "text" if sys.stderr.isatty() else "json"
_level = environment.choice("LOG_LEVEL", default="INFO", allowed=("DEBUG", "INFO", "WARNING", "ERROR"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portal.logs.RequestIdFilter"}},
    "formatters": {
        "text": {
            "()": "portal.logs.TextFormatter",
            "format": "%(asctime)s %(levelname)-7s %(message)s",
            "datefmt": "%H:%M:%S",
        },
        "json": {
            "()": "portal.logs.MaskedJsonFormatter",
            "format": "%(levelname)s %(name)s %(message)s %(request_id)s",
            "rename_fields": {"levelname": "level", "name": "logger"},
            "timestamp": "time",
            "json_ensure_ascii": False,
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": _format},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING" if _level == "INFO" else _level},
    "loggers": {
        "terakoya": {"level": _level},
        # Each of the many tasks that a demo begins with has a line, and none of them tells its reader anything.
        "terakoya.worker": {"level": "WARNING" if DEMO and _level == "INFO" else _level},
        "django": {"handlers": [], "level": _level, "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # The access line already says which request answered 404; these would say it again.
        "django.request": {"level": "ERROR"},
        "uvicorn.access": {"level": "WARNING"},
    },
}
