"""A material worked through as people do it: on a laptop, on a phone, without scripts, over two days."""

import re
import uuid

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visitor

READER, HELPER, THIRD, PHONE, BARE = "M0014", "M0002", "M0007", "M0004", "M0013"


def open_material(page: Page, language: str = "en") -> Locator:
    """Open the first material with steps; its steps."""
    page.goto(f"/{language}/materials/")
    cards = page.locator("main section:last-of-type .card__title a")
    addresses = [card.get_attribute("href") for card in cards.all()]
    for address in addresses:
        page.goto(str(address))
        steps = page.locator("section.step")
        if steps.count() >= 3:
            return steps
    pytest.fail("The demo has no material with three steps.")


def button(step: Locator, name: str) -> Locator:
    return step.locator(f".step-controls button[id^={name}-]")


def press(step: Locator, name: str, *, pressed: bool) -> None:
    """Bring a button of a step into a state, whatever an earlier run left."""
    one = button(step, name)
    if (one.get_attribute("aria-pressed") == "true") != pressed:
        one.click()
    expect(button(step, name)).to_have_attribute("aria-pressed", "true" if pressed else "false")


def test_a_step_is_done_and_the_ring_follows_without_a_reload(visitor: Visitor) -> None:
    page = visitor.page(READER)
    steps = open_material(page)
    press(steps.nth(0), "done", pressed=False)
    page.evaluate("window.stayed = true")
    before = page.locator("#progress").inner_text()
    press(steps.nth(0), "done", pressed=True)
    expect(page.locator("#progress")).not_to_have_text(before)
    expect(page.locator(".steps__step").nth(0)).to_have_class(re.compile("steps__step--done"))
    assert page.evaluate("window.stayed") is True


def test_the_next_day_begins_where_the_reader_stopped(visitor: Visitor) -> None:
    page = visitor.page(READER)
    steps = open_material(page)
    press(steps.nth(0), "done", pressed=False)
    press(steps.nth(0), "done", pressed=True)
    press(steps.nth(1), "done", pressed=False)
    step = steps.nth(1).get_attribute("id")
    tomorrow = visitor.page(READER)
    tomorrow.goto("/en/")
    tomorrow.locator("[data-card=continue] .button--primary").click()
    expect(tomorrow).to_have_url(re.compile(f"#{step}$"))
    expect(tomorrow.locator(f"#{step}")).to_be_in_viewport()


def test_someone_is_stuck_someone_answers_and_a_third_finds_it(visitor: Visitor) -> None:
    words = f"cannot connect {uuid.uuid4().hex[:6]}"
    reader = visitor.page(READER)
    step = open_material(reader).nth(1)
    place, number = reader.url.split("#")[0], step.get_attribute("id")
    press(step, "stuck", pressed=False)
    press(step, "stuck", pressed=True)
    panel = reader.locator(f"#panel-{number}")
    panel.locator("textarea").first.fill(f"$ run\nError: {words}")
    panel.get_by_role("button", name="Ask", exact=True).click()
    expect(panel.get_by_role("status")).to_contain_text("Your question")
    expect(panel.get_by_role("status")).to_be_in_viewport()  # the long form above it is gone
    question = panel.get_by_role("link", name="Your question").get_attribute("href")

    helper = visitor.page(HELPER)
    helper.goto(str(question))
    expect(helper.locator("main")).to_contain_text(words)
    helper.get_by_label("Your answer").fill(f"Start it first: `{words}`")
    helper.get_by_role("button", name="Answer").click()
    expect(helper.locator(".answer")).to_contain_text(words)

    third = visitor.page(THIRD)
    third.goto(place)
    fold = third.locator(f"#fold-{number}")
    expect(fold).to_contain_text(words)
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    report = fold.locator(".report", has_text=words).last
    if report.locator("details").get_attribute("open") is None:
        report.locator("summary").click()
    report.get_by_role("button", name=re.compile("This helped me")).click()
    expect(report.get_by_role("button", name=re.compile("This helped me"))).to_have_attribute("aria-pressed", "true")
    expect(third.locator(f"#controls-{number}")).to_contain_text("stopped here")


def test_a_secret_is_warned_of_while_typing_and_held_back_when_sent(visitor: Visitor) -> None:
    page = visitor.page(READER)
    step = open_material(page).nth(2)
    number = step.get_attribute("id")
    press(step, "stuck", pressed=False)
    press(step, "stuck", pressed=True)
    panel = page.locator(f"#panel-{number}")
    warning = panel.locator(".notice--danger")
    expect(warning).to_be_hidden()
    panel.locator("textarea").first.fill("export API_KEY=abcd1234efgh")
    expect(warning).to_be_visible()
    panel.get_by_role("button", name="Ask", exact=True).click()
    expect(panel.get_by_role("button", name=re.compile("send anyway"))).to_be_visible()
    expect(panel.locator("textarea").first).to_have_value("export API_KEY=abcd1234efgh")
    press(page.locator(f"section.step#{number}"), "stuck", pressed=False)


def test_words_that_are_marked_can_be_reported(visitor: Visitor) -> None:
    page = visitor.page(READER)
    step = open_material(page).nth(0)
    step.locator(".prose p").first.select_text()
    page.locator("[data-quote-button]").click()
    expect(page.locator("#id_quote")).not_to_have_value("")
    page.locator("#id_message").fill("This word is wrong.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".message--success")).to_be_visible()


def test_steps_are_walked_by_keyboard(visitor: Visitor) -> None:
    page = visitor.page(READER)
    steps = open_material(page)
    first, second = (steps.nth(number).locator("h1, h2, h3, h4").first for number in (0, 1))
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    expect(page.locator(".steps__link[aria-current=step]")).to_have_attribute(
        "href", f"#{steps.nth(1).get_attribute('id')}"
    )


def test_keys_reach_the_last_step_and_come_back(visitor: Visitor) -> None:
    page = visitor.page(READER)
    steps = open_material(page)
    headings = [steps.nth(number).locator("h1, h2, h3, h4").first for number in range(steps.count())]
    for heading in headings:  # the last ones lie too low for their heading to reach the top
        page.keyboard.press("j")
        expect(heading).to_be_focused()
    for heading in reversed(headings[:-1]):
        page.keyboard.press("k")
        expect(heading).to_be_focused()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_works_on_a_phone(visitor: Visitor, language: str) -> None:
    page = visitor.page(PHONE, width=390)
    steps = open_material(page, language)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    press(steps.nth(0), "done", pressed=False)
    press(steps.nth(0), "done", pressed=True)
    page.locator(".material__contents summary").click()
    expect(page.locator(".steps__step").nth(0)).to_be_visible()


def test_it_works_without_scripts(visitor: Visitor) -> None:
    page = visitor.page(BARE, scripts=False)
    steps = open_material(page)
    number = steps.nth(1).get_attribute("id")
    if button(steps.nth(1), "stuck").get_attribute("aria-pressed") == "true":
        button(steps.nth(1), "stuck").click()
    button(page.locator(f"section.step#{number}"), "done").click()
    expect(page).to_have_url(re.compile(f"#{number}$"))
    if button(page.locator(f"section.step#{number}"), "done").get_attribute("aria-pressed") == "false":
        button(page.locator(f"section.step#{number}"), "done").click()
    button(page.locator(f"section.step#{number}"), "stuck").click()
    expect(page).to_have_url(re.compile("/stuck/$"))
    page.locator("textarea").first.fill("It says: no such file.")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page).to_have_url(re.compile(f"#{number}$"))
    expect(page.locator(".message--success")).to_be_visible()


def test_what_is_printed_has_the_text_and_none_of_the_buttons(visitor: Visitor) -> None:
    page = visitor.page(READER)
    steps = open_material(page)
    page.emulate_media(media="print")
    expect(steps.nth(0).locator(".prose")).to_be_visible()
    expect(steps.nth(0).locator(".step-controls")).to_be_hidden()
    expect(page.locator(".colophon")).to_be_visible()
