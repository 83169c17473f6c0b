"""A provider that runs for the whole session, and a browser that goes to it and comes back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import httpx
import pytest
from django.conf import LazySettings
from django.test import Client

from tests.people import home
from tests.portal.ports import eventually, free_port
from tests.portal.processes import ROOT


class Provider:
    """The process: accounts are put into it, and somebody says yes on its page."""

    def __init__(self, port: int) -> None:
        self.address, self.other_address = f"http://127.0.0.1:{port}", f"http://localhost:{port}"

    def knows(self, subject: str, **claims: Any) -> None:
        httpx.put(f"{self.address}/users/{subject}", json=claims).raise_for_status()

    def says_yes(self, address: str, subject: str) -> str:
        """Press the button on the page that `address` shows; where the browser is sent then."""
        assert httpx.get(address).status_code == 200
        return httpx.post(address, data={"sub": subject}).headers["location"]


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    port = free_port()
    command = [sys.executable, "-m", "tests.outside.provider", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = Provider(port)

    def answers() -> bool:
        try:
            return httpx.get(f"{found.address}/jwks").status_code == 200
        except httpx.HTTPError:
            return False

    assert eventually(answers, 30)
    yield found
    process.terminate()
    process.wait(10)


def described(provider: Provider, **more: Any) -> dict[str, Any]:
    """A provider as `portal.settings` leaves it."""
    return {
        "id": "minamo", "name": {"ja": "ミナモID", "en": "Minamo ID"}, "issuer": provider.address,
        "client_id": "terakoya", "client_secret": "not-to-be-told", "match": "email", "claim": "staff_no",
        "trust_email": False, "scope": ["openid", "profile", "email"], "sign_out": True, **more,
    }  # fmt: skip


@pytest.fixture
def minamo(provider: Provider, settings: LazySettings) -> Provider:
    """The provider in force, on a site with a home."""
    settings.OIDC_PROVIDERS = [described(provider)]
    settings.BASE_URL = "http://testserver"
    return provider


@pytest.fixture
def site(db: None) -> None:
    home()


def local(address: str) -> str:
    """The address below its host: what Django's client asks for."""
    return urlunsplit(("", "", *urlsplit(address)[2:]))


def with_other(address: str, **values: str) -> str:
    """The same address with some of its values changed."""
    parts = urlsplit(address)
    asked = {name: found[0] for name, found in parse_qs(parts.query).items()}
    return urlunsplit(parts._replace(query=urlencode(asked | values)))


def sign_in(client: Client, provider: Provider, subject: str, *, at: str = "minamo", next_url: str = "") -> Any:
    """Away, yes, and back."""
    away = client.get(f"/en/sign-in/with/{at}/{f'?next={next_url}' if next_url else ''}")
    assert away.status_code == 302, away.content.decode()[:2000]
    return client.get(local(provider.says_yes(away.url, subject)))
