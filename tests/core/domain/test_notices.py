"""Telling people: once each, in the transaction, in the language of whoever reads."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from core.domain.notices import mark_all_read, mark_read, notify, recall, take_back
from core.domain.queries.notices import unread_count, words_of
from core.enums import Delivery
from core.models import Notice, NoticeChoice, Person
from core.notices import in_languages
from tests.core.notices import kinds
from tests.people import make_person

__all__ = ["kinds"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
TASK = "core.tasks.hand_over_notices"


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", "key"))


def test_each_is_told_once_whatever_says_it_again():
    hanako, ken = make_person(), make_person()
    notify([hanako, hanako], kind="test.in_app", key="a", context={"thing": "A"}, address="/ja/me/")
    notify([hanako, ken], kind="test.in_app", key="a", context={"thing": "A"}, address="/ja/me/")
    notify([ken], kind="test.digest", key="a")
    assert (told(hanako), told(ken)) == ([("test.in_app", "a")], [("test.in_app", "a"), ("test.digest", "a")])


def test_a_choice_counts_for_more_than_the_kind_and_off_is_not_written():
    hanako, ken = make_person(), make_person()
    NoticeChoice.objects.create(person=hanako, kind="test.at_once", delivery=Delivery.OFF)
    NoticeChoice.objects.create(person=ken, kind="test.off", delivery=Delivery.IN_APP)
    for kind in ("test.at_once", "test.off"):
        notify([hanako, ken], kind=kind, key="a")
    assert (told(hanako), told(ken)) == ([], [("test.at_once", "a"), ("test.off", "a")])


def test_whoever_left_hears_nothing_and_whoever_begins_later_finds_it():
    left = make_person(left_on=timezone.localdate())
    shut = make_person(is_active=False)
    coming = make_person(joined_on=timezone.localdate() + timezone.timedelta(days=9))
    notify([left, shut, coming], kind="test.in_app", key="a")
    assert [told(person) for person in (left, shut, coming)] == [[], [], [("test.in_app", "a")]]


def test_the_worker_is_asked_only_where_a_mail_is_due():
    notify([make_person()], kind="test.digest", key="a")
    notify([make_person()], kind="test.in_app", key="a")
    assert DBTaskResult.objects.filter(task_path=TASK).count() == 0
    notify([make_person(), make_person()], kind="test.at_once", key="a")
    assert DBTaskResult.objects.filter(task_path=TASK).count() == 1


def test_nothing_is_told_where_the_transaction_rolls_back():
    person = make_person()

    def tell_and_fail():
        with transaction.atomic():
            notify([person], kind="test.at_once", key="a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tell_and_fail()
    assert (told(person), DBTaskResult.objects.filter(task_path=TASK).count()) == ([], 0)


@pytest.mark.parametrize(
    ("kind", "key", "address"),
    [("nobody.knows", "a", ""), ("test.in_app", "", ""), ("test.in_app", "a" * 121, "")]
    + [("test.in_app", "a", bad) for bad in ("https://example.com/", "//example.com/", "/\\example.com", "me/")],
)
def test_what_no_caller_may_say(kind, key, address):
    with pytest.raises(ValueError, match=r"kind of notices|key|path"):
        notify([make_person()], kind=kind, key=key, address=address)
    assert Notice.objects.count() == 0


def test_thousands_are_told_in_few_statements(django_assert_max_num_queries):
    """For each piece of 500 two reads, and inserts of as many rows as the database takes at once (SQLite: 90)."""
    person = make_person()
    Person.objects.bulk_create(
        [
            Person(
                employee_number=f"N{number}", email=f"n{number}@example.com", region=person.region, family_name="a",
                given_name="b", hire_type=person.hire_type, joined_on=person.joined_on,
            )
            for number in range(999)
        ]
    )  # fmt: skip
    with django_assert_max_num_queries(20):
        notify(Person.objects.filter(region=person.region), kind="test.in_app", key="all", context={"thing": "A"})
    assert Notice.objects.count() == 1000


def test_words_follow_the_reader_and_are_plain_text():
    author = make_person(family_name="鈴木", given_name="健", family_romaji="Suzuki", given_romaji="Ken")
    reader = make_person()
    context = {"thing": "A & B", "by": in_languages(lambda: author.display_name), "at": "2026-04-01T00:30:00+00:00"}
    notify([reader], kind="test.in_app", key="a", context=context)
    notice = Notice.objects.get()
    for language, zone, name, at in (("ja", "Asia/Tokyo", "鈴木 健", "09:30"), ("en", "UTC", "Ken Suzuki", "00:30")):
        with translation.override(language), timezone.override(zone):
            words = words_of(notice)
        assert (words.title, words.body) == (f"<b>A & B</b> is said by {name}", f"At {at}")


def test_a_sentence_that_ends_with_a_time_has_one_full_stop():
    notify([make_person()], kind="test.in_app", key="a", context={"thing": "It begins at 3 p.m.."})
    assert words_of(Notice.objects.get()).title == "<b>It begins at 3 p.m.</b>"


def test_a_broken_template_and_a_kind_that_is_gone_still_have_a_line(monkeypatch):
    person = make_person()
    notify([person], kind="test.broken", key="a")
    with translation.override("en"):
        assert words_of(Notice.objects.get()).title == "Broken"
        assert words_of(Notice(kind="gone.kind")).title == "About something that is no longer here"


def test_reading_is_for_ones_own_and_for_what_was_on_the_page():
    hanako, ken = make_person(), make_person()
    for key in "abc":
        notify([hanako, ken], kind="test.in_app", key=key)
    first, second, _third = Notice.objects.filter(person=hanako).order_by("pk")
    assert mark_read(ken, number=first.pk) is None
    assert mark_read(hanako, number=first.pk) == first
    assert (unread_count(hanako), unread_count(ken)) == (2, 3)
    assert mark_all_read(hanako, up_to=second.pk) == 1
    assert (unread_count(hanako), unread_count(ken)) == (1, 3)


def test_what_is_taken_back_stays_with_those_who_read_it():
    hanako, ken = make_person(), make_person()
    notify([hanako, ken], kind="test.at_once", key="a")
    mark_read(ken, number=Notice.objects.get(person=ken).pk)
    assert take_back(kind="test.at_once", key="a") == 1
    assert (told(hanako), told(ken)) == ([], [("test.at_once", "a")])


def test_what_is_past_stands_in_the_list_read_with_its_date_and_is_no_mail():
    person, at = make_person(), timezone.now() - timezone.timedelta(days=30)
    for _ in range(2):
        recall([person], kind="test.at_once", key="a", context={"thing": "A"}, address="/me/", at=at)
    notice = Notice.objects.get()
    assert (notice.created_at, notice.read_at, notice.due_at) == (at, at, None)


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_at_once_tell_it_once():
    people = [make_person() for _ in range(3)]
    together = threading.Barrier(2)

    def tell(order):
        together.wait()
        notify(order, kind="test.in_app", key="race")
        connection.close()

    threads = [threading.Thread(target=tell, args=(order,)) for order in (people, people[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert Notice.objects.filter(key="race").count() == 3
