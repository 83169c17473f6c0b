"""What tests of learning stand on: people, a curriculum with a category, materials with steps."""

from __future__ import annotations

import itertools
from typing import Any

from django.http import HttpResponse
from django.test import Client
from wagtail.models import Locale

from core.domain.site import ensure_site
from core.enums import HireType
from core.kept.store import pages
from core.models import HomePage, Person, Region
from learning.models import CategoryPage, CurriculumPage, MaterialPage
from tests.people import numbers_of_people

_numbers = itertools.count(1)

TEXT = """# Containers

Words before the first step.

## Install it

Install the container runtime with the package manager of your machine, then start its service and check that it runs.

## Start a container

Pull the image of a small web server, start it with a published port and open the page in a browser to see it answer.

## Clean up

Stop the running container, remove it together with its image, and look at the disk space that was given back to you.
"""


def person(name: str = "", **facts: Any) -> Person:
    number = next(numbers_of_people)
    region, _ = Region.objects.get_or_create(code="tokyo", defaults={"name_ja": "東京", "name_en": "Tokyo"})
    defaults: dict[str, Any] = {
        "employee_number": f"T{number:05}",
        "family_name": name or f"山田{number}",
        "given_name": "花",
        "family_romaji": name or f"Yamada{number}",
        "given_romaji": "Hana",
        "region": region,
        "hire_type": HireType.NEW_GRADUATE,
        "joined_on": "2020-04-01",
    }
    made = Person(email=f"person{number}@example.com", **{**defaults, **facts})
    made.set_password("a-long-password")
    made.save()
    return Person.objects.get(pk=made.pk)


def curriculum(parent: Any = None, **facts: Any) -> CurriculumPage:
    ensure_site()
    home = parent or HomePage.objects.get(locale=Locale.objects.get(language_code="ja"))
    number = next(_numbers)
    return home.add_child(instance=CurriculumPage(title=f"Bootcamp {number}", slug=f"bootcamp-{number}", **facts))


def category(parent: CurriculumPage | None = None, **facts: Any) -> CategoryPage:
    number = next(_numbers)
    page = CategoryPage(title=f"Category {number}", slug=f"category-{number}", **facts)
    return (parent or curriculum()).add_child(instance=page)


def material(text: str = TEXT, *, parent: Any = None, authors: tuple[Person, ...] = (), **facts: Any) -> MaterialPage:
    number = next(_numbers)
    facts = {"title": f"Material {number}", "slug": f"material-{number}", **facts}
    page = MaterialPage(markdown=text, **facts)
    (parent or category()).add_child(instance=page)
    if authors:
        page.authors.set(authors)
        page.save()
    return MaterialPage.objects.get(pk=page.pk)


def edit(page: MaterialPage, text: str) -> MaterialPage:
    """What an editor does: change the text, save a draft, publish it."""
    page = MaterialPage.objects.get(pk=page.pk)
    draft = page.get_latest_revision_as_object()
    draft.markdown = text
    draft.save_revision().publish()
    return MaterialPage.objects.get(pk=page.pk)


def draft(page: MaterialPage, text: str) -> MaterialPage:
    """Change the text without publishing it."""
    page = MaterialPage.objects.get(pk=page.pk)
    changed = page.get_latest_revision_as_object()
    changed.markdown = text
    changed.save_revision()
    return MaterialPage.objects.get(pk=page.pk)


def translated(page: MaterialPage, text: str, code: str = "en") -> MaterialPage:
    """The page in the other language, its steps rewritten in it."""
    locale = Locale.objects.get(language_code=code)
    copy = page.copy_for_translation(locale, copy_parents=True)
    copy.markdown = text
    copy.save_revision().publish()
    return MaterialPage.objects.get(pk=copy.pk)


def made_anew(client: Client, address: str) -> HttpResponse:
    """The page as it is made where none is kept."""
    pages.clear()
    return client.get(address)


def step_id(page: MaterialPage, number: int) -> str:
    return page.steps[number - 1]["id"]
