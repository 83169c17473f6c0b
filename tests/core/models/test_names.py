"""How a person is called in each language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from core.models import Person

NAMES = {
    "佐藤 花子": (("佐藤", "花子", "Sato", "Hanako"), "Hanako Sato"),
    "ブルックス ダニエル": (("ブルックス", "ダニエル", "Brooks", "Daniel"), "Daniel Brooks"),
    "Noah Garcia": (("Garcia", "Noah", "Garcia", "Noah"), "Noah Garcia"),
    "José Müller": (("Müller", "José", "", ""), "José Müller"),
    "김 민준": (("김", "민준", "Kim", "Minjun"), "Minjun Kim"),
    "Madonna": (("Madonna", "", "", ""), "Madonna"),
}


@pytest.mark.parametrize(("japanese", "names"), NAMES.items(), ids=NAMES)
def test_a_name_stands_in_the_order_of_the_script_that_it_is_written_in(
    japanese: str, names: tuple[tuple[str, str, str, str], str]
) -> None:
    (family, given, family_romaji, given_romaji), english = names
    person = Person(
        family_name=family, given_name=given, family_romaji=family_romaji, given_romaji=given_romaji
    )  # fmt: skip
    with override("ja"):
        assert person.display_name == japanese
    with override("en"):
        assert person.display_name == english
