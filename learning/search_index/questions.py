"""What others saw at a step, with the answers to it: found by what is pasted, and it lands on the step.

Only questions with an answer that is shown; never who asked or answered.
"""

from __future__ import annotations

import math
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.domain.queries.addresses import address_of
from core.domain.queries.pages import visible_pages
from core.models.person import Person
from learning.domain.queries.materials import HEAVY, in_this_language
from learning.markdown import parse
from learning.markdown.plain import plain
from learning.models import Helped, MaterialPage, StuckAnswer, StuckReport
from learning.search_index.material_pages import category_keys, published
from learning.search_index.unfolding import unfold
from search.documents import EMPLOYEES, SearchDocument, Words
from search.kinds.addresses import without_language
from search.places import Place, places_of, within_all
from search.registry import Dependency, Kind, Shown, Source
from search.text.errors import TELLING

PREFIX = "question"
KIND = Kind(
    name="question",
    label=_("Questions with answers"),
    one=_("Question with answers"),
    order=40,
    icon="question",
    facets=("department", "category", "language"),
    is_like_its_own=True,
)
TITLE = 120


def name_of(report: StuckReport) -> str:
    return f"{PREFIX}:{report.pk}"


def queryset() -> QuerySet[StuckReport]:
    """Shown, and with an answer that is shown."""
    answers = StuckAnswer.objects.filter(report=OuterRef("pk"), hidden_at__isnull=True)
    return StuckReport.objects.filter(Exists(answers), hidden_at__isnull=True)


def _reports(names: Sequence[str]) -> QuerySet[StuckReport]:
    numbers = [number for name in names if (number := name.partition(":")[2]).isdecimal() and len(number) < 19]
    return queryset().filter(pk__in=[int(number) for number in numbers])


def read(names: Sequence[str]) -> Iterator[tuple[str, list[SearchDocument]]]:
    """Six queries for any number of questions."""
    shown = StuckAnswer.objects.filter(hidden_at__isnull=True).annotate(times=Count("helped")).order_by("-times", "pk")
    reports = {name_of(each): each for each in _reports(names).prefetch_related(Prefetch("answers", queryset=shown))}
    pages = _pages(report.translation_key for report in reports.values())
    places = places_of(page for each in pages.values() for page in each)
    categories = category_keys() if reports else set()
    for name in names:
        report = reports.get(name)
        here = pages[report.translation_key] if report is not None else []
        found = [places[page.pk] for page in here]
        yield name, [_document(report, here, found, categories)] if report is not None and here else []


def _pages(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[MaterialPage]]:
    found: dict[uuid.UUID, list[MaterialPage]] = defaultdict(list)
    for page in published().filter(translation_key__in=set(keys)).select_related("locale").defer(*HEAVY).order_by("pk"):
        found[page.translation_key].append(page)
    return found


def _document(
    report: StuckReport, pages: Sequence[MaterialPage], places: Sequence[Place], categories: set[str]
) -> SearchDocument:
    answers = list(report.answers.all())
    text = "\n".join([report.seen, report.tried, *(_plain(answer.body) for answer in answers)])
    language = "ja" if report.language.startswith("ja") else "en"
    times = sum(answer.times for answer in answers)
    return SearchDocument(
        key=name_of(report),
        source=name_of(report),
        kind=KIND.name,
        title=Words(**{language: _title(report)}),
        body=Words(**{language: text}),
        facets={
            "department": tuple(dict.fromkeys(place.department for place in places if place.department)),
            "category": tuple(dict.fromkeys(key for place in places for key, _ in place.above if key in categories)),
            "language": (language,),
        },
        audience=(EMPLOYEES,),
        within=within_all(places),
        group=f"material:{report.translation_key}",
        url=without_language(reverse("question", args=[report.pk])),
        updated_at=max(
            [report.edited_at or report.created_at, *(each.edited_at or each.created_at for each in answers)]
        ),
        popularity=float(2 ** int(math.log2(times))) if times else 0.0,
    )


def _title(report: StuckReport) -> str:
    """The first line that tells of a failure, else the first that says something."""
    lines = [line.strip() for line in report.seen.splitlines() if any(each.isalnum() for each in line)]
    telling = (line for line in lines if TELLING.search(line.lower()))
    return next(telling, lines[0] if lines else report.step_title)[:TITLE]


def _plain(body: str) -> str:
    return plain(parse("\n" + body)).whole


def present(keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, Shown]:
    """Shown questions of materials that the viewer may see; four queries. They lead to the step, opened where the
    answer that helped most stands."""
    best = StuckAnswer.objects.filter(hidden_at__isnull=True).annotate(times=Count("helped"))
    best = best.order_by("-times", "-created_at", "-pk")
    reports = list(_reports(keys).prefetch_related(Prefetch("answers", queryset=best)))
    pages = published().filter(translation_key__in={report.translation_key for report in reports})
    with translation.override(language):
        seen = in_this_language(visible_pages(pages.select_related("locale").defer(*HEAVY), viewer=viewer))
        return {
            name_of(report): _shown(report, seen[report.translation_key])
            for report in reports
            if report.translation_key in seen
        }


def seen(names: Sequence[str], *, viewer: Person) -> set[str]:
    """Shown questions of materials that the viewer may see: two queries besides what is forbidden."""
    reports = dict(_reports(names).values_list("pk", "translation_key"))
    pages = visible_pages(published().filter(translation_key__in=set(reports.values())), viewer=viewer)
    there = set(pages.values_list("translation_key", flat=True))
    return {f"{PREFIX}:{pk}" for pk, key in reports.items() if key in there}


def _shown(report: StuckReport, page: MaterialPage) -> Shown:
    step = next((each for each in page.steps if each["id"] == report.step_id), None)
    answer = next(iter(report.answers.all()), None)
    lands = step is not None and answer is not None
    url = f"{address_of(page)}#answer-{answer.pk}" if lands else reverse("question", args=[report.pk])
    line = str(step["title"]) if step else report.step_title
    return Shown(title=_title(report), url=url, line=line, part_of=page.title)


def _of_material(page: MaterialPage) -> Iterator[str]:
    reports = StuckReport.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)
    for pk in reports.iterator(chunk_size=1000):
        yield f"{PREFIX}:{pk}"


def _of_answer(answer: StuckAnswer) -> list[str]:
    return [f"{PREFIX}:{answer.report_id}"]


def _of_helped(helped: Helped) -> list[str]:
    found = StuckAnswer.objects.filter(pk=helped.answer_id).values_list("report_id", flat=True)
    return [f"{PREFIX}:{pk}" for pk in found]


SOURCE = Source(
    prefix=PREFIX,
    kinds=(KIND,),
    queryset=queryset,
    name=name_of,
    read=read,
    present=present,
    depends_on=(
        Dependency(StuckReport, lambda row: [name_of(row)]),
        Dependency(StuckAnswer, _of_answer),
        Dependency(Helped, _of_helped),
        Dependency(MaterialPage, _of_material),
    ),
    unfold=unfold,
    seen=seen,
)
