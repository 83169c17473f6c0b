"""Links between the pages of one source."""

from learning.markdown import Site, check_tree, parse

SITE = Site(base="/bootcamp/")
PAGES = {
    "README.md": "[a](git/) [b](git/README.md#setup) [c](git/#nothing) [d](gone/) [e](Git/)",
    "git/README.md": (
        "# Setup\n\n![i](./images/a.png)\n\n![j](images/none.png)\n\n![k](images/A.PNG)\n\n"
        "[pdf](/bootcamp/a.pdf) [no](/bootcamp/b.pdf) [same](#setup) [not](#else) [up](../../x)"
    ),
}


def test_every_dead_link_is_found_where_it_stands() -> None:
    documents = {path: parse(text, path=path, site=SITE) for path, text in PAGES.items()}
    problems = check_tree(documents, [".vuepress/public/a.pdf", "git/images/a.png"])
    assert [(problem.path, problem.line, problem.kind, problem.target, problem.detail) for problem in problems] == [
        ("README.md", 1, "dead_anchor", "git/#nothing", ""),
        ("README.md", 1, "dead_link_page", "gone/", ""),
        ("README.md", 1, "case_mismatch", "Git/", "git/README.md"),
        ("git/README.md", 5, "missing_image", "images/none.png", ""),
        ("git/README.md", 7, "case_mismatch", "images/A.PNG", "git/images/a.png"),
        ("git/README.md", 9, "missing_file", "/bootcamp/b.pdf", ""),
        ("git/README.md", 9, "dead_anchor", "#else", ""),
    ]


def test_a_link_to_a_page_that_could_not_be_read_is_dead_and_no_matter_of_case() -> None:
    documents = {"README.md": parse("[a](big/)", path="README.md", site=SITE)}
    problems = check_tree(documents, ["big/README.md"])
    assert [(problem.kind, problem.target) for problem in problems] == [("dead_link_page", "big/")]


def test_a_link_out_of_the_tree_is_reported_by_the_page_itself() -> None:
    document = parse(PAGES["git/README.md"], path="git/README.md", site=SITE)
    assert [(problem.kind, problem.target) for problem in document.problems] == [("dead_link_outside", "../../x")]


def test_every_problem_has_words_in_both_languages() -> None:
    from django.utils import translation

    from learning.markdown.problems import KINDS, Problem

    for kind in KINDS:
        problem = Problem(kind, 3, target="x", detail="y")
        with translation.override("en"):
            assert problem.message
            assert "%(" not in problem.message
