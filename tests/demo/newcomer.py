"""How many minutes a newcomer to the topic needs for a page of the demo materials, reckoned from its text.

The rule, which `test_a_newcomer_keeps_to_the_stated_minutes` holds every page to:

- prose is read at a beginner's pace: 400 Japanese characters or 180 English words a minute;
- code, commands and what they print are read at half of that, 90 words and 200 Japanese characters a minute in both
  languages, a word being a run of letters and digits;
- what follows `$ ` and `>>> ` is typed, at 150 keystrokes a minute, three for a Japanese character; nothing is pasted;
- a listing with a file's name is copied with its button, 10 s, and saved under its name, 20 s more;
- each command and each statement is waited for and looked at, 4 s (docs/materials.md has what was measured);
- each step costs a minute of thinking and trouble;
- each exercise costs three minutes of one's own before its answer is opened; its answer is then read and typed too.

Where this is more than 1.5 times the minutes that the page states, or less than half, the page is wrong, not the
reader.
`python -m tests.demo.newcomer` prints what it makes of today's pages; docs/materials.md has the walk through of a day.
"""

import re

from tests.demo.materials import LANGUAGES, ROOT, Block, Page, material_folders, pages_of

JA_CHARACTERS_A_MINUTE, EN_WORDS_A_MINUTE = 400, 180
CODE = 0.5
KEYSTROKES_A_MINUTE, KEYSTROKES_A_JAPANESE_CHARACTER = 150, 3
SECONDS_TO_COPY, SECONDS_TO_SAVE = 10, 20
SECONDS_A_COMMAND, SECONDS_A_STEP, SECONDS_AN_EXERCISE = 4, 60, 180
AT_MOST, AT_LEAST = 1.5, 0.5

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
LATIN_WORD = re.compile(r"[A-Za-z0-9_]+")
STATED = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?")


def stated_minutes(page: Page) -> int:
    match = STATED.fullmatch(str(page.meta["time"]))
    assert match, f"{page.path}: time is {page.meta['time']!r}, not like 40m or 1h"
    return int(match[1] or 0) * 60 + int(match[2] or 0)


def needed_minutes(page: Page) -> float:
    """Reading, typing, waiting and thinking: all of the page, exercises included."""
    seconds = len(page.steps) * SECONDS_A_STEP + page.answers * SECONDS_AN_EXERCISE
    seconds += sum(map(_seconds_to_do, page.blocks))
    return _minutes_to_read_prose(page) + sum(map(_minutes_to_read_code, page.blocks)) + seconds / 60


def _minutes_to_read_prose(page: Page) -> float:
    text = re.sub(r"^```.*?^```$", "", page.body, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    if page.path.relative_to(ROOT).parts[0] == "ja":
        return len(re.sub(r"\s", "", text)) / JA_CHARACTERS_A_MINUTE
    return len(re.findall(r"[\w'`/.-]+", text)) / EN_WORDS_A_MINUTE


def _minutes_to_read_code(block: Block) -> float:
    words, characters = len(LATIN_WORD.findall(block.content)), len(JAPANESE.findall(block.content))
    return (words / EN_WORDS_A_MINUTE + characters / JA_CHARACTERS_A_MINUTE) / CODE


def _seconds_to_do(block: Block) -> float:
    if block.kind == "file":
        return SECONDS_TO_COPY + SECONDS_TO_SAVE
    return block.commands * SECONDS_A_COMMAND + sum(map(_keystrokes, block.typed)) * 60 / KEYSTROKES_A_MINUTE


def _keystrokes(typed: str) -> int:
    """Of a command or a statement, with the Enter that ends it."""
    return len(typed) + 1 + len(JAPANESE.findall(typed)) * (KEYSTROKES_A_JAPANESE_CHARACTER - 1)


def table() -> str:
    """Every material with its stated and needed minutes in each language."""
    rows = ["| page | stated | needed, ja | needed, en |", "|---|---:|---:|---:|"]
    for folder in material_folders(LANGUAGES[0]):
        there = folder.relative_to(ROOT / LANGUAGES[0])
        for ja, en in zip(pages_of(folder), pages_of(ROOT / LANGUAGES[1] / there), strict=True):
            if ja.steps:
                name = there / ja.path.name if ja.path.name != "README.md" else there
                rows.append(f"| {name} | {stated_minutes(ja)} | {needed_minutes(ja):.0f} | {needed_minutes(en):.0f} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())  # noqa: T201 - this is what it is for
