"""The demo company's hands-on materials as their tests see them: folders, pages, steps and fenced blocks.

The convention is written for authors in docs/authoring-materials.md; a block that belongs to no rule is an error.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2] / "portal" / "demo" / "materials"
LANGUAGES = ("ja", "en")
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
ANSWER = re.compile(r"^:::\s*details\s+(?:解答|Answer)", re.MULTILINE)

FENCE_LINE = re.compile(r"^[ >]*(?:`{3,}|~{3,})", re.MULTILINE)
PROMPTS = {"console": ("$ ", "> "), "pycon": (">>> ", "... ")}


class BlockError(ValueError):
    """A fenced block that no rule of the convention covers."""


@dataclass(frozen=True)
class Block:
    """One fenced block: kind is console, pycon, file or norun; step counts the h2s of its page from 1."""

    path: Path
    line: int
    step: int
    kind: str
    content: str
    title: str = ""
    reason: str = ""
    fails: bool = False

    @property
    def place(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"

    @property
    def commands(self) -> int:
        """How many things a reader types: prompts of a transcript."""
        return len(self.typed)

    @property
    def typed(self) -> list[str]:
        """What a reader types into a shell or into Python, each with its further lines and without prompts."""
        typed: list[str] = []
        goes_on = False
        for line in self.content.splitlines() if self.kind in PROMPTS else []:
            first, further = PROMPTS[self.kind]
            if line.startswith(first):
                typed.append(line[len(first) :])
                goes_on = True
            elif goes_on := goes_on and f"{line} ".startswith(further):
                typed[-1] += f"\n{line[len(further) :]}"
        return typed


@dataclass(frozen=True)
class Page:
    """One Markdown file; `spoken` is the code within its sentences and tables."""

    path: Path
    meta: dict[str, object]
    body: str
    headings: list[tuple[int, str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    indented_code: int = 0

    @property
    def fence_lines(self) -> int:
        """Lines that open or close a block for whoever writes one, wherever they stand; each block has two."""
        return len(FENCE_LINE.findall(self.body))

    @property
    def answers(self) -> int:
        return len(ANSWER.findall(self.body))

    @property
    def steps(self) -> list[str]:
        return [text for level, text in self.headings if level == 2]


def read_page(path: Path) -> Page:
    """Read one Markdown file; raises BlockError where a fenced block belongs to no rule."""
    text = path.read_text(encoding="utf-8")
    match = FRONT_MATTER.match(text)
    meta = yaml.safe_load(match[1]) if match else {}
    body = text[match.end() :] if match else text
    first_line = text.count("\n", 0, match.end()) if match else 0
    headings: list[tuple[int, str]] = []
    blocks: list[Block] = []
    spoken: list[str] = []
    indented = 0
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following:
            headings.append((int(token.tag[1]), following.content))
        elif token.type == "inline":
            spoken += [child.content for child in token.children or [] if child.type == "code_inline"]
        elif token.type == "code_block":
            indented += 1
        elif token.type == "fence" and token.map:
            step = sum(level == 2 for level, _ in headings)
            blocks.append(_block(path, first_line + token.map[0] + 1, step, token.info, token.content))
    return Page(path, meta, body, headings, blocks, spoken, indented)


def _block(path: Path, line: int, step: int, info: str, content: str) -> Block:
    language = (re.match(r"[\w-]*", info.strip()) or [""])[0]
    attributes = dict(ATTRIBUTE.findall(info))
    fails = "fails" in ATTRIBUTE.sub("", info).split()
    if attributes.get("norun"):
        return Block(path, line, step, "norun", content, reason=attributes["norun"])
    if language in ("console", "pycon"):
        return Block(path, line, step, language, content, fails=fails)
    if language and attributes.get("title"):
        return Block(path, line, step, "file", content, title=attributes["title"])
    raise BlockError(f"{path.relative_to(ROOT)}:{line}: ```{info} is no transcript, has no title and no norun reason")


def material_folders(language: str) -> list[Path]:
    """Every folder category/slug of one language, in a stable order."""
    return sorted(readme.parent for readme in (ROOT / language).glob("*/*/README.md"))


def pages_of(folder: Path) -> list[Page]:
    """README first, then its chapters by file name."""
    chapters = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    return [read_page(path) for path in [folder / "README.md", *chapters]]
