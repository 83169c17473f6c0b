"""The pages that every browser test opens: (name, address below the language, who looks).

An address may go on over links: `materials/ > main .card__title a` opens the list and follows its first such link.
"""

from playwright.sync_api import Page, Response

AUTHOR = "M0002"
EDITOR = "M0004"
HR = "M0007"
ORGANISER = "M0008"
NEWCOMER = "M0014"
BOSS = "M0001"

PAGES = [
    ("sign-in", "sign-in/", ""),
    ("forgotten password", "password/forgotten/", ""),
    ("style guide", "style-guide/", AUTHOR),
    ("home", "", AUTHOR),
    ("home of a newcomer", "", NEWCOMER),
    ("my profile", "me/", AUTHOR),
    ("edit my profile", "me/edit/", AUTHOR),
    ("settings", "settings/", AUTHOR),
    ("API tokens", "settings/tokens/", AUTHOR),
    ("my calendar", "calendar/", AUTHOR),
    ("what comes", "calendar/?view=agenda", AUTHOR),
    ("notices", "notices/", AUTHOR),
    ("set up notices", "settings/notices/", AUTHOR),
    ("change password", "password/", AUTHOR),
    ("departments", "departments/", AUTHOR),
    ("people", "people/", AUTHOR),
    ("people of a name, in a department", "people/?q=sa&department=network-operations", AUTHOR),
    ("a department", "departments/backbone/", AUTHOR),
    ("a department's own page", "departments/network-operations/ > section[aria-labelledby=pages] a", AUTHOR),
    ("an article", "departments/network-operations/ > section[aria-labelledby=pages] a > .card-list a", AUTHOR),
    ("a colleague", "departments/backbone/ > a.person", NEWCOMER),
    ("materials", "materials/", AUTHOR),
    ("a list without a find", "materials/?q=zzzzzz", AUTHOR),
    ("a curriculum", "materials/ > section:first-of-type .card__title a", AUTHOR),
    ("a category", "materials/ > section:first-of-type .card__title a > #categories-title + .grid a", AUTHOR),
    ("a material", "materials/ > section:last-of-type .card__title a", AUTHOR),
    ("a material as its newcomer", "materials/ > section:last-of-type .card__title a", NEWCOMER),
    ("my learning", "my-learning/", NEWCOMER),
    ("my history", "my-learning/history/", NEWCOMER),
    ("courses", "courses/", NEWCOMER),
    ("courses that fit nothing", "courses/?q=zzzz&level=basic&since=2026-99-99", NEWCOMER),
    ("a course", "courses/ > .course-card .card__title a", NEWCOMER),
    ("my runs", "courses/runs/", ORGANISER),
    ("new run", "courses/runs/new/ > .card-list a", ORGANISER),
    ("desk of a run", "courses/runs/ > .card-list a", ORGANISER),
    ("attendance", "courses/runs/ > .card-list a > .tabs a:nth-child(2)", ORGANISER),
    ("people of a run", "courses/runs/ > .card-list a > .tabs a:nth-child(4)", ORGANISER),
    ("change a run", "courses/runs/ > .card-list a > .tabs a:nth-child(6)", ORGANISER),
    ("a course run", "courses/ > .course-card .card__title a > .run__facts a", NEWCOMER),
    ("to approve", "courses/approvals/", BOSS),
    ("the matrix", "curricula/", NEWCOMER),
    ("lay out a matrix", "curricula/matrices/ > .card__title a", EDITOR),
    ("for me", "for-me/", NEWCOMER),
    ("my team", "team/", BOSS),
    ("training of everyone", "training/people/", HR),
    ("training rules", "training/rules/", HR),
    ("a new training rule", "training/rules/new/", HR),
    ("my readers", "materials/readers/", AUTHOR),
    ("questions", "questions/", AUTHOR),
    ("mistakes", "mistakes/", AUTHOR),
    ("search API", "api/", AUTHOR),
    ("my saved searches", "search/saved/", AUTHOR),
    ("search", "search/", AUTHOR),
    ("search results", "search/?q=git", AUTHOR),
    ("search with a filter", "search/?q=git&kind=step&language=ja&order=new", AUTHOR),
    ("a search that finds nothing", "search/?q=zzzzqqqq", NEWCOMER),
    ("a search for an error message", "search/?q=fatal%3A+not+a+git+repository%0Aerror%3A+failed%0Aline+three", AUTHOR),
    ("accounts", "accounts/", HR),
    ("invite", "accounts/invite/", HR),
    ("people-files", "accounts/files/", HR),
    ("not found", "nothing-here/", AUTHOR),
]


def open_address(page: Page, language: str, address: str) -> Response | None:
    """Open an address of `PAGES`, following its links."""
    first, *links = address.split(" > ")
    answer = page.goto(f"/{language}/{first}")
    for link in links:
        where = page.locator(link).first.get_attribute("href")
        answer = page.goto(where or "/")
    return answer
