"""Signing out of the identity provider too."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.interfaces.openid_connect import provider_called, sign_out_address

SIGN_OUT = "outside_sign_out"
"""In the session: what the provider needs to hear."""


def leave_provider(request: HttpRequest, told: Mapping[str, str]) -> HttpResponse:
    """Signed out here, and on to where the provider ends its own session.

    A page of its own, and not a redirect: the strict policy lets no form lead to another site, and a person sees where
    they are going.
    """
    address, found = sign_out_address(told), provider_called(told["provider"])
    response = render(request, "accounts/signing_out.html", {"address": address, "provider": found})
    response["Refresh"] = f"0; url={address}"
    return response
