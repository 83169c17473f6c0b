"""Whether words may tell of someone, or of something that is nobody's business: such are kept nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.db.models import Q

from core.models.person import Person
from core.secrets import find_secrets
from search.domain.synonym_table import said
from search.text.spellings import spellings, words_of
from search.text.stop_words import TITLES, TITLES_IN_KANA

NUMBERS = re.compile(
    r"@|://|\d{4}|\d[\d\s().-]{6,}\d|\d-\d+-\d|\d+(?:丁目|番地)"  # addresses; employee, telephone, account numbers
    r"|\b(?=[a-z0-9_-]*[a-z])(?=[a-z0-9_-]*\d)[a-z0-9_-]{12,}"  # keys and ids
)
SECRETS = re.compile(
    # "password hunter2", "パスワードは ひみつ123", "pass: abc"; "パスワード 変更" tells nothing
    r"(?:passw(?:or)?d|passphrase|\bpass\b|\bpwd\b|\bpin\b|secret|token|パスワード|暗証番号|合言葉|シークレット|トークン)"
    r"\s*(?:[:=]\s*\S|(?:は|が|\s)[^\n]*\d)"
    r"|(?=\S*[a-z])(?=\S*\d)(?=\S*[!$%^&*?~])\S{8,}"
)
LONGEST_NAME = 6
AFTER_A_NAME = tuple(map(said, (*TITLES, *TITLES_IN_KANA)))
IN_KANJI_AND_KANA = ("family_name", "family_kana", "given_name", "given_kana")
EVERY_NAME = (*IN_KANJI_AND_KANA, "family_romaji", "given_romaji")


def tells(text: str) -> bool:
    """Numbers, addresses and secrets; a name that someone here has or had: who was looked for is nobody's business."""
    plain = unicodedata.normalize("NFKC", text).lower()
    found = (NUMBERS.search(text.lower()), NUMBERS.search(said(text)), SECRETS.search(plain), find_secrets(text))
    return any(found) or _names_someone(text)


def _names_someone(text: str) -> bool:
    """佐藤, さとう さん, sato-san, 佐藤部長退職, 鈴木一郎の評価."""
    words = {word for part in (text, *text.split()) for word in words_of(part)} | {said(text).replace(" ", "")}
    written = {each for word in words for form in spellings(word) for each in (form, form.title(), form.upper())}
    asked = Q()
    for name in EVERY_NAME:
        asked |= Q(**{f"{name}__in": written})
    people = Person.objects.get_queryset()
    return people.filter(asked).exists() or _is_called(words)


def _is_called(words: Iterable[str]) -> bool:
    """A name with a title behind it or a family's with a given one, as Japanese is written: without a space."""
    folded = {said(word) for word in words if not word.isascii()}
    begins = {form for word in words for size in range(1, LONGEST_NAME + 1) for form in spellings(word[:size])}
    asked = Q()
    for name in IN_KANJI_AND_KANA:
        asked |= Q(**{f"{name}__in": begins})
    rows = Person.objects.get_queryset().filter(asked).values_list(*IN_KANJI_AND_KANA).distinct()
    return any(word.startswith(called) for row in rows for called in _forms(*map(said, row)) for word in folded)


def _forms(family: str, family_kana: str, given: str, given_kana: str) -> Iterator[str]:
    for first, second in ((family, given), (family_kana, given_kana)):
        if first and second:
            yield first + second
        for name in (first, second):
            yield from (name + title for title in AFTER_A_NAME if name)
