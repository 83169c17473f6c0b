"""Front matter: the YAML between two --- lines at the top of a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from learning.markdown.durations import parse_minutes
from learning.markdown.problems import Problem

MAX_CHARS = 16 * 1024
MAX_DEPTH = 8
MAX_LINES = 400
KNOWN = ("title", "description", "time", "prior_knowledge", "updated", "footer")


@dataclass(frozen=True)
class Meta:
    """What the page says of itself. Values are text as written; `minutes` is what `time` means."""

    title: str = ""
    description: str = ""
    time: str = ""
    minutes: int | None = None
    prior_knowledge: str = ""
    updated: str = ""
    footer: str = ""
    other: Mapping[str, object] = field(default_factory=dict)
    present: tuple[str, ...] = ()

    def value(self, name: str) -> str | None:
        """The text that `{{ $page.frontmatter.NAME }}` stands for, or None where there is none."""
        found = getattr(self, name) if name in KNOWN and name in self.present else self.other.get(name)
        return found if isinstance(found, str) else None


@dataclass(frozen=True)
class FrontMatter:
    """`lines` is how many lines of the file it takes, both --- lines among them."""

    meta: Meta
    lines: int
    problems: tuple[Problem, ...]


class _RefusedError(Exception):
    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def read_front_matter(text: str) -> FrontMatter:
    """Never raises: what cannot be read is a problem, and the page goes on without it."""
    if not text.startswith("---"):
        return FrontMatter(Meta(), 0, ())
    lines = text.split("\n", MAX_LINES + 2)[: MAX_LINES + 2]
    if lines[0].rstrip() != "---":
        return FrontMatter(Meta(), 0, ())
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        return FrontMatter(Meta(), 0, (Problem("front_matter_unclosed", 1),))
    data, problems = _load("\n".join(lines[1:end]))
    return FrontMatter(_meta(data, problems), end + 1, tuple(problems))


def _load(source: str) -> tuple[dict[str, object], list[Problem]]:
    try:
        _refuse_bombs(source)
        # BaseLoader makes text of every scalar: a title that looks like a number or a date stays what was written.
        data = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506 - it builds nothing but str, list and dict
    except _RefusedError as refused:
        return {}, [Problem(refused.kind, 1)]
    except (yaml.YAMLError, ValueError, TypeError) as error:
        return {}, [_broken(error)]
    if data in (None, ""):
        return {}, []
    if not isinstance(data, dict):
        return {}, [Problem("front_matter_not_mapping", 1)]
    return {str(key): value for key, value in data.items()}, []


def _refuse_bombs(source: str) -> None:
    """Aliases can grow without limit and nesting can exhaust the stack: both are seen before anything is built."""
    if len(source) > MAX_CHARS:
        raise _RefusedError("front_matter_too_large")
    depth = 0
    for event in yaml.parse(source, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError("front_matter_alias")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise _RefusedError("front_matter_too_large")


def _broken(error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 2 if mark is not None else 1
    return Problem("front_matter_broken", line, detail=str(getattr(error, "problem", None) or error)[:200])


def _meta(data: dict[str, object], problems: list[Problem]) -> Meta:
    known: dict[str, str] = {}
    for name in KNOWN:
        value = data.get(name, "")
        if isinstance(value, str):
            known[name] = " ".join(value.split())
        else:
            problems.append(Problem("front_matter_value", 1, target=name))
    time = known.get("time", "")
    minutes = parse_minutes(time)
    if time and minutes is None:
        problems.append(Problem("time_not_understood", 1, target=time))
    other = {key: value for key, value in data.items() if key not in KNOWN}
    present = tuple(name for name in KNOWN if name in data)
    return Meta(**known, minutes=minutes, other=other, present=present)
