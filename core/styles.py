"""The stylesheets as one: `static/css/main.css` with its imports written into their layers.

The sources stay one file a component; a browser asks once, for an address that changes with the text and so may be
kept for ever. No build step: it is put together when the first page asks.
"""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path

from django.conf import settings

IMPORT = re.compile(r'@import url\("(?P<path>[\w./-]+)"\) layer\((?P<layer>\w+)\)(?P<media> \w+)?;')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SOURCES = Path(settings.BASE_DIR) / "static" / "css"


def stylesheet() -> str:
    """The whole text; read anew for each page while debugging."""
    return _joined() if settings.DEBUG else _joined_once()


def digest() -> str:
    """What stands in the address."""
    return hashlib.blake2b(stylesheet().encode(), digest_size=8).hexdigest()


@functools.cache
def _joined_once() -> str:
    return _joined()


def _joined() -> str:
    text = IMPORT.sub(_layer, (SOURCES / "main.css").read_text(encoding="utf-8"))
    return re.sub(r"\n\s*\n+", "\n", COMMENT.sub("", text)).strip() + "\n"


def _layer(found: re.Match[str]) -> str:
    body = f"@layer {found['layer']} {{\n{(SOURCES / found['path']).read_text(encoding='utf-8')}}}"
    return f"@media{found['media']} {{\n{body}\n}}" if found["media"] else body
