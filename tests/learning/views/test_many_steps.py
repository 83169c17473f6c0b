"""Pages of very many steps: reported on import, and usable all the same."""

from __future__ import annotations

import pytest

from core.domain.queries.addresses import address_of
from tests.learning.building import material, person, step_id
from tests.learning.views.stuck import as_, at

pytestmark = pytest.mark.django_db


def many(count: int) -> str:
    return "# Many\n\n" + "".join(f"## Part {number}\n\nWords of part {number}.\n\n" for number in range(1, count + 1))


def test_a_page_of_very_many_steps_stays_light_and_every_step_can_be_marked() -> None:
    reader, page = person(), material(many(400))
    client, address = as_(reader), address_of(page, language="en")
    html = client.get(address).content.decode()
    assert html.count('data-step="') == 400
    assert html.count('name="done"') == 400
    assert html.count("icon-flag") < 120  # all the buttons under the first hundred alone
    far = step_id(page, 300)
    response = client.post(at("mark_step", key=page.translation_key), {"done": far})
    assert response.url == f"{address}#{far}"
    html = client.get(address).content.decode()
    assert f'name="undo" value="{far}"' in html
    assert f'<li id="entry-{far}"><a href="#{far}">Part 300 (done)</a></li>' in html


def test_marking_far_down_answers_with_the_step_and_its_line_alone() -> None:
    reader, page = person(), material(many(400))
    far = step_id(page, 300)
    response = as_(reader).post(
        at("mark_step", key=page.translation_key), {"done": far}, headers={"HX-Request": "true"}
    )
    html = response.content.decode()
    assert f'<li id="entry-{far}" hx-swap-oob="true">' in html
    assert f'id="controls-{far}"' in html
    assert len(html) < 10_000


def test_a_page_of_ten_thousand_steps_weighs_less_than_half_of_what_it_did() -> None:
    html = as_(person()).get(address_of(material(many(10_000)), language="en")).content
    assert len(html) < 7_000_000
