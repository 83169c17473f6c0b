"""Courses and their runs to come. A source is a course in all its languages, with the runs that people can ask for.

Who comes to what is never in it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models.person import Person
from learning.enums import RunState
from learning.models import Course, CoursePage, CourseRun
from learning.search_index.facets import minutes_code
from learning.templatetags.courses import day_words
from search.documents import SearchDocument, Words
from search.kinds.addresses import without_language
from search.kinds.keys import keys_in
from search.kinds.page_source import PageKind, streamed_text
from search.kinds.readings import readings_of
from search.registry import Dependency, Kind, Shown, Source

PREFIX = "course"
COURSE = Kind(
    name="course",
    label=gettext_lazy("Courses"),
    one=gettext_lazy("Course"),
    order=18,
    icon="calendar",
    facets=("department", "level", "minutes", "language", "tag"),
    boost=1.1,
    is_like_its_own=True,
)
RUN = Kind(
    name="run",
    label=gettext_lazy("Course runs"),
    one=gettext_lazy("Course run"),
    order=19,
    icon="clock",
    facets=("department", "level", "language"),
    boost=0.9,
)


def _text(page: CoursePage) -> str:
    return "\n".join([page.goal, streamed_text(page.body)])


PAGES = PageKind(prefix=PREFIX, kind=COURSE, texts={CoursePage: _text})


def read(names: Sequence[str]) -> Iterator[tuple[str, list[SearchDocument]]]:
    """Those of the page, two queries for the facts of courses and their runs, one for who leads them."""
    courses = {each.translation_key: each for each in Course.objects.filter(translation_key__in=keys_in(names))}
    runs = _runs_of(courses.values())
    for name, documents in PAGES.read(names):
        course = next((courses[key] for key in keys_in([name]) if key in courses), None)
        if course is None or not documents:
            yield name, documents
            continue
        whole = _with_facts(documents[0], course)
        yield name, [whole, *(_run(run, whole) for run in runs[course.pk])]


def _runs_of(courses: Iterable[Course]) -> dict[int, list[CourseRun]]:
    found: dict[int, list[CourseRun]] = defaultdict(list)
    runs = CourseRun.objects.filter(course__in=list(courses), status=RunState.OPEN, ends_at__gt=timezone.now())
    for run in runs.prefetch_related("lecturers").order_by("starts_at", "pk"):
        found[run.course_id].append(run)
    return found


def _with_facts(document: SearchDocument, course: Course) -> SearchDocument:
    facets = {
        **document.facets,
        "level": (course.level,),
        "language": _spoken(course.spoken),
        **({"minutes": minutes_code(course.minutes)} if course.minutes else {}),
    }
    return replace(document, facets=facets)


def _spoken(spoken: str) -> tuple[str, ...]:
    return ("ja", "en") if spoken == "both" else (spoken,)


def _run(run: CourseRun, course: SearchDocument) -> SearchDocument:
    """Found by its own name, its place and who leads it, besides the words of its course."""
    lecturers = list(run.lecturers.all())
    return replace(
        course,
        key=f"run:{run.key}",
        kind=RUN.name,
        title=Words(ja=_joined(course.title.ja, run.name_ja), en=_joined(course.title.en, run.name_en)),
        body=Words(ja=run.place) if run.place else Words(),
        people=tuple(
            name for person in lecturers for name in (f"{person.family_name} {person.given_name}", *readings_of(person))
        ),
        tags=(),
        facets={name: course.facets[name] for name in ("department", "level")} | {"language": _spoken(run.spoken)},
        group=course.key,
        url=without_language(reverse("course_run", args=[run.key])),
        starts_at=run.starts_at,
        shown_until=timezone.localtime(run.ends_at).date() + dt.timedelta(days=1) if run.ends_at else None,
    )


def _joined(title: str, name: str) -> str:
    return f"{title} · {name}" if title and name else title


def present(keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, Shown]:
    """Courses whose page the viewer may see, with their next run; open runs of such courses, with when and where."""
    wanted = [key.partition(":")[2] for key in keys if key.startswith("run:")]
    runs = list(
        CourseRun.objects.filter(key__in=_uuids(wanted), status=RunState.OPEN).select_related("course", "seats")
    )
    names = {run.pk: f"{PREFIX}:{run.course.translation_key}" for run in runs}
    own = [key for key in keys if key.startswith(f"{PREFIX}:")]
    pages = PAGES.present([*own, *names.values()], viewer=viewer, language=language)
    upcoming = _next_of([key for key in own if key in pages])
    with translation.override(language):
        shown = {key: replace(pages[key], line=_next_line(upcoming.get(key))) for key in own if key in pages}
        for run in runs:
            if names[run.pk] in pages:
                address = reverse("course_run", args=[run.key])
                shown[f"run:{run.key}"] = Shown(
                    title=_joined(pages[names[run.pk]].title, run.name), url=address, line=_line(run)
                )
    return shown


def _owners(keys: Sequence[str]) -> Mapping[str, str]:
    """A run belongs to the source of its course; one query."""
    numbers = _uuids([key.partition(":")[2] for key in keys if key.startswith("run:")])
    runs = CourseRun.objects.filter(key__in=numbers).values_list("key", "course__translation_key")
    return {
        **{key: key for key in keys if key.startswith(f"{PREFIX}:")},
        **{f"run:{run}": f"{PREFIX}:{course}" for run, course in runs},
    }


def _uuids(texts: Iterable[str]) -> list[Any]:
    return keys_in([f"run:{text}" for text in texts])


def _next_of(names: Sequence[str]) -> dict[str, CourseRun]:
    """Of each course the next run that can be asked for; one query."""
    runs = CourseRun.objects.filter(
        course__translation_key__in=keys_in(names), status=RunState.OPEN, starts_at__gt=timezone.now()
    )
    found: dict[str, CourseRun] = {}
    for run in runs.select_related("course", "seats").order_by("starts_at", "pk"):
        found.setdefault(f"{PREFIX}:{run.course.translation_key}", run)
    return found


def _next_line(run: CourseRun | None) -> str:
    return _("Next: %(when)s") % {"when": _line(run)} if run is not None else _("No date yet")


def _line(run: CourseRun) -> str:
    """When, where, and whether there is a seat."""
    parts = [run.place] if run.place else []
    if run.starts_at is not None:
        local = timezone.localtime(run.starts_at)
        parts.insert(0, f"{day_words(local)} {local:%H:%M}")
    if run.seats.capacity is not None and run.seats.taken >= run.seats.capacity:
        parts.append(_("Full: waiting list"))
    return " · ".join(parts)


def _of_run(run: CourseRun) -> list[str]:
    keys = Course.objects.filter(pk=run.course_id).values_list("translation_key", flat=True)
    return [f"{PREFIX}:{key}" for key in keys]


def _of_lecturer(person: Person) -> Iterator[str]:
    runs = CourseRun.objects.filter(lecturers=person, status=RunState.OPEN, ends_at__gt=timezone.now())
    for key in runs.values_list("course__translation_key", flat=True).distinct():
        yield f"{PREFIX}:{key}"


_pages = PAGES.source()
SOURCE = Source(
    prefix=PREFIX,
    kinds=(COURSE, RUN),
    queryset=PAGES.queryset,
    name=PAGES.name_of,
    read=read,
    present=present,
    depends_on=(
        *_pages.depends_on,
        Dependency(Course, lambda course: [f"{PREFIX}:{course.translation_key}"]),
        Dependency(CourseRun, _of_run, m2m=("lecturers",)),
        Dependency(Person, _of_lecturer),
    ),
    owners=_owners,
    seen=PAGES.seen,
)
