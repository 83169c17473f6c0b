"""The palette and the search page by keyboard, on a phone, in the middle of a conversion, and without scripts."""

import itertools
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Response, expect

from tests.e2e.addresses import AUTHOR
from tests.e2e.conftest import Visitor

ERROR = (
    "$ git push\nfatal: 'origin' does not appear to be a git repository\nfatal: Could not read from remote repository."
)

PASTE = """(each, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  each.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


def opened(page: Page, address: str = "/en/departments/") -> Locator:
    """The palette, opened by its key, with its first suggestions."""
    page.goto(address)
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    expect(page.get_by_role("option").first).to_be_visible()
    return box


def _asked(answer: Response) -> str:
    """What the palette asked with this answer; nothing of any other."""
    address = urlsplit(answer.url)
    return parse_qs(address.query).get("q", [""])[0] if address.path.endswith("/search/palette/") else ""


def test_a_slash_opens_the_palette_and_escape_gives_the_focus_back(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    opened(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_have_count(0)


def test_a_slash_belongs_to_a_field_and_control_k_opens_from_it(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    page.goto("/en/materials/")
    field = page.get_by_role("main").locator("input[name=q]")
    field.press("/")
    assert field.input_value() == "/"
    field.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()


def test_arrows_choose_and_enter_opens(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    box = opened(page)
    box.press_sequentially("git")
    group = page.get_by_role("group", name="Materials", exact=True)
    expect(group.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    box.press("ArrowUp")
    expect(page.locator("#palette-all")).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url("**/en/search/?q=git")


def test_enter_without_a_choice_opens_the_search_page(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    opened(page).press_sequentially("git")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=git")
    expect(page.locator("textarea[data-search-box]")).to_have_value("git")


def test_an_action_that_is_called_so_is_taken_by_enter(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    opened(page).press_sequentially("settings")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_text(re.compile("Settings"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/settings/")


def test_keys_that_are_quicker_than_the_answer_wait_for_it(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    box = opened(page, "/en/people/")
    box.press_sequentially("settings")
    box.press("Enter")
    page.wait_for_url("**/en/settings/")
    opened(page, "/en/people/").fill("佐藤")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/en/people/.+"))


def test_a_server_that_keeps_one_waiting_is_told_of_and_enter_searches(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    box = opened(page)
    page.route("**/search/palette/**", lambda route: None)
    box.fill("settings")
    expect(page.get_by_text("Still searching…")).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**/en/search/?q=settings")
    expect(page.get_by_role("navigation", name="Go to").get_by_role("link", name="Settings")).to_be_visible()


def test_the_language_is_switched_for_the_page_under_the_palette(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    opened(page, "/en/departments/backbone/").press_sequentially("日本語")
    page.get_by_role("option", name="日本語").first.click()
    page.wait_for_url("**/ja/departments/backbone/")


def test_a_conversion_is_suggested_for_and_keeps_its_enter(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    box = opened(page, "/ja/departments/")
    session = page.context.new_cdp_session(page)
    with page.expect_response("**/search/palette/**"):
        session.send("Input.imeSetComposition", {"text": "せって", "selectionStart": 3, "selectionEnd": 3})
    expect(page.get_by_role("option", name="設定").first).to_be_visible()
    box.evaluate(
        "(each) => each.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    expect(box).to_be_focused()
    assert page.url.endswith("/ja/departments/")


def test_half_of_a_word_in_conversion_finds_what_the_whole_word_finds(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    opened(page, "/ja/departments/")
    session = page.context.new_cdp_session(page)
    for typed in ("いんf", "いんふ", "インフラ"):
        with page.expect_response("**/search/palette/**"):
            session.send("Input.imeSetComposition", {"text": typed, "selectionStart": 4, "selectionEnd": 4})
        expect(page.get_by_role("option", name=re.compile("サブネット")).first).to_be_visible()


def test_an_older_answer_never_takes_the_place_of_a_newer_one(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    box = opened(page)

    def late(route: object) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/search/palette/?q=s", late)
    box.press_sequentially("s")
    page.wait_for_timeout(200)
    box.fill("settings")
    expect(page.get_by_role("option", name="Settings").first).to_be_visible()
    page.wait_for_timeout(800)
    expect(page.locator("#palette-all")).to_contain_text("settings")


def test_without_an_answer_the_palette_says_so_and_enter_still_searches(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    box = opened(page)
    page.route("**/search/palette/**", lambda route: route.abort())
    box.press_sequentially("git")
    expect(page.get_by_text("No reply at the moment.")).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**/en/search/?q=git")


def test_a_paste_of_several_lines_is_searched_as_an_error_message(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    box = opened(page)
    box.evaluate(PASTE, ERROR)
    expect(page.get_by_text("Lines pasted: 3")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=**")
    expect(page.get_by_role("heading", name="Searched as an error message")).to_be_visible()


def test_a_paste_too_long_for_an_address_is_posted_and_back_finds_the_palette_fresh(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    box = opened(page)
    box.evaluate(PASTE, "エラー 失敗しました " * 900)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=**")
    assert len(page.url) < 4_200
    page.go_back()
    opened(page).press_sequentially("git")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=git")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_the_open_palette(visitor: Visitor, theme: str, width: int) -> None:
    page = visitor.page(AUTHOR, width=width, theme=theme)
    page.goto("/ja/")
    page.locator("[data-palette-open]").click()
    for text in ("", "git", "zzzzqqqq"):
        with page.expect_response(lambda answer, typed=f"{text} ": _asked(answer) == typed):  # not that of the opening
            page.get_by_role("combobox").fill(f"{text} ")
        page.wait_for_timeout(100)
        expect(page.locator("[data-palette] :is(.htmx-request, .htmx-swapping, .htmx-settling)")).to_have_count(0)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_on_a_phone_a_magnifier_opens_it_over_the_whole_screen(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR, width=390)
    page.goto("/ja/")
    magnifier = page.locator("[data-palette-open]")
    box = magnifier.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    magnifier.click()
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.evaluate("document.querySelector('dialog.palette').getBoundingClientRect().width") == 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_panel_that_saves_a_search_lies_on_the_screen(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR, width=390)
    page.goto("/ja/search/?q=git")
    page.locator(".save-search > summary").click()
    box = page.locator(".save-search__form").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_on_a_phone_the_chosen_kind_lies_on_the_screen(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR, width=390)
    page.goto("/en/search/?q=git&kind=question")
    expect(page.locator(".tabs__tab[aria-current]")).to_be_in_viewport(ratio=0.9)


def test_filters_stand_in_the_address_and_back_works(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    page.goto("/en/search/?q=git")
    page.get_by_role("navigation", name="Kinds of results").get_by_role("link", name=re.compile("^Materials")).click()
    page.wait_for_url("**kind=material")
    page.locator("a.facet__value").first.click()
    expect(page.locator("a.chip")).to_have_count(1)
    page.go_back()
    expect(page.locator("a.chip")).to_have_count(0)
    page.locator("a.facet__value").first.click()
    page.locator("a.chip").click()
    page.wait_for_url("**/en/search/?q=git&kind=material")


def test_j_and_k_walk_the_results(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    page.goto("/en/search/?q=git")
    page.locator("h1").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("j")
    expect(page.locator(".hit__title a").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".hit__title a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    where = page.locator(".hit__title a").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{where}")


def test_enter_searches_from_the_box_and_a_new_line_needs_shift(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    page.goto("/en/search/")
    box = page.locator("textarea[data-search-box]")
    box.fill("git")
    box.press("Shift+Enter")
    assert box.input_value() == "git\n"
    box.press("Enter")
    page.wait_for_url("**/en/search/?q=git")


def test_without_a_script_the_header_and_the_page_are_plain_forms(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR, scripts=False)
    page.goto("/en/")
    page.locator(".site-search__input").fill("git")
    page.locator(".site-search__input").press("Enter")
    page.wait_for_url("**/en/search/?q=git")
    page.locator("textarea[data-search-box]").fill(ERROR)
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Searched as an error message")).to_be_visible()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [320, 360, 390, 768, 960, 1024])
def test_the_header_holds_its_box_at_any_width(visitor: Visitor, width: int, language: str) -> None:
    page = visitor.page(AUTHOR, width=width)
    page.goto(f"/{language}/departments/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.site-header').offsetHeight") <= 66
    parts = page.locator(".site-header__row > *:visible")
    boxes = [box for box in (part.bounding_box() for part in parts.all()) if box]
    for before, after in itertools.pairwise(boxes):
        assert before["x"] + before["width"] <= after["x"] + 0.5


def test_a_tag_leads_from_the_palette_to_what_has_it_and_on_to_others(visitor: Visitor) -> None:
    page = visitor.page(AUTHOR)
    opened(page).press_sequentially("git")
    tags = page.get_by_role("group", name="Tags")
    tags.get_by_role("option", name=re.compile("^Git")).click()
    page.wait_for_url("**/en/search/?tag=Git")
    page.get_by_role("link", name="What we read for in a review").first.click()
    chip = page.get_by_role("list", name="Tags").get_by_role("link", name="code review")
    box = chip.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    chip.click()
    page.wait_for_url("**/en/search/?tag=code%20review")
