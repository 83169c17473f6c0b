"""The greeting, the registered cards, the tree of departments."""

import pytest
from django.template import Context, Template
from django.utils import translation

from core.cards import Card
from core.models import Department
from core.templatetags.home import as_tree, greeting_at, headcount_below
from tests.people import make_department


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (4, "Good evening, %(name)s"),
        (5, "Good morning, %(name)s"),
        (10, "Good morning, %(name)s"),
        (11, "Hello, %(name)s"),
        (16, "Hello, %(name)s"),
        (17, "Good evening, %(name)s"),
        (23, "Good evening, %(name)s"),
    ],
)
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    with translation.override("en"):
        assert greeting_at(hour) == words


def test_a_card_is_drawn_with_its_own_context_alone() -> None:
    card = Card("sample", "components/empty.html", {"title": "Nothing <b>"})
    shown = Template("{% load home %}{% show_card card %}").render(Context({"card": card, "text": "of the page"}))
    assert "Nothing &lt;b&gt;" in shown
    assert "of the page" not in shown


@pytest.mark.django_db
def test_departments_nest_below_their_parents() -> None:
    sales = make_department("sales")
    make_department("tokyo", parent=sales)
    make_department("zebra")
    tree = as_tree(Department.objects.order_by("path"))
    assert [(branch.department.code, [child.department.code for child in branch.children]) for branch in tree] == [
        ("sales", ["tokyo"]),
        ("zebra", []),
    ]


@pytest.mark.django_db
def test_a_department_whose_parent_is_not_shown_stands_at_the_top() -> None:
    sales = make_department("sales")
    make_department("tokyo", parent=sales)
    assert [branch.department.code for branch in as_tree(Department.objects.filter(depth=2))] == ["tokyo"]


@pytest.mark.django_db
def test_a_head_count_takes_in_those_below() -> None:
    sales = make_department("sales")
    make_department("tokyo", parent=sales)
    rows = list(Department.objects.order_by("path"))
    for row, count in zip(rows, (2, 3), strict=True):
        row.headcount = count  # type: ignore[attr-defined]
    assert headcount_below(as_tree(rows)[0]) == 5
