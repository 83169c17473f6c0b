"""Every page fits a phone, and axe finds nothing on it: in both languages, both themes and both widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.addresses import PAGES, open_address
from tests.e2e.conftest import Visitor

PHONE, DESK = 390, 1440
LOOKED_AT = {"ja": ("dark", PHONE), "en": ("light", DESK)}
"""Each theme and each width once: colours hang on the one, what is shown on the other."""

# Controls that stand by themselves. Links in running text are exempt, as WCAG 2.5.8 has it.
SMALL = """() => [...document.querySelectorAll(
    'button, summary, select, textarea, nav a, a.button, a.link, a.card-list__row, a.person, label.choice, '
    + 'input:not([type=hidden], [type=checkbox], [type=radio], [type=file])')]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('.visually-hidden'))
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
  .map(([each, box]) => `${each.outerHTML.slice(0, 120)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


class AxeOnce(Axe):
    """Brings its script into a page once: that took as long as what it does there."""

    def faults(self, page: Page) -> str:
        script = self.axe_script
        self.axe_script = "" if page.evaluate("'axe' in window") else script
        try:
            found = self.run(page)
        finally:
            self.axe_script = script
        return found.generate_report() if found.violations_count else ""


axe = AxeOnce()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("name", "address", "person"), PAGES, ids=[name for name, _, _ in PAGES])
def test_a_page_fits_a_phone_and_axe_finds_nothing(
    visitor: Visitor, name: str, address: str, person: str, language: str
) -> None:
    page = visitor.page(person, width=PHONE)
    open_address(page, language, address)
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.evaluate(SMALL) == []
    theme, width = LOOKED_AT[language]
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    assert axe.faults(page) == "", f"{theme} {width}"


def test_axe_finds_nothing_in_the_open_menus(visitor: Visitor) -> None:
    page = visitor.page("M0002", width=PHONE)
    page.goto("/en/")
    for summary in page.locator("details[data-menu] > summary").all():
        summary.click()
        assert axe.faults(page) == ""
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("dialog[open] h2").inner_text() == "Keyboard shortcuts"
    assert axe.faults(page) == ""
