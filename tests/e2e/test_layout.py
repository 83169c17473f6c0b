"""Every page can be walked by keyboard, and what stands around it works."""

import pytest

from tests.e2e.addresses import AUTHOR, PAGES, open_address
from tests.e2e.conftest import Visitor

IDS = [name for name, _, _ in PAGES]

# What has the focus is written down where it is: asking after each key took as long again.
WALK = """() => {
  window.walk = { places: [], hasEnded: false };
  addEventListener('focusout', (event) => { walk.hasEnded ||= !event.relatedTarget; });
  addEventListener('focusin', ({ target: each }) => {
    const style = getComputedStyle(each);
    const inside = getComputedStyle(each.closest('.card--link') ?? each);
    walk.hasEnded ||= Boolean(each.closest('footer.site-footer'));
    if (walk.hasEnded || each === document.body) return;
    walk.places.push({
      tag: each.tagName,
      text: each.textContent.trim().slice(0, 40),
      isShown: style.outlineStyle !== 'none' || style.boxShadow !== 'none' || inside.outlineStyle !== 'none',
    });
  });
}"""
KEYS_AT_ONCE = 10


@pytest.mark.parametrize(("name", "address", "person"), PAGES, ids=IDS)
def test_a_keyboard_walks_through_a_page_and_no_policy_is_broken(
    visitor: Visitor, name: str, address: str, person: str
) -> None:
    page = visitor.page(person)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    answer = open_address(page, "en", address)
    assert answer is not None
    # Some pages set the focus at their first field; the walk begins at the top.
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0); document.body.tabIndex = -1; document.body.focus()")
    page.evaluate(WALK)
    for _ in range(0, 400, KEYS_AT_ONCE):
        for _ in range(KEYS_AT_ONCE):
            page.keyboard.press("Tab")
        if page.evaluate("walk.hasEnded"):
            break
    else:
        pytest.fail("the end of the page was not reached: a trap")
    places = page.evaluate("walk.places")
    assert places
    assert [each for each in places if not each["isShown"]] == []
    # The address that is not there says so on the console; nothing else may.
    assert [fault for fault in faults if answer.status != 404 or "404" not in fault] == []


def test_the_first_tab_offers_to_skip_to_the_content(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    page.goto("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_theme_is_chosen_at_once_and_kept(visitor: Visitor) -> None:
    page = visitor.page("M0015")
    page.goto("/en/")
    page.locator("summary", has_text="My account").click()
    with page.expect_response("**/settings/theme/"):
        page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto("/ja/departments/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_the_language_switch_leads_to_the_same_page(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    page.goto("/en/departments/backbone/")
    page.locator(".site-header").get_by_role("link", name="日本語").click()
    assert page.url.endswith("/ja/departments/backbone/")


def test_g_and_a_letter_go_places_but_not_while_typing(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    page.goto("/en/me/edit/")
    page.locator("main textarea").focus()
    page.keyboard.type("gd")
    assert page.url.endswith("/en/me/edit/")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/en/departments/")


def test_what_was_typed_survives_a_reload_and_not_a_sign_out(visitor: Visitor) -> None:
    page = visitor.page("M0018")
    page.goto("/en/me/edit/")
    page.locator("main textarea").fill("half a thought")
    page.reload()
    assert page.locator("main textarea").input_value() == "half a thought"
    page.locator("summary", has_text="My account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('typed:'))") == []


def test_without_a_script_one_can_sign_in_and_open_the_menu(visitor: Visitor) -> None:
    page = visitor.page(scripts=False)
    page.goto("/en/sign-in/")
    page.locator(".demo-roles__person", has_text="Linh Pham").click()
    page.locator("summary", has_text="My account").click()
    assert page.get_by_role("link", name="Settings").is_visible()
    assert page.get_by_role("button", name="Keyboard shortcuts").is_hidden()


def test_a_menu_closes_by_escape_and_gives_the_focus_back(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    page.goto("/en/")
    page.locator("summary", has_text="My account").click()
    page.get_by_role("link", name="Settings").focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert page.locator("details[data-menu][open]").count() == 0
