"""Marks: written with the change, once for each reader."""

import pytest
from django.db import transaction

from core import outbox
from core.models import OutboxRow


@pytest.fixture(autouse=True)
def _two_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_subscribers", {})
    outbox.subscribe("paper", lambda: ["paper:one", "paper:two"])


def rows() -> list[tuple[str, str]]:
    return list(OutboxRow.objects.order_by("id").values_list("topic", "key"))


@pytest.mark.django_db
def test_each_reader_of_a_channel_has_a_row_of_its_own() -> None:
    outbox.mark("paper", ["a", "b", "a"])
    assert rows() == [("paper:one", "a"), ("paper:two", "a"), ("paper:one", "b"), ("paper:two", "b")]


@pytest.mark.django_db
def test_a_channel_that_nobody_reads_costs_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        outbox.mark("stone", ["a"])
    assert rows() == []


@pytest.mark.django_db
def test_any_number_of_keys_may_come_one_by_one() -> None:
    outbox.mark("paper", (str(number) for number in range(2500)))
    assert OutboxRow.objects.count() == 5000


@pytest.mark.django_db(transaction=True)
def test_a_mark_goes_with_the_transaction_that_made_it() -> None:
    class GaveUpError(Exception):
        pass

    def give_up() -> None:
        with transaction.atomic():
            outbox.mark("paper", ["a"])
            raise GaveUpError

    with pytest.raises(GaveUpError):
        give_up()
    assert rows() == []
