"""Whether the services that the environment names answer, asked before anything else is set up."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from portal.health import CHECKS


def check_answering() -> None:
    """Raise `CommandError` with one clear line that names the variable of a service that does not answer."""
    if _has_database():
        _ask("DATABASE_URL", "database", DatabaseError)
        connection.close()
    if settings.REDIS_URL:
        import redis  # most starts have no use for it

        _ask("REDIS_URL", "channel_layer", redis.RedisError)


def _has_database() -> bool:
    """A file that is not there yet is made by the demo; asked, it would be there, and empty."""
    return connection.vendor != "sqlite" or Path(str(connection.settings_dict["NAME"])).exists()


def _ask(variable: str, part: str, fault: type[Exception]) -> None:
    try:
        CHECKS[part]()
    except fault as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise CommandError(f"Terakoya cannot start: what {variable} names does not answer: {reason}") from None
