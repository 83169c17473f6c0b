"""The language of whoever sits at a terminal."""

from __future__ import annotations

import os

from core.enums import Language


def language_of_terminal() -> str:
    """Japanese where the locale of the terminal is, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return Language.JAPANESE if os.environ[name].startswith("ja") else Language.ENGLISH
    return Language.ENGLISH
