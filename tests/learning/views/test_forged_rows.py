"""What no page of ours sends: a clear refusal, never a broken server."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from core.enums import Role
from core.models import PageAudience
from learning.models import CurriculumPageItem
from tests.learning.building import curriculum, material
from tests.learning.courses import course_page
from tests.people import audience_of, make_department, make_person, make_section

pytestmark = pytest.mark.django_db


def sent(client: Client, page: Page) -> dict[str, str]:
    """What the browser would send: the values of the form as it stands."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    data = {form.add_prefix(name): form.initial.get(name) or "" for name in form.fields if name != "authors"}
    data = {name: value for name, value in data.items() if isinstance(value, str | int)}
    for name in form.formsets:
        data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
        data |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
    return data | {"body-count": 0, "introduction": "null", "description": ""}


FORGED: tuple[tuple[str, dict[str, object]], ...] = (
    ("page_items", {"page_items-0-id": "abc"}),
    ("page_items", {}),
    ("comments", {"comments-0-id": "abc"}),
    ("", {"body-count": "abc"}),
    ("", {"body-count": 1, "body-0-deleted": ""}),
)


def test_a_row_chooses_what_its_editor_may_see_once_and_not_the_page_itself(client: Client) -> None:
    own = make_department("own")
    section = make_section(own)
    page, seen, hidden = (
        course_page(section), course_page(section, title="Seen"), course_page(title="A secret course"),
    )  # fmt: skip
    PageAudience.objects.create(translation_key=hidden.translation_key, audience=audience_of(make_department("closed")))
    client.force_login(
        make_person(role=Role.DEPARTMENT_EDITOR, department=own, language="en"), "core.backends.EmployedBackend"
    )
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    as_it_stands = sent(client, page)

    def chosen(*pages: Page) -> Any:
        rows = {f"page_equivalents-{n}-counts": each.pk for n, each in enumerate(pages)}
        return client.post(address, {**as_it_stands, **rows, "page_equivalents-TOTAL_FORMS": len(pages)})

    for pages, said in (
        ((hidden,), "embeds or links to something that you may not choose"),
        ((page,), "A course counts for itself anyway"),
        ((seen, seen), "This is chosen twice."),
    ):
        answer = chosen(*pages)
        assert (answer.status_code, said in answer.content.decode()) == (200, True)
        assert "A secret course" not in answer.content.decode()
    assert chosen(seen).status_code == 302


def test_a_forged_row_of_a_page_is_refused() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_person(role=Role.EDITOR, language="en"), backend="core.backends.EmployedBackend")
    page = curriculum()
    page.page_items = [CurriculumPageItem(item=material())]
    page.save_revision().publish()
    as_it_stands = sent(client, page)
    for rows, forged in FORGED:
        count = {f"{rows}-TOTAL_FORMS": 1, f"{rows}-INITIAL_FORMS": 1} if rows else {}
        for address in ("edit", "preview_on_edit"):
            response = client.post(
                reverse(f"wagtailadmin_pages:{address}", args=[page.pk]), {**as_it_stands, **count, **forged}
            )
            assert response.status_code == 400, (address, forged, response.status_code)
