"""The demo's own materials come in through the importer, as anyone's would."""

from __future__ import annotations

from pathlib import Path

import yaml
from django.core.management import call_command

from core.api import ArticlePage, Person
from learning.api import CurriculumPage, MaterialPage

FOLDER = Path(__file__).parent / "materials"


def load_materials() -> None:
    """Import the folder (unchanged pages cost nothing) and name the authors among the people."""
    call_command("import_materials", str(FOLDER), verbosity=0)
    _give_a_good_address()
    _name_authors()


def _give_a_good_address() -> None:
    """The folder's name is an address of the portal, so the importer put a number to it. One that came later, from
    another folder of that name, keeps its number."""
    for curriculum in CurriculumPage.objects.filter(slug__startswith="materials-").order_by("pk"):
        if curriculum.get_siblings().filter(slug="hands-on").exists():
            continue
        curriculum.slug = "hands-on"
        curriculum.save()
        curriculum.save_revision().publish()


def _name_authors() -> None:
    """A material's front matter names its authors as the page's language writes them."""
    people = {
        name: person for person in Person.objects.filter(employee_number__startswith="M") for name in _names(person)
    }
    for page in MaterialPage.objects.filter(authors__isnull=True).exclude(front_matter=""):
        named = yaml.safe_load(page.front_matter.strip().strip("-")) or {}
        known = [people[name] for name in named.get("authors", []) if name in people]
        if known:
            page.authors.set(known)
            page.save()


def _names(person: Person) -> list[str]:
    spaced = f"{person.family_name} {person.given_name}"
    return [spaced, f"{person.family_romaji} {person.given_romaji}", f"{person.given_romaji} {person.family_romaji}"]


def load_review() -> None:
    """A department's editor has submitted a change, and it waits for an editor."""
    author = Person.objects.get(employee_number="M0005")
    page = ArticlePage.objects.filter(slug="当番の引き継ぎ").first()
    if page is None or page.workflow_in_progress or page.has_unpublished_changes or page.revisions.count() > 1:
        return
    extra = "<p>引き継ぎの音声は残しません。書いて残すのは、未解決の事象と、次に確かめる時刻だけです。</p>"
    page.body = [*((block.block_type, block.value) for block in page.body), ("text", extra)]
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
