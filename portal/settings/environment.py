"""Read the environment. A wrong value stops the start with one line that names its variable.

The stop is a `SystemExit`, not `ImproperlyConfigured`: Django keeps the latter for later and wraps it in a traceback,
while every server and command prints the former as it is and ends with code 1.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import available_timezones

import environ

Value = TypeVar("Value")

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def stop(variable: str, message: str) -> NoReturn:
    raise SystemExit(f"Terakoya cannot start: {variable} {message}")


def text(variable: str, default: str = "") -> str:
    """The value without surrounding space; an empty variable counts as absent."""
    return os.environ.get(variable, "").strip() or default


def _read(variable: str, default: Value, parse: Callable[[str], Value]) -> Value:
    value = text(variable)
    return parse(value) if value else default


def flag(variable: str, *, default: bool = False) -> bool:
    def parse(value: str) -> bool:
        if value.lower() not in TRUE | FALSE:
            stop(variable, f"must be true or false, not {value!r}.")
        return value.lower() in TRUE

    return _read(variable, default, parse)


def number(variable: str, *, default: int, low: int, high: int) -> int:
    def parse(value: str) -> int:
        if not re.fullmatch(r"-?\d{1,9}", value) or not low <= int(value) <= high:
            stop(variable, f"must be a whole number from {low} to {high}, not {value!r}.")
        return int(value)

    return _read(variable, default, parse)


def choice(variable: str, *, default: str, allowed: tuple[str, ...]) -> str:
    def parse(value: str) -> str:
        if value not in allowed:
            stop(variable, f"must be one of {', '.join(allowed)}, not {value!r}.")
        return value

    return _read(variable, default, parse)


def matching(variable: str, *, default: str, pattern: str, says: str) -> str:
    """A value of one shape. The value itself is not shown: it may be a secret."""

    def parse(value: str) -> str:
        if not re.fullmatch(pattern, value):
            stop(variable, says)
        return value

    return _read(variable, default, parse)


def names(variable: str, default: list[str]) -> list[str]:
    """A list with commas between."""
    return _read(variable, default, lambda value: [name.strip() for name in value.split(",") if name.strip()])


HOST = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:.]+\]")


def hosts(variable: str, default: list[str], *, with_patterns: bool = True) -> list[str]:
    """Host names as they are compared: without a scheme, a port or a path, which would match nothing.

    `with_patterns`: as in Django's own list, where * and .portal.example stand for several.
    """
    found = names(variable, default)
    for name in found:
        if not HOST.fullmatch(name) or (not with_patterns and name.startswith(("*", "."))):
            stop(variable, f"must be host names such as portal.example, with commas between, not {name!r}.")
    return found


def time_zone(variable: str, default: str) -> str:
    value = text(variable, default)
    if value not in available_timezones():
        stop(variable, f"must be a time zone such as Asia/Tokyo, not {value!r}.")
    return value


def folder(variable: str, default: Path) -> Path:
    """A folder we can write to, made where it is missing."""
    return writable(variable, _read(variable, default, Path).expanduser().absolute())


def writable(variable: str, path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(variable, f"must name a folder that can be made and written to: {path}: {error.strerror}.")
    if not os.access(path, os.W_OK | os.X_OK):
        stop(variable, f"must name a folder that can be written to; {path} cannot.")
    return path


def _split(variable: str, value: str, schemes: tuple[str, ...]) -> SplitResult:
    # The value itself is never shown: it may hold a password.
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it is the check
    except ValueError:
        stop(variable, "is not a URL that can be read.")
    if parts.scheme not in schemes:
        stop(variable, f"must begin with {' or '.join(f'{scheme}:' for scheme in schemes)}.")
    return parts


def address(variable: str, default: str, *, schemes: tuple[str, ...] = ("http", "https")) -> str:
    """The address of a site: scheme, host and port alone, without a slash at its end."""

    def parse(value: str) -> str:
        parts = _split(variable, value, schemes)
        if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
            stop(variable, f"must be like {schemes[-1]}://portal.example, with nothing after the host.")
        return value.rstrip("/")

    return _read(variable, default, parse)


def database(variable: str, default: str) -> dict[str, Any]:
    """Django's description of a database."""
    value = text(variable, default)
    parts = _split(variable, value, ("sqlite", "postgres", "postgresql"))
    if parts.scheme == "sqlite":
        if not re.match(r"sqlite:////[^/]", value) or Path(unquote(parts.path)).is_dir():
            stop(variable, "must be like sqlite:////folder/file.sqlite3, with an absolute path.")
        writable(variable, Path(unquote(parts.path)[1:]).parent)
    if parts.scheme != "sqlite" and (not parts.hostname or not parts.path.strip("/")):
        stop(variable, "must be like postgres://user:password@host:5432/name.")
    config: dict[str, Any] = dict(environ.Env.db_url_config(value))
    return config


def redis(variable: str) -> str:
    """The address of a Redis server, empty where there is none."""

    def parse(value: str) -> str:
        parts = _split(variable, value, ("redis", "rediss"))
        if not parts.hostname or not re.fullmatch(r"/?\d*", parts.path):
            stop(variable, "must be like redis://host:6379/0.")
        return value

    return _read(variable, "", parse)


def elasticsearch(variable: str) -> list[str]:
    """The nodes of one cluster, with commas between; none where there is none."""
    nodes = names(variable, [])
    for node in nodes:
        parts = _split(variable, node, ("http", "https"))
        is_place = _is_a_host(parts.hostname or "") and parts.port != 0 and not re.search(r"\s", node)
        if not is_place or parts.query or parts.fragment:
            stop(variable, "must be like https://host:9200, several with commas between.")
    if len({urlsplit(node).scheme for node in nodes}) > 1:
        stop(variable, "must name nodes that all begin with http: or all with https:.")
    return nodes


def _is_a_host(name: str) -> bool:
    """Of anything else a client says in each request that it is none, instead of reaching nobody."""
    return ":" in name or re.fullmatch(r"[\w-]{1,63}(\.[\w-]{1,63})*\.?", name) is not None


def file(variable: str) -> str:
    """A file that we can read; empty where none is named."""

    def parse(value: str) -> str:
        path = Path(value).expanduser().absolute()
        if not path.is_file() or not os.access(path, os.R_OK):
            stop(variable, f"must name a file that can be read; {path} is none.")
        return str(path)

    return _read(variable, "", parse)


def email(variable: str, default: str) -> dict[str, Any]:
    """Django's e-mail settings: `console:`, `file:///folder`, `smtp://user:password@host:25`, smtp+tls, smtp+ssl."""
    value = text(variable, default)
    parts = _split(variable, value, ("smtp", "smtp+tls", "smtp+ssl", "console", "file"))
    if parts.scheme.startswith("smtp") and not parts.hostname:
        stop(variable, "must be like smtp+tls://user:password@host:587.")
    if parts.scheme == "file" and not parts.path.strip("/"):
        stop(variable, "must be like file:///folder/for/mail.")
    if parts.scheme == "file":
        writable(variable, Path(parts.path))
    if parts.scheme == "console":
        value = "consolemail:"
    elif parts.scheme == "file":
        value = f"filemail://{parts.path}"
    config = dict(environ.Env.email_url_config(value))
    if parts.scheme == "file":
        config["EMAIL_FILE_PATH"] = parts.path
    return {name: setting for name, setting in config.items() if name.startswith("EMAIL_")}
