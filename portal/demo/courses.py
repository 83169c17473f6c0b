"""The demo company's courses as pages, in the languages they are written in."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterator
from typing import Any

import yaml
from django.utils.html import format_html
from wagtail.models import Locale, Page

from core.api import DepartmentSectionPage, HomePage, Language
from learning.api import (
    Course,
    CoursePage,
    CoursePageEquivalent,
    CoursePageMaterial,
    CoursePagePrerequisite,
    CoursesPage,
    MaterialPage,
    publish_course,
)
from portal.demo.names import DATA
from portal.demo.pages import NAMESPACE, put_live

PLACE = {"ja": ("研修", "研修"), "en": ("Training", "training")}
WELCOME = {
    "ja": "全社の研修です。部署の研修は、それぞれの部署のページにあります。",
    "en": "Courses for the whole company. Departments keep their own in their sections.",
}


@functools.cache
def course_rows() -> list[dict[str, Any]]:
    """What courses.yml says, in its order."""
    rows: list[dict[str, Any]] = yaml.safe_load((DATA / "courses.yml").read_text(encoding="utf-8"))
    return rows


def key_of(slug: str) -> uuid.UUID:
    """The translation_key of a course or a curriculum of the demo."""
    return uuid.uuid5(NAMESPACE, f"training:{slug}")


def load_courses() -> None:
    """Make the courses that are missing, each after those that it needs; twice changes nothing."""
    places = {code: _place(code) for code in Language.values}
    for row in course_rows():
        if _add_pages(row, places):
            publish_course(key_of(row["slug"]))


def _place(code: str) -> CoursesPage:
    """Where the company's courses lie in a language."""
    found = CoursesPage.objects.filter(locale__language_code=code).first()
    if found is None:
        title, slug = PLACE[code]
        home = HomePage.objects.get(locale__language_code=code)
        page = CoursesPage(
            title=title, slug=slug, locale=home.locale, translation_key=key_of("courses"), introduction=WELCOME[code]
        )
        put_live(page, home)
    made: CoursesPage = CoursesPage.objects.get(locale__language_code=code)
    return made


def _add_pages(row: dict[str, Any], places: dict[str, CoursesPage]) -> bool:
    """One page a language; False where they are there."""
    key = key_of(row["slug"])
    if CoursePage.objects.filter(translation_key=key).exists():
        return False
    for code in _languages(row):
        page = CoursePage(
            title=row["title"][code], slug=row["slug"] if code == "en" else _slug(row["title"][code]),
            locale=Locale.objects.get(language_code=code), translation_key=key, goal=row["goal"][code],
            level=row["level"], minutes=row["minutes"], spoken=row["spoken"],
            needs_approval=row.get("approval", False), withdraw_days=3 if row.get("approval") else 1,
        )  # fmt: skip
        page.body = [("text", format_html("<p>{}</p>", row["body"][code]))]
        page.tags.add(*row["tags"][code])
        _join(page, row)
        put_live(page, _parent(row, code, places))
    return True


def _languages(row: dict[str, Any]) -> list[str]:
    return [row["only"]] if "only" in row else list(Language.values)


def _slug(title: str) -> str:
    """Japanese titles are addresses as they are, without what an address cannot hold."""
    return "".join(letter if letter.isalnum() else "-" for letter in title).strip("-").lower()


def _parent(row: dict[str, Any], code: str, places: dict[str, CoursesPage]) -> Page:
    return section_of(row, code) or Page.objects.get(pk=places[code].pk)


def section_of(row: dict[str, Any], code: str) -> Page | None:
    """The section of the department that a row names, where it has one in this language."""
    sections = DepartmentSectionPage.objects.filter(locale__language_code=code)
    found = sections.filter(department__code=row["department"]).first() if "department" in row else None
    return Page.objects.get(pk=found.pk) if found else None


def _join(page: CoursePage, row: dict[str, Any]) -> None:
    """Its prerequisites and materials."""
    page.page_prerequisites = [
        CoursePagePrerequisite(
            needed=_in_language(CoursePage, key_of(needed.rstrip("!")), page.locale), is_enforced=needed.endswith("!")
        )
        for needed in row.get("needs", [])
    ]
    page.page_equivalents = [
        CoursePageEquivalent(counts=_in_language(CoursePage, key_of(slug), page.locale))
        for slug in row.get("replaces", [])
    ]
    page.page_materials = [
        CoursePageMaterial(material=material) for material in materials_at(row.get("materials", []), page.locale)
    ]


def materials_at(paths: list[str], locale: Locale) -> Iterator[MaterialPage]:
    """The demo's own materials at these places, in a language."""
    for path in paths:
        origin = f"{locale.language_code}/{path}/README.md"
        page = MaterialPage.objects.filter(material_origin__path=origin).first()
        if page is not None:
            yield page


def _in_language(model: type[Page], key: uuid.UUID, locale: Locale) -> Any:
    pages = model.objects.filter(translation_key=key)
    return pages.filter(locale=locale).first() or pages.get()


def course_of(slug: str) -> Course:
    return Course.objects.get(translation_key=key_of(slug))
