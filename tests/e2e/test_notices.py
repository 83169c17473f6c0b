"""The bell in a browser: the count grows while a page is open, and works without a script."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor

ASKER, AUTHOR = "M0014", "M0002"


def open_question(page: Page) -> None:
    page.goto("/en/questions/")
    page.locator("section[aria-labelledby=own] a, section[aria-labelledby=to-answer] a").first.click()


def test_the_count_of_an_open_page_grows_when_someone_answers(visitor: Visitor) -> None:
    asker, author = visitor.page(ASKER), visitor.page(AUTHOR)
    open_question(asker)
    question = asker.url
    asker.goto("/en/")
    bell = asker.locator("[data-notices]")
    before = int(re.sub(r"\D", "", bell.locator("[data-notices-count]").text_content() or "") or 0)
    author.goto(question)
    author.locator("textarea[name=body]").first.fill("Is it committed yet? git status tells.")
    author.locator("form:has(textarea[name=body]) button:not([type=button])").first.click()
    expect(bell).to_have_text(re.compile(rf"Notices: {before + 1} unread"), timeout=10_000)


def test_without_a_script_the_number_is_there_and_can_be_ticked_off(visitor: Visitor) -> None:
    page = visitor.page(ASKER, scripts=False)
    page.goto("/en/notices/")
    while page.get_by_role("button", name="Mark all as read").count():
        page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator("[data-notices-count]")).to_be_hidden()
