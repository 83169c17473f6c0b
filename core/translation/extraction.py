"""Finds every message in Python source and templates; needs Babel, which only requirements/dev.txt installs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from django.utils.translation.template import templatize

from core.translation.catalogues import ROOT, Key
from core.translation.documented import documented

# Position of the English, of its plural and of the context ("c") among the arguments, in Babel's notation.
SHAPES: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = {"_": None, "gettext_noop": None} | {
    name + ending: shape for name, shape in SHAPES.items() for ending in ("", "_lazy")
}
SKIPPED = {".git", ".venv", "var", "node_modules", "tests", "migrations", "locale", "__pycache__"}


@dataclass
class Message:
    """One English message of the source, with the places that use it."""

    context: str
    msgid: str
    plural: str = ""
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What its translation is found by."""
        return self.context, self.msgid


def messages_of_project(root: Path = ROOT) -> dict[Key, Message]:
    """Every message of our apps and templates."""
    return collect(_sources(root), root)


def collect(files: Iterable[Path], root: Path) -> dict[Key, Message]:
    """The messages of these files; a place is the path under `root` and the line."""
    found: dict[Key, Message] = {}
    for path in files:
        for message in extract(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()):
            known = found.setdefault(message.key, message)
            if known is not message:
                known.plural = known.plural or message.plural
                known.places.extend(message.places)
    return found


def extract(source: str, name: str) -> Iterator[Message]:
    """The messages of one file in the order in which they stand."""
    from babel.messages.extract import extract as babel_extract

    if not name.endswith(".py"):
        # Django turns a template into pseudo-Python; its indentation means nothing and would trip the tokenizer.
        source = "\n".join(line.lstrip() for line in templatize(source, name).split("\n"))
    for line, msgid, _comments, context in babel_extract("python", BytesIO(source.encode()), KEYWORDS):
        singular, plural = msgid if isinstance(msgid, tuple) else (msgid, "")
        if singular:
            yield Message(context or "", singular, plural or "", [f"{name}:{line}"])
    for line, said in documented(source) if name.endswith(".py") else ():
        yield Message("", said, places=[f"{name}:{line}"])


def _sources(root: Path) -> Iterator[Path]:
    for folder in sorted(root.iterdir()):
        if folder.is_dir() and folder.name not in SKIPPED and not folder.name.startswith("."):
            yield from source_files(folder)


def source_files(folder: Path) -> Iterator[Path]:
    """Python modules and templates under a folder; what lies in a folder of skipped name is left out."""
    for path in sorted(folder.rglob("*")):
        wanted = path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts)
        if wanted and path.is_file() and not SKIPPED.intersection(path.relative_to(folder).parts):
            yield path
