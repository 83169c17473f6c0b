"""From a Document to the HTML of a page: an introduction and one section for each step."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils import translation
from django.utils.translation import gettext as _

from learning.markdown.block_html import BlockHtml, Shown
from learning.markdown.clean import clean
from learning.markdown.document import Document, Heading
from learning.markdown.facts import Components
from learning.markdown.inline_html import InlineHtml
from learning.markdown.links import LinkResolver
from learning.markdown.problems import Problem, tidy
from learning.markdown.steps import Step

CONTENTS_LEVELS = range(2, 4)


@dataclass(frozen=True)
class Section:
    """`html` begins with the heading of the step."""

    step: Step
    html: str


@dataclass(frozen=True)
class TocEntry:
    """A heading that stands by itself; `level` as it is shown, `step_id` of the step in which it lies."""

    level: int
    text: str
    anchor: str
    step_id: str | None


@dataclass(frozen=True)
class Rendered:
    """`problems` are those that only the portal knows of: pages, files and anchors that it does not have."""

    intro_html: str
    sections: tuple[Section, ...]
    toc: tuple[TocEntry, ...]
    problems: tuple[Problem, ...]

    @property
    def html(self) -> str:
        return self.intro_html + "".join(section.html for section in self.sections)


def render(
    document: Document,
    *,
    links: LinkResolver,
    steps: Sequence[Step] = (),
    language: str,
    title: str | None = None,
) -> Rendered:
    """Safe HTML in `language` (for our own words in it).

    The page itself shows its title as h1, so the text's only h1 is left out where it says the same; `title` is what
    the page shows, by default the document's. Otherwise its headings go from h2 down without a gap.
    A step whose anchor the document no longer has gets no section; its text stays with the one before.
    """
    with translation.override(language):
        starts = placed(document, steps)
        shown = _shown(document, document.title if title is None else title, [place for place, _step in starts])
        inline = InlineHtml(document, links, Components(document.meta).html)
        blocks = BlockHtml(document, inline, shown)
        bounds = [place for place, _step in starts] + [len(document.tokens)]
        intro = clean(blocks.render(0, bounds[0]))
        sections = tuple(
            Section(step, clean(blocks.render(place, end)))
            for (place, step), end in zip(starts, bounds[1:], strict=True)
        )
    return Rendered(intro, sections, _toc(shown, starts), tidy(inline.problems, document.path))


def placed(document: Document, steps: Sequence[Step]) -> list[tuple[int, Step]]:
    """Where each step begins among the tokens. A heading of higher rank right before it goes along with it."""
    top = [heading for heading in document.headings if heading.is_top]
    by_anchor = {heading.anchor: place for place, heading in enumerate(top)}
    wanted = sorted(
        ((by_anchor[step.anchor], step) for step in steps if step.anchor in by_anchor), key=lambda pair: pair[0]
    )
    starts: list[tuple[int, Step]] = []
    previous = -1
    for place, step in wanted:
        if place == previous:
            continue  # two steps with one anchor: the first has it
        higher = [
            number for number in range(previous + 1, place) if previous >= 0 and top[number].level < top[place].level
        ]
        starts.append((top[higher[0] if higher else place].index, step))
        previous = place
    return starts


def _shown(document: Document, title: str, starts: list[int]) -> Shown:
    first_level = [heading for heading in document.headings if heading.level == 1]
    hidden = None
    if len(first_level) == 1 and first_level[0].index not in starts and first_level[0].is_top:
        hidden = first_level[0].index if first_level[0].text.split() == title.split() else None
    headings = {heading.index: heading for heading in document.headings}
    levels = _levels([heading for heading in document.headings if heading.index != hidden])
    return Shown(headings, levels, hidden, _contents_html(document.headings, levels, hidden))


def _levels(headings: Sequence[Heading]) -> dict[int, int]:
    """From h2 down without a gap, whatever levels the author skipped: the page's own title is the h1."""
    levels: dict[int, int] = {}
    above: list[int] = []
    for heading in headings:
        while above and above[-1] >= heading.level:
            above.pop()
        above.append(heading.level)
        levels[heading.index] = min(6, len(above) + 1)
    return levels


def _contents_html(headings: Sequence[Heading], levels: dict[int, int], hidden: int | None) -> str:
    """What [[toc]] becomes: two levels, flat, the level as a class name."""
    entries = "".join(
        f'<li class="toc__item toc__item--{levels[heading.index]}">'
        f'<a href="#{escape(heading.anchor)}">{escape(heading.text, quote=False)}</a></li>\n'
        for heading in headings
        if heading.is_top and heading.index != hidden and levels[heading.index] in CONTENTS_LEVELS
    )
    label = escape(_("On this page"))
    return f'<nav class="toc" aria-label="{label}"><ul class="toc__list">\n{entries}</ul></nav>\n'


def _toc(shown: Shown, placed: list[tuple[int, Step]]) -> tuple[TocEntry, ...]:
    starts = [start for start, _step in placed]
    entries: list[TocEntry] = []
    for index, heading in shown.headings.items():
        if not heading.is_top or index == shown.hidden:
            continue
        section = bisect_right(starts, index) - 1
        step_id = placed[section][1].id if section >= 0 else None
        entries.append(TocEntry(shown.levels[index], heading.text, heading.anchor, step_id))
    return tuple(entries)
