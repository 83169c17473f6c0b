"""Anchors of headings, by the rules of VuePress 1 and of GitHub.

VuePress: marks are taken off letters, runs of blanks and ASCII punctuation become one hyphen, a leading digit gets an
underscore. GitHub: everything but letters, digits, marks, `_`, `-` and blanks goes, each blank becomes a hyphen.
"""

import re
import unicodedata

VUEPRESS_SPECIAL = re.compile(r"""[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:"'“”‘’–—<>,.?/]+""")
CONTROL = re.compile(r"[\x00-\x1f]")
GITHUB_DROPPED = re.compile(r"[^\w\- ]")
LATIN_MARKS = re.compile(r"[̀-ͯ]")


def vuepress_slug(text: str) -> str:
    plain = "".join(_without_marks(char) for char in CONTROL.sub("", text))
    slug = VUEPRESS_SPECIAL.sub("-", plain).strip("-")
    return re.sub(r"^(\d)", r"_\1", slug).lower()


def github_slug(text: str) -> str:
    return GITHUB_DROPPED.sub("", text.strip().lower()).replace(" ", "-")


def _without_marks(char: str) -> str:
    """é becomes e; but が stays が, because a voiced kana is another letter and not a marked one."""
    return LATIN_MARKS.sub("", unicodedata.normalize("NFD", char)) if "À" <= char <= "ſ" else char


class Unique:
    """Hands out each slug once: the second gets `-2` in VuePress's way (first=2), `-1` in GitHub's (first=1)."""

    def __init__(self, *, first: int) -> None:
        self._first = first
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, slug: str) -> str:
        candidate, number = slug, self._next.get(slug, self._first)
        while candidate in self._taken:
            candidate = f"{slug}-{number}"
            number += 1
        self._next[slug] = number
        self._taken.add(candidate)
        return candidate
