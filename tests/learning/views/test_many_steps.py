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


def test_the_buttons_far_down_stand_in_one_form_and_name_none() -> None:
    html = as_(person()).get(address_of(material(many(400)), language="en")).content.decode()
    near, far = html.split('<form class="steps-far"')
    assert near.count('name="done"') == 100
    far = far[: far.index("</form>")]
    assert (far.count('name="done"'), far.count("csrfmiddlewaretoken"), far.count('form="')) == (300, 1, 0)


def test_a_page_of_a_hundred_steps_has_no_such_form() -> None:
    html = as_(person()).get(address_of(material(many(100)), language="en")).content.decode()
    assert "steps-far" not in html


def test_whoever_is_stuck_far_down_is_led_to_a_page_to_ask() -> None:
    page = material(many(101))
    last, client = step_id(page, 101), as_(person())
    post = at("mark_step", key=page.translation_key)
    html = client.post(post, {"stuck": last}, headers={"HX-Request": "true"}).content.decode()
    assert f'href="{at("stuck", key=page.translation_key, step_id=last)}">' in html  # no hx-get: there is no panel
    assert f"panel-{last}" not in html + client.get(address_of(page, language="en")).content.decode()


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
