"""Addresses as documents keep them: without the language, which is that of whoever opens them."""

import re

LANGUAGE = re.compile(r"^/(?:ja|en)(?=/)")


def without_language(address: str) -> str:
    """/ja/people/… → /people/…"""
    return LANGUAGE.sub("", address)
