"""Holds our Japanese to the style of docs/glossary.md where a rule can be told by its letters."""

import re
from collections.abc import Iterator
from pathlib import Path

from core.translation.catalogues import live_entries
from core.translation.faults import PRINTF, Fault, excused, japanese, place

KANA_KANJI = "぀-ヿ一-鿿"
RULES = (
    (
        re.compile(r"(ユーザ|サーバ|フォルダ|ブラウザ|フィルタ|エディタ|コンピュータ|ヘッダ|フッタ)(?!ー|リ)"),
        "long vowels keep their ー",
    ),
    (
        re.compile(r"下さい|出来[なまるた]|全て|(?<!人)事が|様に|致します|頂[きく]|宜しく|既に|他の|同士"),
        "write this in kana",
    ),
    (re.compile(rf"[{KANA_KANJI}][,!?;]"), "full-width punctuation after Japanese"),
    (re.compile(rf"[{KANA_KANJI}]\.(?!\w)"), "。 ends a Japanese sentence"),
    (re.compile(r"[０-９Ａ-Ｚａ-ｚ]"), "half-width digits and Latin letters"),
    (
        re.compile(rf"[{KANA_KANJI}] [A-Za-z0-9]|[A-Za-z0-9)] [{KANA_KANJI}]"),
        "no space between Japanese and Latin letters",
    ),
    (re.compile(r"あなた"), "Japanese does without あなた"),
)
SENTENCE = re.compile(r"\.$")
OPEN_END = re.compile(r"[.!?:…)”]$")
ENDED = re.compile(r"[。！？）」：.…]$")


def lapses(path: Path) -> Iterator[Fault]:
    """Entries that break a rule of style; a translator's comment `# style: why` excuses one."""
    for entry in live_entries(path):
        text = japanese(entry)
        if not text or excused(entry, "style"):
            continue
        words = PRINTF.sub("□", text)
        broken = [what for pattern, what in RULES if pattern.search(words)]
        if SENTENCE.search(entry.msgid) and not ENDED.search(text):
            broken.append("a sentence ends with 。")
        if not OPEN_END.search(entry.msgid) and text.endswith("。"):
            broken.append("no 。 after what is no sentence in English")
        yield from (Fault("style", place(path, entry), f"{what}: {text}") for what in broken)
