"""Emphasis beside Japanese punctuation.

CommonMark tells opening from closing marks by blanks and punctuation around them, which Japanese does not put between
words: **「強調」**の would stay as it is written. So beside a Japanese character a mark may open and close.
"""

import unicodedata

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned


class JapaneseInline(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the names of the library
        found = super().scanDelims(start, canSplitWord)
        before = self.src[start - 1] if start else " "
        end = start + found.length
        after = self.src[end] if end < self.posMax else " "
        if not canSplitWord or not (is_wide(before) or is_wide(after)):
            return found
        return Scanned(found.can_open or not after.isspace(), found.can_close or not before.isspace(), found.length)


def is_wide(char: str) -> bool:
    """Japanese and Chinese characters and their punctuation, but not Hangul, which has blanks between words."""
    return unicodedata.east_asian_width(char) in "WF" and not "가" <= char <= "힣"


def needs_no_blank(char: str) -> bool:
    """Wide characters that stand close to their neighbours; an emoji, though as wide, is a sign between words."""
    return is_wide(char) and unicodedata.category(char) not in ("So", "Sk")
