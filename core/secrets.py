"""What looks like a secret in text that people paste or type: held back before it is kept.

The patterns are written so that Python and JavaScript read them alike: the page warns while someone types, the server
checks again. They err on the side of asking, since whoever meant it may send it anyway.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_WORDS = (
    "(?:passw(?:or)?d|passphrase|pass(?![a-z])|pwd|secret|token|credentials?|(?:api|access|private|secret)[_-]?key)"
)
# What people write where a secret would stand; it is no reason to stop them.
PLACEHOLDER = re.compile(
    r"^[\"']?(?:x{3,}|\*{3,}|\.{3,}|…|<|\$\{?\w+\}?|%\w+%|your[_-]?\w*|change[_-]?me|example|placeholder|none|null)",
    re.IGNORECASE,
)

# kind: (what it is called, pattern). The group `v`, where there is one, is the secret itself.
SECRETS = {
    "private_key": (_("a private key"), r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----"),
    "aws_key": (_("an AWS access key"), r"\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b"),
    "google_key": (_("a Google API key"), r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "provider_token": (
        _("an access token"),
        (
            r"\b(?:gh[pousr]_[0-9A-Za-z]{20,}|github_pat_[0-9A-Za-z_]{20,}|glpat-[0-9A-Za-z_-]{18,}"
            r"|xox[abeoprs]-[0-9A-Za-z-]{10,}|sk-[0-9A-Za-z_-]{20,}|[sr]k_live_[0-9A-Za-z]{10,}|npm_[0-9A-Za-z]{30,}"
            r"|tkya_[0-9A-Za-z_-]{30,}|pypi-[0-9A-Za-z_-]{30,}|hvs\.[0-9A-Za-z_-]{20,}|dop_v1_[0-9a-f]{40,})"
        ),
    ),
    "json_web_token": (_("a signed token"), r"\beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}"),
    "webhook": (_("a webhook address"), r"https://hooks\.[0-9A-Za-z.-]+/(?:services|workflows)/[0-9A-Za-z/_-]{20,}"),
    "password_in_address": (
        pgettext_lazy("secret", "a password in an address"),
        r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{1,100}:(?<v>[^\s/@]{3,200})@",
    ),
    "authorization": (
        _("the credentials of a request"),
        r"(?i)\bauthorization[\"']?\s*[:=]\s*[\"']?(?:basic|bearer|token)\s+(?<v>[0-9A-Za-z._~+/=-]{8,})",
    ),
    "bearer": (_("an access token"), r"(?i)\bbearer\s+(?<v>[0-9A-Za-z._~+/=-]{20,})"),
    "assignment": (
        pgettext_lazy("secret", "a password or a key"),
        (
            rf"(?i)[0-9A-Z_.-]{{0,40}}{_WORDS}s?(?![a-z])[0-9A-Z_.-]{{0,20}}"
            r"[\"']?\s*(?:=>|:=|[:=])\s*[\"']?(?<v>[^\s\"',;]{4,200})"
        ),
    ),
    "japanese": (
        pgettext_lazy("secret", "a password or a key"),
        r"(?:パスワード|暗証番号|秘密鍵|シークレット)(?:は|：|:|=|＝)\s*(?<v>[!-~]{4,200})",
    ),
}


@dataclass(frozen=True)
class Finding:
    """Something that looks like a secret, on which line, and its first characters (never all of it)."""

    kind: str
    line: int
    shown: str
    matched: str = field(repr=False)

    @property
    def name(self) -> str:
        return str(SECRETS[self.kind][0])


def find_secrets(text: str, *, most: int = 20) -> list[Finding]:
    """What in a text looks like a secret, at most one finding a line, in order."""
    found: list[Finding] = []
    for number, line in enumerate(text.splitlines(), start=1):
        finding = _in_line(line[:4000], number)
        if finding:
            found.append(finding)
        if len(found) == most:
            break
    return found


def secret_patterns() -> list[str]:
    """The patterns for the warning in the browser."""
    return [pattern for _name, pattern in SECRETS.values()]


def _in_line(line: str, number: int) -> Finding | None:
    for kind, pattern in COMPILED.items():
        for match in pattern.finditer(line):
            value = match["v"] if "v" in pattern.groupindex else match[0]
            if not PLACEHOLDER.match(value):
                return Finding(kind, number, f"{match[0][:12]}…", match[0])
    return None


# JavaScript writes a named group (?<v>…), Python (?P<v>…).
COMPILED = {kind: re.compile(pattern.replace("(?<v>", "(?P<v>")) for kind, (_name, pattern) in SECRETS.items()}
