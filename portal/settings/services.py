"""What stands outside the process: database, channel layer, cache, mail, background tasks. Each variable one part."""

from typing import Any

from . import environment
from .base import DATA_DIR, DEMO

DATABASES: dict[str, dict[str, Any]] = {
    "default": environment.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'terakoya.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that reads first and writes later waits for its turn instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = environment.redis("REDIS_URL")
if REDIS_URL:
    # The core Redis layer exhausts the client's default hundred connections; the publish-subscribe one holds one.
    CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "capacity": 1000},
        }
    }
    CACHES: dict[str, dict[str, Any]] = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "t"}
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1000}}}
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "terakoya",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    }

# Memory of each process for pages that are kept until something they were made of changes; 0 keeps none.
KEPT_PAGES_BYTES = environment.number("KEPT_PAGES_MEGABYTES", default=32, low=0, high=4096) * 2**20

# A demo sends hundreds of mails as it begins: on the terminal they would push the address that it is at out of sight.
globals().update(environment.email("EMAIL_URL", default=f"file://{DATA_DIR / 'mail'}" if DEMO else "console:"))
DEFAULT_FROM_EMAIL = environment.matching(
    "DEFAULT_FROM_EMAIL",
    default="Terakoya <terakoya@localhost>",
    pattern=r"[^\s@<>]+@[^\s@<>]+|[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>",
    says="must be like Terakoya <terakoya@portal.example>.",
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 15

TASKS = {
    # What Wagtail enqueues runs where it is asked; our long work goes through the database to the worker.
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# Threads that answer pages in `manage.py serve`. More than the processor has cores: most of them wait for the database.
SERVER_THREADS = environment.number("SERVER_THREADS", default=16, low=1, high=256)

# Days after its last sitting until a run that nobody closed is closed by the portal; 0 leaves it open.
RUNS_CLOSE_AFTER_DAYS = environment.number("RUNS_CLOSE_AFTER_DAYS", default=7, low=0, high=365)
