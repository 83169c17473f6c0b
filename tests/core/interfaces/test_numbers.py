"""What an address or a form says is a number."""

from __future__ import annotations

import pytest

from core.interfaces.numbers import number_in


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.5", "１２", "²", "x", "1" * 19, "1" * 5_000, "1\0"])
def test_anything_else_is_none(text: str) -> None:
    assert number_in(text) is None
