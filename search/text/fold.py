"""One folded form for what people write in several ways; index and query both go through it.

NFKC (full and half width alike), lower case, Latin letters without marks (Satō → sato), katakana as hiragana, no long
vowel sign at the end of a kana word (サーバー, サーバ), old forms of kanji as the new ones (髙 → 高, 邊 → 辺), no
control, format or bidirectional characters, every white space a space but the end of a line, which stays one.
Positions in the folded text can be traced back to the text as it was written, for highlights.

`fold(fold(x)) == fold(x)`, and `fold(x)` is `fold_with_origin(x).text`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from search.text.kanji import TODAY

LONG_VOWEL = "ー"
KATAKANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
# The same for all bytes of a text at once: which of its characters lie where kana do, and what changes in low bytes.
KANA = 0x30
IS_KANA = bytes(0xFF if high == KANA else 0 for high in range(0x100))
CHANGED = bytes(low ^ KATAKANA.get(KANA << 8 | low, low) & 0xFF for low in range(0x100))
SHORT = 60
SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})
BLANK = (*range(0x09, 0x0E), *range(0x1C, 0x20), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), *(0x2028, 0x2029, 0x202F))
SPACES: dict[int, str] = dict.fromkeys((*BLANK, 0x205F, 0x3000), " ") | {0x0A: "\n"}
MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\uff9e\uff9f"
    r"\U000e0100-\U000e01ef"
)
UNSEEN = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
CLUSTER = re.compile(rf"(?s).[{UNSEEN}{MARKS}]*")
# Characters that fold each to one, whatever stands beside them; all others go with the marks that follow them.
SIMPLE = re.compile(
    r"[\n\r\t -~\u3000-\u3002\u3005-\u3015\u3041-\u3096\u309d\u309e\u30a1-\u30fe"
    r"\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]+"
    rf"(?![{UNSEEN}{MARKS}])"
)
# Those of them that change: looking for them is ten times as quick as normalising everything.
ODD = re.compile(f"[\\r\\t\u3000\uff01-\uff5e{''.join(map(chr, TODAY))}]+")
KANJI_OF_TODAY = "".join(
    f"{chr(one + 1)}-{chr(other - 1)}"
    for one, other in pairwise((0x4DFF, *sorted(code for code in TODAY if code < 0xA000), 0xA000))
    if other - one > 1
)
# Nothing but what stays as it is or has capitals, as nearly all texts: one look at each character.
EVEN = re.compile(
    rf"[\n -~\u3001\u3002\u3005-\u3015\u3041-\u3096\u309d\u309e\u30a1-\u30fe\u3400-\u4dbf{KANJI_OF_TODAY}]+"
)
LOST = re.compile("[\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
MARKED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
# The sign at the end of a word of two characters stays (キー, バー), so does one in the middle of a word (サーバ).
# Where katakana end, the word ends; a word in hiragana (the folded form) ends where kana end.
FINAL = re.compile(
    r"(?<=[\u3041-\u3096\u30a1-\u30faー]{2})(?:(?<=[\u30a1-\u30fa])ー+(?![\u30a1-\u30faー])|ー+(?![\u3041-\u3096\u30a1-\u30faー]))"
)


@dataclass(frozen=True)
class Folded:
    """`text` folded, and where each stretch of it stood: `starts` in the folded text, `places` in the original.

    A stretch that folds character by character needs one entry; every other cluster has its own.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int, bool], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded[start:end] stood in the original; 0 <= start < end <= len(text)."""
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, at: int) -> tuple[int, int]:
        index = bisect_right(self.starts, at) - 1
        begin, end, is_even = self.places[index]
        if not is_even:
            return begin, end
        offset = begin + at - self.starts[index]
        return offset, offset + 1


def fold(text: str) -> str:
    """The folded form alone."""
    return hiragana(compose(text))


def compose(text: str) -> str:
    """Everything but kana: katakana still tell where a word ends (`search.text.parse` needs that)."""
    if text.isascii() and text.isprintable():
        return text.lower()
    if EVEN.fullmatch(text):
        return text.lower()
    return "".join(_composed(match.group(), is_simple=is_simple) for match, is_simple in _stretches(text))


def hiragana(composed: str) -> str:
    """Katakana as hiragana, without final long vowels."""
    if composed.isascii():
        return composed
    shortened = _without_final(composed) if LONG_VOWEL in composed else composed
    return shortened.translate(KATAKANA) if len(shortened) < SHORT else _in_hiragana(shortened)


def _in_hiragana(text: str) -> str:
    """`text.translate(KATAKANA)` five times as quickly: the low bytes of what lies where kana do are changed, all of
    them as one number."""
    pairs = bytearray(text.encode("utf-16-le", "surrogatepass"))
    low, high = bytes(pairs[0::2]), bytes(pairs[1::2])
    changes = _number(high.translate(IS_KANA)) & _number(low.translate(CHANGED))
    pairs[0::2] = (_number(low) ^ changes).to_bytes(len(low), "little")
    return pairs.decode("utf-16-le", "surrogatepass")


def _number(given: bytes) -> int:
    return int.from_bytes(given, "little")


def _without_final(composed: str) -> str:
    """`FINAL` taken out, tried only where a long vowel is."""
    parts: list[str] = []
    at = 0
    found = composed.find(LONG_VOWEL)
    while found >= 0:
        # What comes before decides, two characters of it; a match begins where it may, at the latest two further on.
        match = FINAL.match(composed, found)
        if match is None:
            found = composed.find(LONG_VOWEL, found + 1)
            continue
        parts.append(composed[at:found])
        at = match.end()
        found = composed.find(LONG_VOWEL, at)
    return "".join((*parts, composed[at:])) if parts else composed


def fold_with_origin(text: str) -> Folded:
    """The folded form with the place of each of its characters in the original."""
    parts: list[str] = []
    stretches: list[tuple[int, int, int, bool]] = []  # in the composed text, in the original, one to one?
    length = 0
    for match, is_simple in _stretches(text):
        part = _composed(match.group(), is_simple=is_simple)
        if part:
            stretches.append((length, *match.span(), is_simple))
            parts.append(part)
            length += len(part)
    return _shortened("".join(parts), stretches)


def _shortened(composed: str, stretches: list[tuple[int, int, int, bool]]) -> Folded:
    """Take the final long vowels out; a stretch that loses one goes on as another after it."""
    cuts = [match.span() for match in FINAL.finditer(composed)] if LONG_VOWEL in composed else []
    starts: list[int] = []
    places: list[tuple[int, int, bool]] = []
    lost = cut = 0
    for index, (at, begin, end, is_even) in enumerate(stretches):
        stop = stretches[index + 1][0] if index + 1 < len(stretches) else len(composed)
        here = at
        while here < stop:
            while cut < len(cuts) and cuts[cut][1] <= here:
                cut += 1
            if cut < len(cuts) and cuts[cut][0] <= here:
                lost += min(cuts[cut][1], stop) - here
                here = min(cuts[cut][1], stop)
                continue
            until = min(stop, cuts[cut][0]) if cut < len(cuts) else stop
            starts.append(here - lost)
            places.append((begin + here - at, begin + until - at, True) if is_even else (begin, end, False))
            here = until
    return Folded(hiragana(composed), tuple(starts), tuple(places))


def _stretches(text: str) -> list[tuple[re.Match[str], bool]]:
    """The text as stretches that fold one to one, and clusters that do not."""
    found: list[tuple[re.Match[str], bool]] = []
    at = 0
    while at < len(text):
        simple = SIMPLE.match(text, at)
        match = simple or CLUSTER.match(text, at)
        if match is None:  # pragma: no cover - a cluster is at least one character
            break
        found.append((match, simple is not None))
        at = match.end()
    return found


def _composed(text: str, *, is_simple: bool) -> str:
    """Everything but what looks at the neighbours and the script of kana."""
    return ODD.sub(_plain, text).lower() if is_simple else _seen(_seen(text))


def _plain(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group()).translate(SPACES).translate(TODAY)


def _seen(cluster: str) -> str:
    """One cluster folded; twice is enough, as what lower case and lost marks leave may compose once more."""
    composed = unicodedata.normalize("NFKC", _printable(cluster.translate(SPACES))).lower().translate(SIGNS)
    unmarked = MARKED.sub(lambda match: unicodedata.normalize("NFD", match.group())[0], LOST.sub("", composed))
    return _printable(unmarked.translate(SPACES)).translate(TODAY)


def _printable(text: str) -> str:
    """Without what cannot be seen: control, format, private and unassigned characters, lone surrogates."""
    if text.isprintable():
        return text
    return "".join(each for each in text if each in "\n " or each.isprintable())
