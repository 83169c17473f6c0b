"""Load the demo company: idempotent, in the order in which things need each other."""

from __future__ import annotations

from collections.abc import Callable

from portal.demo.coming_runs import load_decisions
from portal.demo.comings import load_comings
from portal.demo.courses import load_courses
from portal.demo.curricula import load_curricula
from portal.demo.imported import load_materials, load_review
from portal.demo.more_courses import load_more_courses
from portal.demo.organisation import load_organisation
from portal.demo.pages import load_pages
from portal.demo.people import load_people
from portal.demo.reading import load_reading
from portal.demo.runs import load_runs
from portal.demo.search import load_search
from portal.demo.training import load_rules


def load_demo(*, people: int = 300, tell: Callable[[str], object] = print) -> None:
    """Make whatever of the demo company is missing. `people` is how many in all; a tenth as many courses."""
    tell("Departments and vocabularies")
    load_organisation()
    tell(f"{people} people")
    load_people(people)
    load_comings()
    tell("Sections and articles")
    load_pages()
    load_review()
    tell("Materials, their readers, questions and answers")
    load_materials()
    load_reading()
    tell("Courses and curricula")
    load_courses()
    load_curricula()
    tell("Course runs of three years")
    load_runs()
    load_decisions()
    load_more_courses(people // 10)
    tell("Who must take what by when")
    load_rules()
    load_search()
