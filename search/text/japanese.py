"""Words in Japanese without a dictionary: where the script changes, and at particles and what verbs end in.

勉強会の開き方 is 勉強会 and 開き方; Dockerが起動しないとき is 起動 (and docker). It need not be right as grammar is:
what is cut here is asked for together, and documents in which all of it stands as it was typed come first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from search.text.stop_words import ENDINGS, INSIDE, JOINING, PARTICLES, TITLES, TITLES_IN_KANA, WHOLE

SCRIPTS = re.compile(
    r"(?P<hiragana>[\u3041-\u3096\u309d\u309e][\u3041-\u3096\u309d\u309eー]*)|(?P<katakana>[\u30a1-\u30fa\u30fc-\u30fe]+)|(?P<kanji>.)"
)
FUNCTION = PARTICLES | ENDINGS
LONGEST_TAIL = 40
"""Characters of hiragana whose end is looked at: longer ones are no ending."""
LONGEST = max(map(len, FUNCTION))
EVERY_TITLE = (*TITLES, *TITLES_IN_KANA)
POLITE = frozenset({"お", "ご"})
WAY = "方"
"""やり方 is one word."""
STRIPPED, INFLECTED, STEM = 0.9, 0.8, 0.6


KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]+")
E_ROW = re.compile("([エケセテネヘメレゲゼデベペェ])ー(?=.)")
O_ROW = re.compile("([オコソトノホモヨロゴゾドボポォョ])ー(?=.)")
E_WRITTEN = re.compile("([エケセテネヘメレゲゼデベペェ])イ(?=.)")
INNER = re.compile("(..)ー(?=..)")
VERBS = (
    ("い", "かきくけこいうわえおっ"), ("っ", "っらりるれろういつち"), ("ん", "んまみむめもぶび"),
    ("わうえお", "わいうえおっ"), ("かきくけこ", "かきくけこい"), ("がぎぐげご", "がぎぐげごい"),
    ("さしすせそ", "さしすせそ"),
    ("たちつてと", "たちつてとっ"), ("なにぬねの", "なにぬねのん"), ("ばびぶべぼ", "ばびぶべぼん"),
    ("まみむめも", "まみむめもん"), ("らりるれろ", "らりるれろっ"),
)  # fmt: skip
"""A verb's first kana, and what it may be in the verb's other forms."""
BEFORE_NOUNS = frozenset("うくぐすつぬぶむるいただ")
"""What stands before a noun of its own: 書く理由, 壊れた部品, 遅い検索, but 取り方, 問い合わせ, 使い捨て."""
OF_VERBS = frozenset("うくぐすつぬぶむるかがさたなばまらわっんて")
"""What a verb ends in, once what follows it is gone: 分ける, 使わ(ない), 入って."""
AFTER_VERBS = frozenset("てた")
"""開い(てしまった), 教え(たい)."""


@dataclass
class Word:
    """A word and looser ways of saying it (起動しない: 起動), each with its weight."""

    text: str
    looser: list[tuple[str, float]] = field(default_factory=list)
    is_verb: bool = False


def words(run: str, *, goes_on: bool = False) -> list[Word]:
    """The words of a run of Japanese (composed, katakana still katakana); at least one. `goes_on`: a Latin word or a
    number stands right before it."""
    cutting = _Cutting(run, goes_on=goes_on)
    found = cutting.words()
    return found or [Word(run)]


class _Cutting:
    """Walks over the stretches of one script each."""

    def __init__(self, run: str, *, goes_on: bool) -> None:
        self.parts = _scripts(run)
        self.goes_on = goes_on
        self.found: list[Word] = []
        self.open = ""  # the word that is being put together
        self.last = ""  # the script it ends in

    def words(self) -> list[Word]:
        for index, (script, text) in enumerate(self.parts):
            following = self.parts[index + 1] if index + 1 < len(self.parts) else ("", "")
            if script == "hiragana":
                self._hiragana(text, following, is_first=index == 0)
            else:
                self._noun(script, text)
        self._close()
        return self.found

    def _noun(self, script: str, text: str) -> None:
        """Kanji or katakana: a new word where the script changes, but for single kanji (再デプロイ, サーバ側)."""
        if self.last in {"kanji", "katakana"} and self.last != script:
            if script == "kanji" and len(text) == 1:
                self._close(self.open + text, [(self.open, STEM)])
                return
            if self.last == "kanji" and len(self.open) == 1:
                self._close(self.open + text, [(text, STEM)])
                return
            self._close()
        self.open += text
        self.last = script

    def _hiragana(self, text: str, following: tuple[str, str], *, is_first: bool) -> None:
        if is_first and not self.goes_on:
            self._beginning(text, following)
        elif self.last == "kanji":
            self._after_kanji(text, following)
        else:
            self._after_noun(text)

    def _beginning(self, text: str, following: tuple[str, str]) -> None:
        """お問い合わせ, やさしい日本語, まとめの記事; hiragana alone are one word, whatever they look like."""
        if not following[0]:
            self._close(text)
        elif text in POLITE and following[0] == "kanji":
            self.open = text
        elif following[1] == WAY and not is_function(text):
            self.open, self.last = text, "hiragana"
        elif not is_function(text):
            self._close(next((text[:at] for at in range(2, len(text)) if text[at:] in JOINING), text))

    def _after_kanji(self, text: str, following: tuple[str, str]) -> None:
        one = len(self.open) == 1
        if is_function(text) and not (
            one and text[0] not in "のをにはがでとへもや" and len(text) > 1 and text not in WHOLE
        ):
            if text == "の" and one and len(following[1]) == 1:
                self.open += text  # 女の子
                return
            self._close()
            return
        if following[1] == WAY and (begin := _leading(text)):
            self._close()
            self.open, self.last = text[begin:], "hiragana"  # 監視のやり方
            return
        whole, text = text, _without_particle(text)
        end = _without_end(text, 1)
        is_parted = text != whole or (text[-1] in BEFORE_NOUNS and len(following[1]) > 1)
        if following[0] == "kanji" and end == len(text) and not is_parted:
            self.open += text  # 取り方, but 遅い検索 are two
            self.last = "hiragana"
            return
        full, stem = self.open + text, self.open
        looser = [(stem + text[:end], STRIPPED), *((stem + each, INFLECTED) for each in inflections(text[0]))]
        if len(stem) > 1:
            looser.append((stem, STEM))
        others = [(other, weight) for other, weight in dict(reversed(looser)).items() if other != full]
        self._close(full, others, is_verb=text[end - 1] in OF_VERBS or text[end : end + 1] in AFTER_VERBS)

    def _after_noun(self, text: str) -> None:
        """After katakana, Latin or a verb inside a compound: particles go, other words stand for themselves."""
        if is_function(text):
            self._close()
            return
        begin = _leading(text)
        if self.open and not begin:
            self._close(self.open + text, [(self.open, STEM)] if len(self.open) > 2 else [])  # リリースる, インふ
            return
        self._close()
        self.open, self.last = text[begin:], "hiragana"

    def _close(self, text: str = "", looser: list[tuple[str, float]] | None = None, *, is_verb: bool = False) -> None:
        word = text or self.open
        if word:
            self.found.append(Word(word, looser or untitled(word), is_verb))
        self.open = self.last = ""


def untitled(word: str) -> list[tuple[str, float]]:
    """Whom 小野寺部長 and おおくぼさん mean."""
    if not word.endswith(EVERY_TITLE):
        return []
    longest = max((title for title in EVERY_TITLE if word.endswith(title)), key=len)
    least = 3 if longest in TITLES_IN_KANA else 2  # たくさん is nobody
    name = word.removesuffix(longest)
    return [(name, STRIPPED)] if len(name) >= least else []


def inflections(kana: str) -> str:
    """What a verb's first kana may be in its other forms (動かない: 動き, 動く, 動いて)."""
    return next((forms for row, forms in VERBS if kana in row), "")


def long_vowels(word: str) -> list[str]:
    """Other spellings of long vowels in katakana: スクレーピング and スクレイピング, サーバーサイド and サーバサイド.
    Those at its end are folded anyway."""
    if not KATAKANA.fullmatch(word) or len(word) < 4:
        return []
    found = [E_ROW.sub(r"\1イ", word), O_ROW.sub(r"\1ウ", word), E_WRITTEN.sub(r"\1ー", word), INNER.sub(r"\1", word)]
    return [other for other in dict.fromkeys(found) if other != word]


def is_function(text: str) -> bool:
    """Whether hiragana are nothing but particles and endings, one after another."""
    return text not in INSIDE and len(text) in _ends(text)


def _ends(text: str) -> set[int]:
    """Where a chain of function words from the beginning can end; linear in the length of the text."""
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            reached |= {
                start + size
                for size in range(1, min(LONGEST, len(text) - start) + 1)
                if text[start : start + size] in FUNCTION
            }
    return reached


def _leading(text: str) -> int:
    """How many characters of particles stand before a word of at least two (のつかいかた: 1)."""
    size = max((len(each) for each in JOINING if text.startswith(each)), default=0)
    return size if len(text) - size >= 2 else 0


def _without_particle(text: str) -> str:
    """子どもに is 子ども, 違いは 違い: what a word never ends in by itself."""
    return text[:1] + text[1:].rstrip("をがはにへ")


def _without_end(text: str, least: int) -> int:
    """The length of what stands before a chain of endings (べながら: 1), at least so many characters."""
    if len(text) > LONGEST_TAIL:
        return len(text)
    return next((at for at in range(least, len(text)) if len(text) - at in _ends(text[at:])), len(text))


def _scripts(run: str) -> list[tuple[str, str]]:
    """Stretches of one script each; kanji is whatever is not kana."""
    found: list[tuple[str, str]] = []
    for match in SCRIPTS.finditer(run):
        script = match.lastgroup or ""
        if found and script == "kanji" == found[-1][0]:
            found[-1] = (script, found[-1][1] + match.group())
        else:
            found.append((script, match.group()))
    return found
