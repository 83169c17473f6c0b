"""`manage.py demo` on a port of one's own."""

from __future__ import annotations

import os
import sys

import pytest

from portal.management.commands.demo import begin_again_with_address


@pytest.mark.parametrize(
    ("host", "port", "given", "expected"),
    [
        ("127.0.0.1", 8104, "", "http://127.0.0.1:8104"),
        ("0.0.0.0", 8104, "", "http://127.0.0.1:8104"),  # noqa: S104 - a name of a case
        ("127.0.0.1", 8104, "https://portal.example", None),
        ("127.0.0.1", 8000, "", None),
    ],
)
def test_links_lead_to_the_port_that_is_served_where_no_address_was_given(
    monkeypatch: pytest.MonkeyPatch, host: str, port: int, given: str, expected: str | None
) -> None:
    begun: list[tuple[str | None, list[str]]] = []
    monkeypatch.setenv("BASE_URL", given)
    monkeypatch.setattr(sys, "argv", ["manage.py", "demo", "--port", str(port)])
    monkeypatch.setattr(os, "execv", lambda path, line: begun.append((os.environ["BASE_URL"], line)))

    begin_again_with_address(host, port)

    line = [sys.executable, "manage.py", "demo", "--port", str(port)]
    assert begun == ([(expected, line)] if expected else [])
