"""An address that is too long for the server is answered with a page, not with its own line of plain English.

Addresses of up to 65,535 bytes reach the portal. httptools reads no longer one: it is refused before there is a request
that Django could see. In production nginx refuses first, with its own copy of the page (deploy/nginx.conf).
"""

from __future__ import annotations

import functools

from django.template.loader import render_to_string
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST = 65_535  # bytes; the parser keeps places in an address in 16 bits


class Protocol(HttpToolsProtocol):
    """uvicorn's, with a page of ours for such addresses."""

    def send_400_response(self, msg: str) -> None:
        if len(getattr(self, "url", b"")) <= LONGEST:
            super().send_400_response(msg)
            return
        self.transport.write(too_long())
        self.transport.close()


@functools.cache
def too_long() -> bytes:
    """The whole answer; nothing of the request goes into it."""
    body = render_to_string("414.html").encode()
    headers = [
        "HTTP/1.1 414 URI Too Long",
        "content-type: text/html; charset=utf-8",
        f"content-length: {len(body)}",
        "content-security-policy: default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "cache-control: no-store",
        "connection: close",
    ]
    return "\r\n".join([*headers, "", ""]).encode() + body
