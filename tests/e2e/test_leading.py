"""A run led with a phone in the hand: made, opened, filled, marked with one tap each, closed."""

import datetime as dt
import re
import time
import zoneinfo

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor

LECTURER, COMES = "M0002", "M0014"
TOKYO = zoneinfo.ZoneInfo("Asia/Tokyo")
LONGEST_MINUTE = 75


def make_run(page: Page) -> None:
    """Through the form, with a second sitting that is taken out again: both without leaving the page."""
    page.goto("/en/courses/runs/new/")
    page.locator(".card-list a").first.click()
    now = dt.datetime.now(TOKYO)
    begins = now.replace(second=0) + dt.timedelta(minutes=1 if now.second < 40 else 2)
    page.fill("[name=zone]", "Asia/Tokyo")
    page.fill("[name=sittings-0-day]", f"{begins:%Y-%m-%d}")
    page.fill("[name=sittings-0-starts]", f"{begins:%H:%M}")
    page.fill("[name=sittings-0-ends]", "23:59")
    page.evaluate("window.stayed = true")
    page.click("button[name=add]")
    later = begins + dt.timedelta(weeks=1)
    expect(page.locator("[name=sittings-1-day]")).to_have_value(f"{later:%Y-%m-%d}")
    assert page.evaluate("window.stayed") is True
    page.check("[name=sittings-1-DELETE]")
    page.click("button[name=open]")
    expect(page.locator(".page-header .badge")).to_have_text("Open")


def test_a_lecturer_marks_who_came_on_a_phone_and_closes_the_run(visitor: Visitor) -> None:
    page = visitor.page(LECTURER, width=390)
    make_run(page)
    desk = page.url
    page.goto(f"{desk}people/")
    page.fill("[name=people]", COMES)
    page.click("button[name=preview]")
    page.click("button[name=enrol]")
    page.goto(f"{desk}attendance/")
    present = page.locator(".attendance__button--present")
    box = present.bounding_box()
    assert box is not None
    assert min(box["height"], box["width"]) >= 44
    page.evaluate("window.stayed = true")
    present.click()
    expect(page.locator("#attendance-counts")).to_have_text(re.compile("1 of 1"))
    assert page.evaluate("window.stayed") is True
    page.reload()
    expect(present).to_have_attribute("aria-pressed", "true")
    close_when_it_has_begun(page, desk)
    expect(page.locator(".page-header .badge")).to_have_text("Held")
    expect(page.locator("main table .badge--done")).to_have_text("Completed")


def close_when_it_has_begun(page: Page, desk: str) -> None:
    """The button is there from the beginning of the last sitting on."""
    close = page.locator("form[action$='/close/'] button")
    until = time.monotonic() + LONGEST_MINUTE * 2
    while not close.count() and time.monotonic() < until:
        page.goto(desk)
        page.wait_for_timeout(500)
    close.click()
