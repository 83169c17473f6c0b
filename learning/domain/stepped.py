"""Materials as things with steps, for rooms and questions that know no app."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.queries.addresses import address_of
from core.domain.queries.pages import may_see_page
from core.models.person import Person
from core.stepped import SteppedThing, StepRef
from learning.domain.queries.materials import in_this_language
from learning.models import MaterialPage

KIND = "material"


@dataclass(frozen=True)
class SteppedMaterial:
    """A page of a material in the language of the request, where it has it."""

    page: MaterialPage

    @property
    def key(self) -> str:
        return f"{KIND}:{self.page.translation_key}"

    @property
    def title(self) -> str:
        return str(self.page.title)

    @property
    def url(self) -> str:
        return address_of(self.page)

    def steps(self) -> Sequence[StepRef]:
        here = self.url
        return [StepRef(step["id"], step["title"], f"{here}#{step['id']}") for step in self.page.steps]

    def visible_to(self, person: Person) -> bool:
        return bool(self.page.live) and may_see_page(person, self.page)


def find_material(key: str) -> SteppedThing | None:
    """The live page with this translation_key; anything that is no key is unknown."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return None
    pages = MaterialPage.objects.live().filter(translation_key=wanted).select_related("locale")
    page = in_this_language(pages).get(wanted)
    return SteppedMaterial(page) if page else None
