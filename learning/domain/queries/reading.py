"""Everything that the page of a material shows to one reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from wagtail.models import Page

from core.domain.queries.addresses import address_of
from core.kept.noting import only_rows
from core.kept.stamps import name_of
from core.models.person import Person
from learning.domain.queries.body import body_of
from learning.domain.queries.folds import Answer, Fold, folds_of
from learning.domain.queries.materials import chapters
from learning.domain.queries.progress import Progress, marks_of, progress_over
from learning.models import Helped, MaterialPage, ReadingPlace

NOTHING = Fold()


@dataclass(frozen=True)
class StepView:
    """A step with what this reader did there and what others left."""

    id: str
    number: int
    title: str
    html: str
    state: str
    fold: Fold
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class ChapterView:
    """A page of the material in its contents list."""

    page: MaterialPage
    url: str
    current: bool
    progress: Progress


@dataclass(frozen=True)
class Reading:
    """A reader in a material: its pages with how far they are, its steps, where to go on."""

    page: MaterialPage
    head: MaterialPage
    ancestors: Sequence[Page]
    chapters: Sequence[ChapterView]
    steps: Sequence[StepView]
    progress: Progress
    resume: StepView | ChapterView | None = None
    intro: str = ""
    helped: frozenset[int] = frozenset()

    @property
    def current_place(self) -> int:
        return next((place for place, chapter in enumerate(self.chapters) if chapter.current), 0)

    @property
    def previous(self) -> ChapterView | None:
        return self.chapters[self.current_place - 1] if self.current_place > 0 else None

    @property
    def next(self) -> ChapterView | None:
        place = self.current_place + 1
        return self.chapters[place] if place < len(self.chapters) else None


def reading_of(page: MaterialPage, *, viewer: Person, is_draft: bool = False) -> Reading:
    """What `viewer` sees on the page. `is_draft`: a preview, of which nothing may be kept."""
    ancestors, top = _place_in_tree(page)
    pages = [page] if is_draft or (top is page and not page.numchild) else chapters(top, viewer=viewer)
    # The first page, unless it is not live or not for this reader.
    head = pages[0] if pages else page
    marks = marks_of(viewer, {each.translation_key for each in pages} | {page.translation_key})
    body = body_of(page, language=translation.get_language() or "ja", is_draft=is_draft)
    folds = {} if is_draft else folds_of(page.translation_key)
    own = marks.get(page.translation_key, {})
    shown = [
        StepView(
            id=row["id"],
            number=number,
            title=row["title"],
            html=body.sections.get(row["id"], ""),
            state=own.get(row["id"], ""),
            fold=folds.get(row["id"], NOTHING),
            url=f"#{row['id']}",
        )
        for number, row in enumerate(page.steps, start=1)
    ]
    listed = [ChapterView(each, address_of(each), each.pk == page.pk, progress_over([each], marks)) for each in pages]
    return Reading(
        page=page,
        head=head,
        ancestors=ancestors,
        chapters=listed,
        steps=shown,
        progress=progress_over(pages, marks),
        resume=_resume(head, page, shown, listed, viewer),
        intro=body.intro,
        helped=helped_by((answer for fold in folds.values() for answer in fold.answers), viewer=viewer),
    )


def _place_in_tree(page: MaterialPage) -> tuple[list[Page], Page]:
    """The pages above, from below the home of the language, and the topmost page of the material."""
    if not page.path or page.depth < 3:
        return [], page
    above = list(page.get_ancestors().filter(depth__gt=2).order_by("depth"))
    is_chapter = bool(above) and above[-1].content_type_id == ContentType.objects.get_for_model(MaterialPage).pk
    return above, above[-1] if is_chapter else page


def _resume(
    head: MaterialPage,
    page: MaterialPage,
    steps: Sequence[StepView],
    listed: Sequence[ChapterView],
    viewer: Person,
) -> StepView | ChapterView | None:
    """Where to go on: the step where the reader stopped or, if that is done, the first after it that is not."""
    with only_rows(name_of(ReadingPlace, person=viewer)):
        place = ReadingPlace.objects.filter(person=viewer, head_key=head.translation_key).first()
    if place is None:
        return None
    if place.translation_key != page.translation_key:
        return next((each for each in listed if each.page.translation_key == place.translation_key), None)
    at = next((number for number, step in enumerate(steps) if step.id == place.step_id), None)
    if at is None:
        return None
    return next((step for step in steps[at:] if step.state != "done"), None)


def helped_by(answers: Iterable[Answer], *, viewer: Person) -> frozenset[int]:
    """Those of the answers that helped this reader; asked only where there are answers."""
    shown = [answer.pk for answer in answers]
    if not shown:
        return frozenset()
    with only_rows(name_of(Helped, person=viewer)):
        return frozenset(Helped.objects.filter(person=viewer, answer__in=shown).values_list("answer_id", flat=True))
