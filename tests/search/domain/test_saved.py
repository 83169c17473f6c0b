"""Saved searches: how many, what is kept, what the trail tells."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.domain.keeping import forget_what_is_past
from core.models import AuditEntry
from search.domain.queries.saved import feed_address, saved_of, saved_of_address
from search.domain.saved import (
    MOST,
    TooManySavedError,
    remove_saved,
    rename_saved,
    reset_feed,
    restore_saved,
    save_search,
)
from search.models import SavedSearch
from tests.people import make_person

pytestmark = pytest.mark.django_db


def token_of(saved: SavedSearch) -> str:
    return feed_address(saved).rstrip("/").rpartition("/")[2]


def test_what_was_searched_for_is_kept_as_it_was() -> None:
    owner = make_person()
    save_search(
        owner, name="", text="nginx  起動", kinds=["step"], filters={"tag": ("web",)}, order="new", language="ja"
    )
    saved = saved_of(owner)[0]
    assert (saved.name, saved.text, saved.kinds, saved.filters) == (
        "nginx 起動",
        "nginx  起動",
        ["step"],
        {"tag": ["web"]},
    )
    assert saved_of(make_person()) == []


def test_a_person_has_at_most_so_many_and_a_removed_one_makes_room() -> None:
    owner = make_person()
    rows = [save_search(owner, name=str(number), text=str(number), language="ja") for number in range(MOST)]
    with pytest.raises(TooManySavedError):
        save_search(owner, name="more", text="x", language="ja")
    remove_saved(rows[0], actor=owner)
    save_search(owner, name="more", text="x", language="ja")
    with pytest.raises(TooManySavedError):
        restore_saved(rows[0], actor=owner)


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_not_saved(text: str) -> None:
    with pytest.raises(ValidationError):
        save_search(make_person(), name="x", text=text, language="ja")


def test_a_name_is_one_line_of_a_bearable_length_and_never_empty() -> None:
    saved = save_search(make_person(), name="a\n" * 100, text="x", language="ja")
    assert (len(saved.name), saved.name[-1]) == (80, "…")
    with pytest.raises(ValidationError):
        rename_saved(saved, name=" ", actor=saved.owner)


def test_the_trail_tells_what_was_done_and_not_what_was_searched_for() -> None:
    owner = make_person()
    saved = save_search(owner, name="secret plan", text="secret plan", language="ja")
    rename_saved(saved, name="another plan", actor=owner)
    reset_feed(saved, actor=owner)
    remove_saved(saved, actor=owner)
    restore_saved(saved, actor=owner)
    told = AuditEntry.objects.filter(action__startswith="saved_search.").order_by("pk")
    verbs = ["saved", "renamed", "feed_reset", "removed", "restored"]
    assert [each.action for each in told] == [f"saved_search.{verb}" for verb in verbs]
    assert {(each.actor, each.object_id, str(each.detail)) for each in told} == {(owner, str(saved.pk), "{}")}


def test_an_address_works_until_it_is_reset_the_search_removed_or_its_owner_gone() -> None:
    owner = make_person()
    saved = save_search(owner, name="x", text="x", language="ja")
    first = token_of(saved)
    assert saved_of_address(first) == saved
    assert token_of(saved) == first
    reset_feed(saved, actor=owner)
    second = token_of(saved)
    assert (saved_of_address(first), saved_of_address(second)) == (None, saved)
    remove_saved(saved, actor=owner)
    assert saved_of_address(second) is None
    restore_saved(saved, actor=owner)
    assert saved_of_address(second) == saved
    owner.left_on = timezone.localdate()
    owner.save()
    assert saved_of_address(second) is None


@pytest.mark.parametrize("token", ["", "x", "a.b", "0" * 32, f"{'0' * 32}.forged", "\x00", "é.é", "x" * 5000])
def test_an_address_that_nobody_signed_is_none(token: str) -> None:
    assert saved_of_address(token) is None


def test_what_was_removed_is_gone_a_day_later() -> None:
    owner = make_person()
    for name, hours in (("gone", 25), ("undo", 23)):
        saved = save_search(owner, name=name, text="x", language="ja")
        remove_saved(saved, actor=owner)
        SavedSearch.objects.filter(pk=saved.pk).update(removed_at=timezone.now() - dt.timedelta(hours=hours))
    assert forget_what_is_past()["search.removed"] == 1
    assert [row.name for row in SavedSearch.objects.all()] == ["undo"]
