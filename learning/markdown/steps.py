"""The steps of a page: where each begins, what it is called, and what it is known by later."""

from collections.abc import Mapping
from dataclasses import dataclass

from learning.markdown.document import Document, Heading
from learning.markdown.fingerprints import fingerprint
from learning.markdown.problems import Problem

MAX_STEPS = 25
LEVELS = range(1, 5)
YES = ("true", "yes", "on", "1")
NO = ("false", "no", "off", "0")


@dataclass(frozen=True)
class StepDraft:
    """A step as the text shows it, before it is known which earlier step it is. `line` counts from 1."""

    title: str
    anchor: str
    level: int
    line: int
    fingerprint: str


@dataclass(frozen=True)
class Step:
    """A step with its identity. `split_from` is the step that it was once part of, `absorbed` those it took in."""

    id: str
    title: str
    anchor: str
    level: int
    fingerprint: str
    split_from: str | None = None
    absorbed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "title": self.title,
            "anchor": self.anchor,
            "level": self.level,
            "fingerprint": self.fingerprint,
            "split_from": self.split_from,
            "absorbed": list(self.absorbed),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Step":
        """Raises KeyError, TypeError or ValueError for what to_json did not make."""
        absorbed = data.get("absorbed") or []
        if not isinstance(absorbed, list | tuple):
            raise TypeError("absorbed must be a list of ids")
        split_from = data.get("split_from")
        return cls(
            id=str(data["id"]),
            title=str(data["title"]),
            anchor=str(data["anchor"]),
            level=int(str(data["level"])),
            fingerprint=str(data["fingerprint"]),
            split_from=None if split_from is None else str(split_from),
            absorbed=tuple(str(item) for item in absorbed),
        )


def derive_steps(document: Document, *, level: int | None = None, overview: bool = False) -> list[StepDraft]:
    """The h1s where the page has several, else the h2s; another level (1 to 4) where an editor chose one.

    An overview has none: a page that says `overview: true` or `steps: false`, or of which the caller says so.
    """
    if overview or is_overview(document):
        return []
    headings = step_headings(document, level=level)
    bodies = _bodies(document, headings)
    return [
        StepDraft(heading.text, heading.anchor, heading.level, heading.line, fingerprint(body))
        for heading, body in zip(headings, bodies, strict=True)
    ]


def step_headings(document: Document, *, level: int | None = None) -> list[Heading]:
    """Only headings that stand by themselves begin a step; one in a box, a list or a quote does not."""
    if level is not None and level not in LEVELS:
        raise ValueError(f"level must be 1 to 4, not {level}")
    top = [heading for heading in document.headings if heading.is_top]
    if level is None:
        level = 1 if sum(heading.level == 1 for heading in top) > 1 else 2
    return [heading for heading in top if heading.level == level]


def is_overview(document: Document) -> bool:
    other = document.meta.other
    return str(other.get("overview", "")).lower() in YES or str(other.get("steps", "")).lower() in NO


def step_problems(document: Document, *, level: int | None = None) -> list[Problem]:
    """At most 25 steps: more are hard to follow, and a progress ring says nothing then."""
    headings = [] if is_overview(document) else step_headings(document, level=level)
    if len(headings) <= MAX_STEPS:
        return []
    return [Problem("too_many_steps", headings[MAX_STEPS].line, detail=str(len(headings)), path=document.path)]


def _bodies(document: Document, headings: list[Heading]) -> list[str]:
    """The text of each step without its own heading, as in the source."""
    if not headings:
        return []
    lines = document.text.split("\n")
    ends = [heading.line - 1 for heading in headings[1:]] + [len(lines)]
    return ["\n".join(lines[heading.line : end]) for heading, end in zip(headings, ends, strict=True)]
