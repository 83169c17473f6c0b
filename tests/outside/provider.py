"""An identity provider as a process of its own: discovery, keys, authorisation, tokens, user info, end of session.

    python -m tests.outside.provider PORT

It is oidc-provider-mock, with what a provider of today asks beside it: PKCE. It answers as `127.0.0.1` and as
`localhost`, which makes two issuers of it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import oidc_provider_mock
from werkzeug.serving import make_server

REFUSED = b'{"error": "invalid_grant"}'


class WithPkce:
    """A code is given out for a challenge, and taken back with its verifier alone."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app, self.challenges = app, dict[str, str]()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if path.startswith("/elsewhere/"):  # a document that says whose it is, and is not whose it was asked as
            environ["PATH_INFO"] = path.removeprefix("/elsewhere")
        if path == "/oauth2/token" and not self._verifies(environ):
            start("400 Bad Request", [("Content-Type", "application/json")])
            return [REFUSED]
        if path == "/oauth2/authorize" and method == "POST":
            return self.app(environ, self._remembering(environ, start))
        return self.app(environ, start)

    def _remembering(self, environ: WSGIEnvironment, start: StartResponse) -> Any:
        asked = parse_qs(environ["QUERY_STRING"])

        def remember(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            code = parse_qs(urlsplit(dict(headers).get("Location", "")).query).get("code")
            if code and asked.get("code_challenge_method") == ["S256"]:
                self.challenges[code[0]] = asked["code_challenge"][0]
            return start(status, headers, *more)

        return remember

    def _verifies(self, environ: WSGIEnvironment) -> bool:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        sent = parse_qs(body.decode())
        verifier = sent.get("code_verifier", [""])[0]
        hashed = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        return self.challenges.pop(sent.get("code", [""])[0], None) == hashed


if __name__ == "__main__":
    app = oidc_provider_mock.app(require_nonce=True)
    server = make_server("127.0.0.1", int(sys.argv[1]), WithPkce(app), threaded=True)
    server.serve_forever()
