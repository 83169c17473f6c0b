"""The template tags of the components."""

import uuid

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from core.models.person import Person
from core.templatetags.components import heat, heat_level, icon, initials, ring, tone


def someone(**fields: object) -> Person:
    names = {"family_name": "佐藤", "given_name": "花子", "family_romaji": "Sato", "given_romaji": "Hanako"}
    return Person(**{**names, "public_id": uuid.UUID(int=9), **fields})


def drawn(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


def test_an_icon_is_hidden_from_assistive_technology_unless_it_is_labelled() -> None:
    assert icon("book") == '<svg class="icon" aria-hidden="true"><use href="/static/icons.svg#book"></use></svg>'
    assert 'role="img" aria-label="A &lt;lock&gt;"' in icon("lock", label="A <lock>")


@pytest.mark.parametrize(
    ("done", "total", "percent", "complete"),
    [(0, 7, 0, False), (3, 7, 42, False), (7, 7, 100, True), (0, 0, 0, False), (9, 7, 100, True)],
)
def test_a_ring_shows_how_much_is_done(done: int, total: int, percent: int, complete: bool) -> None:
    shown = ring(done, total)
    assert (shown["percent"], shown["complete"]) == (percent, complete)


def test_a_ring_says_its_numbers_as_text() -> None:
    with translation.override("en"):
        assert 'aria-label="3 of 7 steps done"' in drawn("{% ring 3 7 %}")


def test_initials_follow_the_readers_language() -> None:
    with translation.override("ja"):
        assert initials(someone()) == "佐"
    with translation.override("en"):
        assert initials(someone()) == "HS"
    assert initials(None) == "–"


def test_a_persons_tone_is_always_the_same() -> None:
    assert tone(someone()) == tone(someone(family_name="田中")) == 2


def test_a_person_who_is_gone_is_named_without_a_link() -> None:
    with translation.override("en"):
        assert "Someone who left" in (shown := drawn("{% person_chip None %}"))
    assert "<a " not in shown


class Sample(forms.Form):
    name = forms.CharField(help_text="As you are called.")
    agreed = forms.BooleanField()


def test_a_field_ties_its_help_and_its_errors_to_its_control() -> None:
    shown = drawn("{% field form.name %}", form=Sample({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'id="id_name_helptext"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_a_field_keeps_what_was_typed() -> None:
    assert 'value="佐藤 &lt;b&gt;"' in drawn("{% field form.name %}", form=Sample({"name": "佐藤 <b>"}))


def test_a_box_to_tick_has_its_label_as_target() -> None:
    assert '<label class="choice" for="id_agreed"><input' in drawn("{% field form.agreed %}", form=Sample())


@pytest.mark.parametrize(("stopped", "level"), [(0, 0), (1, 1), (3, 2), (6, 3), (8, 4)])
def test_heat_rises_in_quarters_of_the_most(stopped: int, level: int) -> None:
    assert heat_level(stopped, most=8) == level


def test_heat_of_nobody_is_cold() -> None:
    assert heat([])["most"] == 0
    assert heat_level(3, most=0) == 0


def test_a_card_escapes_its_title_and_keeps_its_content() -> None:
    shown = drawn('{% card title=title url="/x/" %}<p>{{ text }}</p>{% endcard %}', title="<b>", text="<i>")
    assert '<a href="/x/">&lt;b&gt;</a>' in shown
    assert "<p>&lt;i&gt;</p>" in shown
