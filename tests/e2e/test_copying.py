"""What the copy button of a listing puts on the clipboard is what a reader would type or save."""

from playwright.sync_api import Page

from tests.e2e.conftest import Visitor

READER = "M0014"
MATERIAL = "/en/hands-on/network/subnetting/"


def copied(page: Page, words: str) -> str:
    listing = page.locator("[data-code]").filter(has_text=words).first
    listing.locator("[data-copy]").click()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_copying_takes_files_whole_and_of_a_session_what_was_typed(visitor: Visitor) -> None:
    page = visitor.page(READER)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(MATERIAL)
    assert copied(page, "osaka 10.21.0.0/17\n") == (
        "tokyo 10.20.0.0/16\nosaka 10.21.0.0/17\nlab 10.21.96.0/20\nguest 10.21.128.0/20\n"
    )
    assert copied(page, "python3 route.py 203.0.113.9") == (
        "python3 route.py 10.21.100.5\npython3 route.py 203.0.113.9"
    )
    assert copied(page, "192.0.2.256") == 'ipaddress.ip_address("192.0.2.256")'
    assert copied(page, "prefixlen_diff=2").split("\n")[2:] == [
        "for floor in branch.subnets(prefixlen_diff=2):",
        '    print(floor, "router:", floor[1])',
        "",
    ]
