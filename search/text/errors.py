"""Error messages as queries: the distinctive lines are kept; numbers, paths, addresses and hashes are ignored."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.text.fold import compose, hiragana
from search.text.tokens import is_latin, runs

MOST_LINES = 8
MOST_STRETCHES = 16
READ = 400
"""Lines that are looked at: what is told is at the beginning or at the end of a long output."""
LONG = 160
SHORTEST = 20
"""Characters of an error message in one line that may be taken for one."""
ONE_LINE = 60
NOISE = (
    re.compile(r"\x1b\[[0-9;]*[a-z]", re.IGNORECASE),
    # Prompts: ada@pc:~$, ada@pc:~/notes (main)$, [root@web ~]#, PS C:\Users>, >>>
    re.compile(
        r"^\[?(?:ps )?[^\s$#%>]{0,80}[@:][^\s$#%>]{0,80}"
        r"(?: [^\s$#%>()]{1,60}\])?(?:(?<!:) \([^()]{1,60}\))?[$#%>](?=\s)"
        r"|^\s*(?:\$|%|>>>|\.\.\.)(?=\s)"
    ),
    re.compile(r"[a-z][a-z0-9+.-]{1,20}://\S+"),
    re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,64}[\w.:-]{0,200}(?:/\S*)?"),
    re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"),
    re.compile(r"\b(?=[a-f]*[0-9])[0-9a-f]{7,128}\b"),
    re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b"),
    re.compile(r"\[?\b[0-9a-f]{0,4}(?:::?[0-9a-f]{1,4}){3,7}\]?"),
    re.compile(r"(?<![\w.])(?:[a-z]:|~|\.{1,2})?[\\/][\w.@~+\\/-]*|(?<!\w)[\w.-]+(?:/[\w.@~+-]+)+"),
    re.compile(r"\b0x[0-9a-f]+\b"),
    re.compile(r"[a-z]*\d[\dt:.,/%-]*(?:m?s\b)?"),
)
"""What differs from one machine and one minute to the next. Each is linear in the length of a line."""
TELLING = re.compile(
    r"error|exception|fail|denied|refused|rejected|not found|no such|no module|cannot|can't|could not|unable|invalid"
    r"|fatal|timed? ?out|already|undefined|unexpected|unknown|missing|panic|conflict|unauthorized|forbidden|exceeded"
    r"|not allowed|not a |must be|abort|killed|warning|usage:"
    r"|エラー|失敗|拒否|見つかりません|見つからない|できません|できない|ありません|例外|不正|無効"
)
COMMON = re.compile(r"^(?:traceback most recent call last|file line in|most recent call last|stack trace|at|in)$")
"""What stands in many outputs and tells none from another."""
NAMED = re.compile(r"\b(?:[A-Z][a-z0-9]+){2,}\b|\b\w+(?:Error|Exception|Warning)\b|\bE[A-Z]{4,}\b|\b[A-Z]+_[A-Z_]+\b")
"""Names of errors, that tell much by themselves: ModuleNotFoundError, ECONNREFUSED, CrashLoopBackOff."""
SPEAKER = re.compile(r"\s*[\w.-]{1,40}: [\w.-]{1,40}: ")
PARTED = re.compile(r"[:;,|](?=\s|$)|[()\[\]{}<>]|\s-+>?\s|\.{3}|…|\x00|。|、")
STRONG, PLAIN, WEAK, NAME = 2.0, 1.0, 0.5, 2.0


@dataclass(frozen=True)
class Fragments:
    """`lines` as they are shown again; `stretches` of words that stood together, each with its weight."""

    lines: tuple[str, ...]
    stretches: tuple[tuple[str, float], ...]

    def __bool__(self) -> bool:
        return bool(self.stretches)


def looks_like_error(text: str) -> bool:
    """Several lines, or one long one that tells of a failure or says who speaks (bash: kill: …)."""
    if len(text) < SHORTEST:
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    is_told = len(text) >= ONE_LINE and bool(TELLING.search(text.lower()) or SPEAKER.match(text))
    return len(lines) >= 3 or is_told


def distinctive_lines(text: str) -> tuple[str, ...]:
    """The lines that tell most, without what differs from one machine to the next; in lower case."""
    return fragments(text).lines


def fragments(text: str) -> Fragments:
    """What to look for of an output."""
    lines = text.splitlines()
    if len(lines) > READ:
        lines = lines[: READ // 2] + lines[-READ // 2 :]
    cleaned = dict.fromkeys(filter(None, (_without_noise(compose(line[:2_000])) for line in lines)))
    ranked = sorted(enumerate(cleaned), key=lambda pair: (not TELLING.search(pair[1]), pair[0]))
    kept = [line for _, line in sorted(ranked[:MOST_LINES])]
    found: dict[str, float] = {}
    for name in dict.fromkeys(NAMED.findall("\n".join(lines))):
        if any(compose(name) in line for line in kept):  # not in what was noise
            found.setdefault(_said(compose(name)), NAME)
    for line in kept:
        for stretch in _stretches(line):
            found.setdefault(stretch, _weight(stretch, is_telling=bool(TELLING.search(line))))
    best = sorted(found.items(), key=lambda pair: -pair[1])[:MOST_STRETCHES]
    return Fragments(tuple(dict.fromkeys(_shown(line) for line in kept if _said(line))), tuple(best))


def _weight(stretch: str, *, is_telling: bool) -> float:
    if is_latin(stretch) and stretch.count(" ") == 1 and not TELLING.search(stretch):
        return WEAK
    return STRONG if is_telling else PLAIN


def _without_noise(line: str) -> str:
    """Noise leaves a NUL: what stood around it does not stand together."""
    for pattern in NOISE:
        line = pattern.sub("\x00", line)
    return line if len(_said(line)) > 3 else ""


def _shown(line: str) -> str:
    return " ".join(line.replace("\x00", " ").split())[:LONG]


def _stretches(line: str) -> list[str]:
    """Parts of a line: three words, two that are not short, or a few Japanese characters."""
    said = [_said(part)[:LONG] for part in PARTED.split(line)]
    return [each for each in said if _is_enough(each) and not COMMON.match(each)]


def _is_enough(said: str) -> bool:
    words = said.split(" ")
    if not is_latin(said or "x"):
        return len(said) >= 5
    return len(words) >= 3 or (len(words) == 2 and (bool(TELLING.search(said)) or len(said) >= 8))


def _said(composed: str) -> str:
    return " ".join(text for text, _, _ in runs(hiragana(composed)))
