"""axe finds nothing: on any page, in both themes, in both languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.addresses import PAGES, open_address
from tests.e2e.conftest import Visitor


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("name", "address", "person"), PAGES, ids=[name for name, _, _ in PAGES])
def test_axe_finds_nothing(visitor: Visitor, name: str, address: str, person: str, language: str) -> None:
    page = visitor.page(person)
    open_address(page, language, address)
    assert page.locator("html").get_attribute("lang") == language
    for theme, width in (("light", 1440), ("dark", 1440), ("dark", 390)):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        assert found.violations_count == 0, f"{theme} {width}: {found.generate_report()}"


def test_axe_finds_nothing_in_the_open_menus(visitor: Visitor) -> None:
    page = visitor.page("M0002", width=390)
    page.goto("/en/")
    for summary in page.locator("details[data-menu] > summary").all():
        summary.click()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("dialog[open] h2").inner_text() == "Keyboard shortcuts"
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
