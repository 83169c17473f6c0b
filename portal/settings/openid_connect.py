"""Identity providers that people may sign in with, beside the password. Without `OIDC_PROVIDERS` there are none.

The value is JSON, or the path of a file that holds it. docs/sign-in.md says what each member means.
"""

import json
import re
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from . import environment

VARIABLE = "OIDC_PROVIDERS"
REQUIRED = {"id", "name", "issuer", "client_id"}
DEFAULTS: dict[str, Any] = {
    "client_secret": "",
    "match": "email",
    "claim": "employee_number",
    "trust_email": False,
    "scope": ["openid", "profile", "email"],
    "sign_out": True,
}
MATCHES = ("email", "employee_number")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def _stop(place: int, says: str) -> NoReturn:
    """Names the provider by its place and the member by its name; a value may be a secret and is never shown."""
    environment.stop(VARIABLE, f"(provider {place}) {says}")


def _providers(value: str) -> list[dict[str, Any]]:
    if not value:
        return []
    found = _parsed(value if value.startswith("[") else _file(value))
    providers = [_provider(each, place) for place, each in enumerate(found, start=1)]
    ids = [each["id"] for each in providers]
    for place, each in enumerate(ids, start=1):
        if each in ids[: place - 1]:
            _stop(place, "has the id of another one.")
    return providers


def _file(value: str) -> str:
    path = Path(value)
    if not path.is_absolute():
        environment.stop(VARIABLE, "must be JSON (a list of providers) or the absolute path of a file that holds it.")
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        environment.stop(VARIABLE, "names a file that cannot be read.")


def _parsed(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        environment.stop(VARIABLE, f"is not JSON that can be read{where}.")
    if not isinstance(found, list):
        environment.stop(VARIABLE, "must be a list of providers.")
    return found


def _provider(given: Any, place: int) -> dict[str, Any]:
    if not isinstance(given, dict):
        _stop(place, "must be an object with the members of docs/sign-in.md.")
    for name in sorted(REQUIRED - given.keys()):
        _stop(place, f"has no {name}.")
    for name in sorted(given.keys() - REQUIRED - DEFAULTS.keys()):
        _stop(place, f"has a member that is not known: {name[:40]!r}.")
    provider = DEFAULTS | given
    _check_texts(provider, place)
    _check_issuer(provider, place)
    _check_choices(provider, place)
    return provider


def _check_texts(provider: dict[str, Any], place: int) -> None:
    if isinstance(provider["name"], str):
        provider["name"] = {"ja": provider["name"], "en": provider["name"]}
    names = provider["name"]
    if not isinstance(names, dict) or set(names) != {"ja", "en"} or not all(_is_text(each) for each in names.values()):
        _stop(place, 'must have a name of up to 40 characters, or {"ja": …, "en": …}.')
    if not isinstance(provider["id"], str) or not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", provider["id"]):
        _stop(place, "must have an id of small letters, digits and -, beginning with a letter.")
    for name, can_be_empty in (("client_id", False), ("client_secret", True), ("claim", False)):
        value = provider[name]
        if not isinstance(value, str) or len(value) > 500 or not (value or can_be_empty):
            _stop(place, f"must have a text as {name}.")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 40


def _check_issuer(provider: dict[str, Any], place: int) -> None:
    """What a provider says is believed because of TLS: plain HTTP is for one on this machine, as in tests."""
    try:
        parts = urlsplit(provider["issuer"] if isinstance(provider["issuer"], str) else "")
        host = parts.hostname or ""
    except ValueError:
        _stop(place, "must have an issuer like https://id.example.")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not host or not is_safe or parts.query or parts.fragment or parts.username:
        _stop(place, "must have an issuer like https://id.example.")


def _check_choices(provider: dict[str, Any], place: int) -> None:
    if provider["match"] not in MATCHES:
        _stop(place, f"must have a match that is one of {', '.join(MATCHES)}.")
    for name in ("trust_email", "sign_out"):
        if not isinstance(provider[name], bool):
            _stop(place, f"must have {name} as true or false.")
    scope = provider["scope"]
    if not isinstance(scope, list) or "openid" not in scope or not all(isinstance(each, str) for each in scope):
        _stop(place, 'must have a scope that is a list with "openid" in it.')


OIDC_PROVIDERS = _providers(environment.text(VARIABLE))

# allauth: it speaks with the providers. Who is let in, and every page of it, is ours.
SOCIALACCOUNT_ADAPTER = "core.interfaces.openid_connect.ProvidersOfTheEnvironment"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
