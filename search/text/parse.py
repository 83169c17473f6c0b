"""What was typed, understood once for both engines. Nothing in it is syntax but "quotes"; it never fails.

`Pythonの勉強会` is the words python and 勉強会; `"kubectl get pods"` is a phrase; the last word may be half-typed; kana
that end in Latin letters are an unfinished conversion (いんf); ten lines of terminal output are an error message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from search.text import least
from search.text.errors import fragments, looks_like_error
from search.text.fold import compose, hiragana
from search.text.japanese import Word, long_vowels
from search.text.japanese import words as japanese_words
from search.text.parsed import Clause, Form, Parsed
from search.text.reach import beginning, within_reach
from search.text.romaji import completions, to_kana
from search.text.stop_words import ASKING, ENGLISH, JOINING
from search.text.tokens import CJK, is_latin, runs
from search.text.tokens import LONGEST as LONGEST_WORD

LONGEST = 10_000
MOST_CLAUSES = 24
LONGEST_UNFINISHED = 60
SYNONYM, CLOSED, LONG_VOWEL, KANA, UNFINISHED, KANA_ALONE = 0.8, 0.9, 0.8, 0.5, 0.9, 0.4
ASIDE = 0.5

Expand = Callable[[str], Sequence[str]]
"""folded word (or several Latin ones, with a space between) → its synonyms, folded; see `search.domain.synonyms`."""


QUOTED = re.compile(r'"([^"]*)"')
WORD = rf"[^\W_{CJK}]+"
UNIT = re.compile(rf"(?P<japanese>[{CJK}]+)|(?P<latin>c\+\+|[cf]#(?![^\W_{CJK}])|{WORD}(?:[-._'@]{{1,2}}{WORD})*)")
WISHED = re.compile(
    r"[\u3400-\u9fff][^\u3400-\u9fff]*(?:た[いく](?:です|のですが|んですが)?|てください|てほしい|ますか|ませんか|[ばら](?:いい|よい)(?:ですか)?)$"
)
"""What one wants done, at the end of a sentence: 文字化けを直したいです is about 文字化け."""
WITHOUT_FLAGS = 2
"""Words of a command that tell what it is; of ansible-playbook --check the flag does."""
FLAG = re.compile("--?[a-z0-9]")
HIRAGANA = re.compile("[\u3041-\u3096]")
WAY = re.compile("[\u3041-\u3096]方$")
"""書き方, 使い方."""
LONG = re.compile(r"[A-Za-z'-]*[āīūēōĀĪŪĒŌ][A-Za-z'āīūēō-]*")
LONG_WAYS = (
    str.maketrans({"ā": "aa", "ī": "ii", "ū": "uu", "ē": "ei", "ō": "ou"}),
    str.maketrans({"ā": "aa", "ī": "ii", "ū": "uu", "ē": "ee", "ō": "oo"}),
)
HALF_CONVERTED = re.compile(
    rf"(?P<before>(?:.*[^{CJK}])?[^\u3041-\u3096ー]*?)(?P<kana>[\u3041-\u3096ー]+)(?P<rest>[a-z]{{1,3}})"
)


def parse(text: str, *, expand: Expand = lambda word: ()) -> Parsed:
    """Understand a query; any string is fine, the empty one and 10 MB too (what is beyond LONGEST is not read)."""
    raw = text[:LONGEST]
    if looks_like_error(raw):
        found = fragments(raw)
        if found:
            stretches = within_reach([Clause((Form(stretch, weight),)) for stretch, weight in found.stretches])
            return Parsed(raw=raw, clauses=stretches, minimum=1, is_error=True, lines=found.lines)
    composed = compose(raw)[:LONGEST]  # ﷺ alone is eighteen letters
    said = (beginning(_said(quoted)) for quoted in QUOTED.findall(composed))
    phrases = [Clause((Form(phrase),), required=True) for phrase in said if phrase]
    rest = QUOTED.sub(" ", composed)
    words = _with_long_vowels(_words(rest, expand), raw)
    clauses = within_reach([*phrases, *words][:MOST_CLAUSES])
    together = beginning(_said(composed))
    is_sentence = least.is_sentence(clauses, together)
    return Parsed(
        raw=raw,
        clauses=clauses,
        minimum=(minimum := least.minimum(clauses)),
        fewest=1 if is_sentence else least.followers(words, rest, minimum),
        is_sentence=is_sentence,
        together=together,
    )


def _with_long_vowels(clauses: list[Clause], raw: str) -> list[Clause]:
    """Ōno is おおの before おの: folding takes the mark away, that told a long vowel."""
    marked = LONG.findall(normalize("NFC", raw)) if not raw.isascii() else []
    if not marked:
        return clauses
    kana = {compose(word): [to_kana(word.lower().translate(way)) for way in LONG_WAYS] for word in marked}
    return [
        replace(clause, forms=(*clause.forms, *(Form(each, LONG_VOWEL) for each in kana.get(clause.text, ()) if each)))
        for clause in clauses
    ]


def _said(composed: str) -> str:
    """The folded words of a text with one space between, Japanese as it stood."""
    return " ".join(text for text, _, _ in runs(hiragana(composed)))


def _words(composed: str, expand: Expand) -> list[Clause]:
    """A clause for each word."""
    chunks = composed.split()
    is_open = bool(chunks) and not composed[-1].isspace()
    unfinished = _unfinished(hiragana(chunks[-1])) if is_open else None
    if unfinished is not None:
        chunks[-1] = unfinished[0]
    is_command = len(chunks) > 1 and any(map(FLAG.match, chunks[1:]))
    said = [_as_argument(unit) if is_command else unit for chunk in chunks for unit in _units(chunk)]
    units = list(_joined(said, expand))
    if unfinished is not None:
        return [*_telling(units)[: MOST_CLAUSES - 1], unfinished[1]]
    if units and is_open and UNIT.search(chunks[-1][-1]):
        last = units[-1]
        units[-1] = replace(last, is_prefix=True)
    return _telling(units)


def _units(chunk: str) -> Iterator[Clause]:
    """The words of a text without white space. A flag (--hard) is said by the way."""
    is_flag = bool(FLAG.match(chunk))
    matches = list(UNIT.finditer(chunk))
    end = -1  # of the last noun: what stands right behind it is its second half
    for index, match in enumerate(matches):
        text, begin = match.group(), match.start()
        if match.lastgroup == "latin":
            yield Clause(tuple(_latin_forms(text)), is_aside=is_flag, goes_on=begin == end)
            end = match.end()
            continue
        follows = index > 0 and matches[index - 1].end() == begin
        is_followed = index + 1 < len(matches) and matches[index + 1].start() == match.end()
        at = 0
        for word in (found := japanese_words(text, goes_on=follows)):
            start = text.find(word.text, at)
            at = start + len(word.text)
            goes_on, end = begin + start == end, -1 if HIRAGANA.match(text[at - 1]) else begin + at
            if len(word.text) == 1 and ((follows and start == 0) or (is_followed and at == len(text))):
                continue  # 第3回 is 3; awkで列を取り出す is about 列 as well
            is_aside = word.is_verb and (len(found) > 1 or len(matches) > 1)
            yield Clause(tuple(_japanese_forms(word)), is_aside=is_aside, goes_on=goes_on)


def _as_argument(clause: Clause) -> Clause:
    """A number in a command (kill -TERM 4711) is another for everybody."""
    return replace(clause, is_aside=True) if clause.text.isdecimal() else clause


def _japanese_forms(word: Word) -> Iterator[Form]:
    """What is longer than any word is asked for by its beginning, as Latin words are."""
    text = word.text[:LONGEST_WORD]
    yield Form(hiragana(text))
    looser = word.looser if text == word.text else ()
    for other, weight in (dict(looser) | dict.fromkeys(long_vowels(text), LONG_VOWEL)).items():
        yield Form(hiragana(other), weight)


def _latin_forms(text: str) -> Iterator[Form]:
    """docker-compose is "docker compose" and dockercompose; satou is also さとう."""
    said = beginning(_said(text))
    yield Form(said)
    if " " in said:
        yield Form(said.replace(" ", ""), CLOSED)
    elif kana := to_kana(said):
        yield Form(kana, KANA)


def _joined(units: Sequence[Clause], expand: Expand) -> Iterator[Clause]:
    """Synonyms: of two or three Latin words that stand together (study meeting), else of each."""
    at = 0
    while at < len(units):
        size = next((size for size in (3, 2) if _synonyms(units[at : at + size], size, expand)), 1)
        together = units[at : at + size]
        synonyms = _synonyms(together, size, expand)
        forms = together[0].forms if size == 1 else (Form(" ".join(unit.text for unit in together)),)
        known = {form.text for form in forms}
        others = (Form(other, SYNONYM, is_synonym=True) for other in synonyms if other not in known)
        said = (forms[0], *others, *forms[1:])
        yield Clause(said, is_aside=size == 1 and together[0].is_aside, goes_on=together[0].goes_on)
        at += size


def _synonyms(units: Sequence[Clause], size: int, expand: Expand) -> Sequence[str]:
    if len(units) < size or (size > 1 and not all(is_latin(unit.text) for unit in units)):
        return ()
    return expand(" ".join(unit.text for unit in units))


def _telling(units: Sequence[Clause]) -> list[Clause]:
    """Each word once; without words that tell nothing and the letters of flags, unless there is nothing else."""
    once = list({unit.text: unit for unit in units}.values())
    telling = [unit for unit in once if not _is_filler(unit)] or once
    if sum(not unit.is_aside or unit.text.isdecimal() for unit in telling) < WITHOUT_FLAGS:
        telling = [_asked_for(unit) for unit in telling]
    weighed = [_by_the_way(unit) for unit in telling]
    if all(unit.is_aside for unit in weighed):
        return [_asked_for(unit) for unit in telling]
    return weighed


def _asked_for(clause: Clause) -> Clause:
    return replace(clause, is_aside=False) if clause.is_aside else clause


def _by_the_way(clause: Clause) -> Clause:
    """What says how one asks counts half."""
    text = clause.text
    if text in ASKING or WAY.search(text) or WISHED.search(text):
        forms = tuple(replace(form, weight=form.weight * ASIDE) for form in clause.forms)
        return replace(clause, forms=forms, is_aside=True)
    return clause


def _is_filler(clause: Clause) -> bool:
    text = clause.text
    return len(clause.forms) == 1 and (text in ENGLISH or (len(text) == 1 and text.isascii() and text.isalpha()))


def _unfinished(chunk: str) -> tuple[str, Clause] | None:
    """(what stands before, the unfinished word): いんf may become いんふ, or いん with something else."""
    match = HALF_CONVERTED.fullmatch(chunk) if len(chunk) <= LONGEST_UNFINISHED else None
    endings = completions(match.group("rest")) if match else ()
    if match is None or not endings:
        return None
    before, kana = match.group("before"), match.group("kana")
    if before and len(kana) > 1 and kana[0] in JOINING:
        kana = kana[1:]
    forms = [Form(kana + ending, UNFINISHED) for ending in endings]
    return before, Clause((*forms, Form(kana, KANA_ALONE)), is_prefix=True)
