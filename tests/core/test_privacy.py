import pytest
from django.core.management import CommandError, call_command

from core import privacy_check, privacy_notes


def test_every_field_about_people_has_its_note_and_the_page_says_the_same() -> None:
    assert privacy_check.faults() == []
    call_command("check_privacy")


def test_a_field_without_a_note_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {name: note for name, note in privacy_notes.NOTES["core.Person"].items() if name != "email"}
    monkeypatch.setitem(privacy_notes.NOTES, "core.Person", fewer)

    with pytest.raises(CommandError, match=r"core\.Person\.email: no privacy note"):
        call_command("check_privacy")


def test_a_note_without_a_field_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {**privacy_notes.NOTES["core.Person"], "shoe_size": privacy_notes.NOTES["core.Person"]["email"]}
    monkeypatch.setitem(privacy_notes.NOTES, "core.Person", more)

    with pytest.raises(CommandError, match=r"core\.Person\.shoe_size"):
        call_command("check_privacy")


def test_no_gender_and_no_nationality() -> None:
    names = {name for model in privacy_check.about_people() for name in privacy_check._own_fields(model)}
    assert names & {"gender", "sex", "nationality", "birthday", "date_of_birth"} == set()
