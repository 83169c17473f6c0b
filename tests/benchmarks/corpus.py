"""Documents of a company that does not exist, in two languages, with the words of real texts as often as there.

Words come from the real inputs where they are present, else from the demo's materials. A text is words drawn by how
often they stand in the source (Zipf's law comes with that), joined as sentences; each document is made from its number
alone, so any part of the corpus can be made again.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.documents import EMPLOYEES, SearchDocument, Words
from search.sight import Sight
from tests.needs import shared_data_folder

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = dt.date(2026, 11, 22)
JAPANESE = re.compile(r"[\u4e00-\u9fff]{1,4}|[\u30a1-\u30faー]{2,12}")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+#.-]{1,15}")
CODE = re.compile(r"https?://\S+|!\[[^\]]*\]\([^)]*\)")
PARTICLES = ("の", "を", "に", "は", "が", "で", "と", "から", "まで", "する", "します", "では", "について", "")
# fmt: off
FAMILIES = (
    "佐藤 さとう Sato",
    "鈴木 すずき Suzuki",
    "高橋 たかはし Takahashi",
    "田中 たなか Tanaka",
    "伊藤 いとう Ito",
)
GIVENS = (

    "花子 はなこ Hanako",
    "健 けん Ken",
    "翔 しょう Sho",
    "美咲 みさき Misaki",
    "太郎 たろう Taro",
    "葵 あおい Aoi",
)
# fmt: on
KINDS = ("step",) * 9 + ("material",) * 4 + ("page",) * 3 + ("person",) * 3 + ("question",)
DEPARTMENTS = tuple(f"department-{number}" for number in range(12))
AUDIENCES, PLACES, TAGS = 40, 400, 300
LONGEST = 12_000

VIEWER = Sight(
    tokens=frozenset({EMPLOYEES, "person:7", *(f"audience:{number}" for number in range(0, AUDIENCES, 5))}),
    outside=frozenset(f"place-{number}" for number in range(0, PLACES, 20)),
    own=frozenset({"place-40"}),
    hidden=frozenset({"step:11", "person:13"}),
    today=TODAY,
)
"""An employee in eight audiences, before a twentieth of the places shut to them."""


@dataclass(frozen=True)
class Vocabulary:
    """Words of each language, and how often each and all before it stand in the source."""

    japanese: list[str]
    japanese_upto: list[int]
    latin: list[str]
    latin_upto: list[int]
    source: str


def vocabulary() -> Vocabulary:
    shared = shared_data_folder()
    found = sorted(shared.glob("iij-bootcamp/src/**/*.md")) or sorted(ROOT.glob("portal/demo/materials/**/*.md"))
    texts = [CODE.sub(" ", path.read_text(encoding="utf-8", errors="replace")) for path in found]
    talks = shared / "pycon-jp-talks.jsonl"
    if talks.is_file():
        for line in talks.read_text(encoding="utf-8").splitlines():
            talk = json.loads(line)
            texts.append(f"{talk['title']} {talk.get('description') or ''}")
    japanese, latin = _counted(JAPANESE, texts), _counted(LATIN, texts)
    source = "the real inputs" if talks.is_file() else "the demo's materials"
    return Vocabulary(*_drawn(japanese), *_drawn(latin), source)


def _counted(pattern: re.Pattern[str], texts: list[str]) -> Counter[str]:
    return Counter(word for text in texts for word in pattern.findall(text))


def _drawn(counts: Counter[str]) -> tuple[list[str], list[int]]:
    """The words and their cumulative counts. Rare words are joined to new ones, as a large company has more of them."""
    words = [word for word, _ in counts.most_common()]
    return words, list(itertools.accumulate(count for _, count in counts.most_common()))


class Corpus:
    """`documents(n)` are always the same n documents, the first of a larger corpus."""

    def __init__(self) -> None:
        self.words = vocabulary()

    def documents(self, count: int, *, first: int = 0) -> Iterator[SearchDocument]:
        for number in range(first, first + count):
            yield self.document(number)

    def document(self, number: int) -> SearchDocument:
        chance = random.Random(number)  # noqa: S311 - the same text each time, no secret
        kind = KINDS[number % len(KINDS)]
        is_person = kind == "person"
        family, given = (chance.choice(names).split() for names in (FAMILIES, GIVENS))
        updated = dt.datetime(2026, 11, 1, tzinfo=dt.UTC) - dt.timedelta(days=chance.expovariate(1 / 400))
        length = int(min(chance.lognormvariate(5.9, 0.9), LONGEST))
        return SearchDocument(
            key=f"{kind}:{number}",
            source=f"{kind}:{number}",
            kind=kind,
            title=Words(ja=f"{family[0]} {given[0]}", en=f"{given[2]} {family[2]}")
            if is_person
            else Words(ja=self._japanese(chance, 14)[:-1], en=self._english(chance, 24) if number % 3 == 0 else ""),
            url=f"/{kind}/{number}/",
            body=Words(
                ja=self._japanese(chance, length // 2 if is_person else length),
                en=self._english(chance, length) if number % 3 == 0 else "",
            ),
            readings=(f"{family[1]} {given[1]}", f"{family[2]} {given[2]}") if is_person else (),
            people=(f"{family[0]} {given[0]}", f"{family[2]} {given[2]}") if kind == "material" else (),
            tags=tuple(self._word(chance) for _ in range(chance.randrange(4))),
            facets={
                "department": (chance.choice(DEPARTMENTS),),
                "language": ("ja", "en") if number % 3 == 0 else ("ja",),
                "tag": tuple({f"tag-{int(chance.paretovariate(0.6)) % TAGS}" for _ in range(3)}),
            },
            audience=(EMPLOYEES,) if chance.random() < 0.8 else (f"audience:{chance.randrange(AUDIENCES)}",),
            within=tuple(f"place-{chance.randrange(PLACES)}" for _ in range(chance.randrange(4))),
            group=f"material:{number - number % 20}" if kind == "step" else "",
            updated_at=updated,
            popularity=float(int(chance.paretovariate(1.1)) - 1),
        )

    def queries(self, count: int) -> list[str]:
        """What people type: one word, two, both languages, half a word, a name, a phrase, a misspelt word."""
        chance = random.Random(1)  # noqa: S311 - likewise
        ways = (
            lambda: self._word(chance),
            lambda: f"{self._word(chance)} {self._word(chance)}",
            lambda: f"{self._latin(chance)}の{self._word(chance)}",
            lambda: self._word(chance)[:2],
            lambda: self._latin(chance)[:4],
            lambda: chance.choice(("佐藤", "さとう", "sato", "サト", "たかは", "いとう けん", "suzuk")),
            lambda: f'"{self._latin(chance)} {self._latin(chance)}"',
            lambda: _misspelt(self._latin(chance), chance),
        )
        return [ways[number % len(ways)]() for number in range(count)]

    def _japanese(self, chance: random.Random, length: int) -> str:
        words = chance.choices(self.words.japanese, cum_weights=self.words.japanese_upto, k=max(length // 4, 2))
        if chance.random() < 0.7:
            words[:: max(len(words) // 3, 1)] = chance.choices(
                self.words.latin, cum_weights=self.words.latin_upto, k=len(words[:: max(len(words) // 3, 1)])
            )
        joined = [
            word + particle for word, particle in zip(words, chance.choices(PARTICLES, k=len(words)), strict=True)
        ]
        return "\n".join("".join(joined[at : at + 9]) + "。" for at in range(0, len(joined), 9))

    def _english(self, chance: random.Random, length: int) -> str:
        return (
            " ".join(chance.choices(self.words.latin, cum_weights=self.words.latin_upto, k=max(length // 8, 2))) + "."
        )

    def _word(self, chance: random.Random) -> str:
        return chance.choices(self.words.japanese, cum_weights=self.words.japanese_upto)[0]

    def _latin(self, chance: random.Random) -> str:
        return chance.choices(self.words.latin, cum_weights=self.words.latin_upto)[0]


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, max(len(word) - 1, 2))
    return word[:at] + word[at + 1 :]
