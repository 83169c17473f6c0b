"""Which actions are meant by what was typed: "continue nginx", 「設定を開く」, 「マイプロフィール」.

How one says that one wants to go there (open, 〜を見る) and that it is one's own (my, 自分の) is asked of no action.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from core.models.person import Person
from search.actions import Action, Wanted, actions_for
from search.domain.queries.finding import understood
from search.domain.queries.found import Found
from search.text.beginnings import begins, is_in
from search.text.fold import compose, hiragana
from search.text.parsed import Parsed

MOST_ON_A_PAGE = 3
NAMED, BY_TITLE, BY_NAME, NO_MATCH = range(4)
GO_TO = re.compile(r"^(?:(?:go|take me|switch) to|open|show(?: me)?|view|see)\s+(?=\S)")
KANJI_VERBS = r"開(?:く|いて|きたい)|見(?:る|たい)|読(?:む|みたい)|行(?:く|きたい)|始める|(?:表示|移動)(?:する)?"
KANA = r"\u3041-\u3096"
# A verb of kana needs a particle before it, lest a name that ends so lose its end.
GOES = re.compile(
    rf"(?<=\S)(?:\s*(?:を|へ|に|の|から)\s*(?:{KANJI_VERBS}|ひらく|みる|よむ|いく|はじめる|する)"
    rf"|(?:\s+|(?<=[^{KANA}]))(?:{KANJI_VERBS}|する)|(?<=[^{KANA}\s])(?:を|へ|に))$"
)
ONES_OWN = re.compile(r"^(?:my\s+|(?:自分|じぶん|私|わたし)の\s*)(?=\S)")
MINE = re.compile(rf"{ONES_OWN.pattern}|^(?:マイ|まい)(?=\S)")
WHOLE = re.compile(r"^(?:my|まい|mai)\S")
"""Names that can mean nothing but a place of one's own: まいぺーじ, mypage."""


@dataclass(frozen=True)
class Meant:
    """What is wanted: folded, the same without whose it is, all that was typed in one piece; and its words."""

    text: str
    bare: str
    whole: str
    parsed: Parsed


def asked_to_do(found: Found, *, viewer: Person) -> list[Action]:
    """Where the words of a search lead at once, for those who typed them without the palette: what is called so, and
    where nothing is found whatever has these words."""
    if found.parsed.is_empty or found.parsed.is_error or found.asked.is_narrowed or found.asked.page > 1:
        return []
    meant = meant_by(found.parsed)
    # The other language stands in the header, and there it leads to this page's twin.
    chosen = [each for each in matching(actions_for(viewer, wanted_by(meant)), meant) if not each.switches]
    if not (found.is_nothing or found.is_partial):
        chosen = [action for action in chosen if rank(action, meant) == NAMED]
    return chosen[:MOST_ON_A_PAGE]


def meant_by(parsed: Parsed) -> Meant:
    """What was typed, read as the name of something to do."""
    typed = " ".join(compose(parsed.raw).split())
    said = GOES.sub("", GO_TO.sub("", typed))
    thing = ONES_OWN.sub("", said)
    words = parsed if thing == typed else understood(thing)
    return Meant(hiragana(said), hiragana(MINE.sub("", said)), hiragana(typed.replace(" ", "")), words)


def wanted_by(meant: Meant) -> Wanted:
    """Whether one of the words may be meant by one thing that was asked for."""
    asked = [form.text for clause in meant.parsed.clauses for form in clause.forms]

    def wanted(words: Iterable[str]) -> bool:
        texts = [_folded(word) for word in words]
        return any(is_in(texts, form) for form in asked)

    return wanted


def matching(actions: Sequence[Action], meant: Meant) -> list[Action]:
    """The actions that have everything that was asked for, in either language; those that are called so first."""
    ranked = [(rank(action, meant), place, action) for place, action in enumerate(actions)]
    return [action for found, _place, action in sorted(ranked, key=lambda each: each[:2]) if found < NO_MATCH]


def rank(action: Action, meant: Meant) -> int:
    """NAMED where it is called what was typed, so that Enter may take it. BY_TITLE where words of its title begin so,
    BY_NAME where other names do."""
    written = _in_both_languages(action.title)
    titles = [_folded(title) for title in written]
    names = [_folded(word) for word in action.words]
    if _is_called(meant, written, titles, names):
        return NAMED
    texts = [*titles, *(_folded(line) for line in _in_both_languages(action.line))]
    asked = [[form.text for form in clause.forms] for clause in meant.parsed.clauses]
    if not asked or not all(any(is_in(texts, form) or begins(names, form) for form in forms) for forms in asked):
        return NO_MATCH
    if _says_to_do_it(action, titles, [clause.text for clause in meant.parsed.clauses]):
        return NAMED
    return BY_TITLE if all(any(is_in(texts, form) for form in forms) for forms in asked) else BY_NAME


def _is_called(meant: Meant, written: Sequence[str], titles: Sequence[str], names: Sequence[str]) -> bool:
    """Its title begins so; or is it, but for whose it is (calendar, マイプロフィール)."""
    if any(title.startswith(meant.text) for title in titles):
        return True
    if meant.bare in {hiragana(MINE.sub("", compose(title))) for title in written}:
        return True
    return meant.whole in names and bool(WHOLE.match(meant.whole))


def _says_to_do_it(action: Action, titles: Sequence[str], asked: Sequence[str]) -> bool:
    """What to do and with what (nginx 続ける, resume nginx), or just what to do."""
    verbs = {_folded(verb) for verb in action.verbs}
    if verbs.intersection(asked):
        return True
    return len(asked) > 1 and any(title.startswith(text) for text in asked for title in titles)


def _folded(text: str) -> str:
    return hiragana(compose(text))


def _in_both_languages(text: object) -> list[str]:
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(str(text))
    return list(dict.fromkeys(filter(None, found)))
