"""What axes counts failures by."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def spelled_once(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """One spelling of an account: capitals and spaces do not give five more attempts."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(typed).strip().lower()[:255]


def client_address(request: HttpRequest) -> str:
    """The server says it; behind a front, `portal.serving.front` has put the client's own there."""
    return str(request.META.get("REMOTE_ADDR", ""))
