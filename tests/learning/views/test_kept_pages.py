"""A kept page is never another than the one that would be made now: not after any write, nor for anyone else."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from core.domain.leaving import leave
from core.domain.page_audience import set_page_audience
from core.domain.people import change_profile, sign_out_everywhere
from core.domain.queries.addresses import address_of
from core.domain.roles import grant_role, revoke_role
from core.enums import Role
from core.kept import noting, stamps
from core.kept.store import Store, pages
from core.middleware import kept_pages
from core.models import Assignment, Audience, HomePage, PageAudience, Person
from learning.domain.answers import change_answer, delete_answer, hide_answer, mark_helped
from learning.domain.progress import mark_done, mark_stuck, remember_place, unmark
from learning.domain.stuck import delete_report, hide_report
from learning.models import MaterialPage, MaterialSource, StepMark
from tests.learning.building import TEXT, category, curriculum, edit, material, person, step_id, translated
from tests.learning.views.stuck import answered, as_, asked, at
from tests.learning.views.test_mistakes import reported
from tests.people import audience_of, everyone, make_department, make_person, place

pytestmark = pytest.mark.django_db

HIT = 3  # the session, the person, the stamps


class World:
    """A reader who is in the middle of a material, its author, and others; both pages are kept."""

    def __init__(self) -> None:
        self.author, self.reader, self.other = person("Nakamura"), person("Kobayashi"), person("Watanabe")
        self.page = material(authors=(self.author, self.reader))
        self.page.save_revision().publish()
        self.first, self.second = step_id(self.page, 1), step_id(self.page, 2)
        mark_done(self.reader, page=self.page, step_id=self.first)
        self.answer = answered(asked(self.other, self.page), self.author)
        self.client = as_(self.reader)
        self.home, self.material = "/ja/", address_of(self.page, language="ja")

    def shows(self, address: str) -> str:
        return shown(self.client.get(address))


@pytest.fixture
def world() -> World:
    return World()


def shown(response: Any) -> str:
    """The answer without what is another each time: the token of its forms."""
    body = response.content.decode()
    assert kept_pages.TOKEN not in body
    return f"{response.status_code} {re.sub(r'[A-Za-z0-9]{64}', 'TOKEN', body)}"


def queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


def publish_title(world: World) -> None:
    page = MaterialPage.objects.get(pk=world.page.pk)
    page.title = "Another title"
    page.save_revision().publish()


def all_people() -> Any:
    return Person.objects.get_queryset()


def tree() -> Any:
    return Page.objects.all()


def narrow_to_nobody(world: World) -> None:
    set_page_audience(world.page, audience=Audience.objects.create(name="Nobody"), actor=world.author)


HAPPENINGS: dict[str, tuple[str, Callable[[World], Any]]] = {
    "I mark a step done": ("both", lambda w: mark_done(w.reader, page=w.page, step_id=w.second)),
    "I am stuck": ("both", lambda w: mark_stuck(w.reader, page=w.page, step_id=w.second)),
    "I take a mark back": ("both", lambda w: unmark(w.reader, page=w.page, step_id=w.first)),
    "I read on elsewhere": ("both", lambda w: remember_place(w.reader, page=w.page, step_id=step_id(w.page, 3))),
    "someone is stuck": ("both", lambda w: mark_stuck(person(), page=w.page, step_id=w.second)),
    "someone got through": ("both", lambda w: mark_done(w.other, page=w.page, step_id=w.first)),
    "someone asks about my material": ("both", lambda w: asked(person(), w.page)),
    "someone answers": ("both", lambda w: answered(asked(person(), w.page), w.author)),
    "an answer is edited": ("material", lambda w: change_answer(w.answer, body="Restart the daemon.")),
    "an answer is deleted": ("material", lambda w: delete_answer(w.answer)),
    "an answer is hidden": ("material", lambda w: hide_answer(w.answer, actor=w.author, hidden=True)),
    "a question is hidden": ("both", lambda w: hide_report(w.answer.report, actor=w.author, hidden=True)),
    "a question is deleted": ("both", lambda w: delete_report(w.answer.report)),
    "an answer helps me": ("material", lambda w: mark_helped(w.answer, person=w.reader)),
    "an answer helps someone": ("material", lambda w: mark_helped(w.answer, person=person())),
    "someone reports a mistake": ("both", lambda w: reported(person(), w.page)),
    "a title is published": ("both", publish_title),
    "a text is published": ("material", lambda w: edit(w.page, TEXT.replace("Words before", "A word before"))),
    "a material is unpublished": ("both", lambda w: MaterialPage.objects.get(pk=w.page.pk).unpublish()),
    "a material is deleted": ("both", lambda w: MaterialPage.objects.get(pk=w.page.pk).delete()),
    "a new material is published": ("home", lambda w: material(title="Brand new").save_revision().publish()),
    "a material is moved": ("both", lambda w: w.page.move(category(), pos="last-child")),
    "a category is renamed": ("material", lambda w: tree().filter(pk=w.page.get_parent().pk).update(title="Named")),
    "a chapter is added": ("both", lambda w: material(parent=MaterialPage.objects.get(pk=w.page.pk))),
    "its audience is narrowed": ("both", narrow_to_nobody),
    "a row is updated without a signal": ("both", lambda w: MaterialPage.objects.update(title="Behind the back")),
    "marks are made in bulk": (
        "both",
        lambda w: StepMark.objects.bulk_create(
            [
                StepMark(
                    person=w.reader,
                    translation_key=w.page.translation_key,
                    step_id=w.second,
                    state="done",
                    done_at=timezone.now(),
                )
            ],
            ignore_conflicts=True,
        ),
    ),
    "I become an editor": ("both", lambda w: grant_role(w.reader, role=Role.EDITOR, actor=None)),
    "I am renamed": ("both", lambda w: all_people().filter(pk=w.reader.pk).update(family_name="小林")),
    "I choose the dark theme": ("both", lambda w: change_profile(w.reader, actor=w.reader, theme="dark")),
    "I move to another zone": ("both", lambda w: change_profile(w.reader, actor=w.reader, time_zone="Europe/London")),
    "an author is renamed": ("material", lambda w: all_people().filter(pk=w.author.pk).update(family_name="中村")),
    "the introduction of home is changed": ("home", lambda w: HomePage.objects.update(introduction="Welcome")),
    "I leave": ("both", lambda w: leave(w.reader, on=timezone.localdate(), actor=None)),
    "my account is closed": ("both", lambda w: all_people().filter(pk=w.reader.pk).update(is_active=False)),
    "I sign out everywhere": ("both", lambda w: sign_out_everywhere(w.reader, actor=w.reader)),
}  # fmt: skip


@pytest.mark.parametrize("what", HAPPENINGS)
def test_it_is_seen_at_once(what: str, world: World) -> None:
    where, happens = HAPPENINGS[what]
    before = {address: world.shows(address) for address in (world.home, world.material)}
    assert [queries(world.client, address) for address in before] == [HIT, HIT]
    assert {address: world.shows(address) for address in before} == before
    happens(world)
    after = {address: world.shows(address) for address in before}
    pages.clear()
    assert after == {address: world.shows(address) for address in before}  # what would be made now
    changed = [address for address in before if after[address] != before[address]]
    assert changed == [at for at in before if where in ("both", "home" if at == world.home else "material")]


def test_a_role_that_is_lost_is_lost_at_once(world: World) -> None:
    held = grant_role(world.reader, role=Role.EDITOR, actor=None)
    assert "/admin/" in world.shows(world.material)
    assert queries(world.client, world.material) == HIT
    revoke_role(held, actor=None)
    assert "/admin/" not in world.shows(world.material)


def test_who_moves_to_another_department_sees_its_pages_at_once(world: World) -> None:
    sales, network = make_department("sales"), make_department("network")
    placed = place(world.reader, sales)
    set_page_audience(world.page, audience=audience_of(sales), actor=world.author)
    assert world.shows(world.material).startswith("200")
    assert queries(world.client, world.material) == HIT
    Assignment.objects.filter(pk=placed.pk).update(department=network)
    assert world.shows(world.material).startswith("404")


def test_a_page_opens_as_soon_as_its_audience_does(world: World) -> None:
    narrow_to_nobody(world)
    assert world.shows(world.material).startswith("404")
    PageAudience.objects.filter(translation_key=world.page.translation_key).update(audience=everyone())
    assert world.shows(world.material).startswith("200")


def test_nobody_sees_the_page_of_another(world: World) -> None:
    assert "Kobayashi" in world.shows("/en/")
    for someone in (world.other, world.author):
        html = shown(as_(someone).get("/en/"))
        assert "Kobayashi" not in html
        pages.clear()
        assert html == shown(as_(someone).get("/en/"))


def test_a_stranger_is_sent_to_the_sign_in(world: World, client: Any) -> None:
    world.shows(world.material)
    assert client.get(world.material).status_code == 302


def test_one_person_in_two_browsers_has_two_tokens_that_work(world: World) -> None:
    def token(browser: Any) -> str:
        return re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', browser.get(world.material).content.decode())[
            0
        ]

    def mark(browser: Any, with_token: str) -> int:
        data = {"done": world.second, "csrfmiddlewaretoken": with_token}
        return browser.post(at("mark_step", key=world.page.translation_key), data).status_code

    first, second = as_(world.reader), as_(world.reader)
    for browser in (first, second):
        browser.handler.enforce_csrf_checks = True
    tokens = [token(first), token(second), token(first)]
    assert len(set(tokens)) == 3
    assert queries(first, world.material) == HIT
    assert mark(first, tokens[1]) == 403
    assert [mark(first, tokens[2]), mark(second, tokens[1])] == [302, 302]


def test_a_message_is_shown_once(world: World) -> None:
    before = world.shows(world.material)
    world.client.post(at("report_mistake", key=world.page.translation_key), {"message": "x" * 20, "token": "0" * 32})
    with_message = world.shows(world.material)
    assert "data-message" in with_message
    assert world.shows(world.material) == before


@pytest.mark.parametrize("role", list(Role))
def test_home_and_materials_are_kept_for_every_role(role: Role, world: World) -> None:
    client = as_(make_person(role=role, department=make_department("sales")))
    for address in (world.home, world.material):
        client.get(address)
    assert [queries(client, address) for address in (world.home, world.material)] == [HIT, HIT]


def test_each_address_and_language_is_a_page_of_its_own(world: World) -> None:
    assert '<html lang="ja"' in world.shows("/ja/")
    assert '<html lang="en"' in world.shows("/en/")
    assert '<html lang="ja"' in world.shows("/ja/")


def test_a_question_in_the_address_is_answered_anew(world: World) -> None:
    place_ = address_of(category(), language="ja")
    world.shows(place_)
    assert queries(world.client, f"{place_}?page=2") > HIT


def test_a_preview_is_the_draft(world: World) -> None:
    editor = grant_role(person(), role=Role.EDITOR, actor=None).person
    client = as_(editor)
    client.get(world.material)
    assert queries(client, world.material) == HIT
    draft = world.page.get_latest_revision_as_object()
    draft.title = "Only drafted"
    draft.save_revision()
    assert "Only drafted" in client.get(f"/admin/pages/{world.page.pk}/view_draft/").content.decode()
    assert "Only drafted" not in client.get(world.material).content.decode()


def test_saving_a_draft_leaves_the_pages_of_readers_kept(world: World) -> None:
    world.shows(world.material)
    draft = world.page.get_latest_revision_as_object()
    draft.title = "Only drafted"
    draft.save_revision()
    assert queries(world.client, world.material) == HIT


def test_what_others_do_in_other_materials_leaves_my_pages_kept(world: World) -> None:
    elsewhere = material()
    for address in (world.home, world.material):
        world.shows(address)
    mark_done(world.other, page=elsewhere, step_id=step_id(elsewhere, 1))
    mark_done(world.other, page=world.page, step_id=world.second)
    remember_place(world.other, page=world.page, step_id=world.first)
    assert queries(world.client, world.material) == HIT


def test_a_translation_that_falls_behind_says_so_at_once(world: World) -> None:
    english = address_of(translated(world.page, TEXT), language="en")
    assert "behind its source" not in world.shows(english)
    assert queries(world.client, english) == HIT
    edit(world.page, TEXT.replace("Words before", "Other words before"))
    assert "behind its source" in world.shows(english)


def test_a_page_that_asks_for_a_password_is_not_kept(world: World) -> None:
    PageViewRestriction.objects.create(page=world.page.page_ptr, restriction_type="login")
    assert world.shows(world.material).startswith("200")
    assert queries(world.client, world.material) > HIT


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.timedelta], None]:
    """Let time go on, for sessions too."""
    real, passed = timezone.now, [dt.timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: real() + passed[0])

    def later(by: dt.timedelta) -> None:
        passed[0] += by

    return later


def test_words_that_age_are_never_older_than_they_say(world: World, clock: Callable[[dt.timedelta], None]) -> None:
    assert "just now" in world.shows(address_of(world.page, language="en"))
    clock(dt.timedelta(seconds=61))
    assert "1 minute ago" in world.shows(address_of(world.page, language="en"))


def test_a_place_that_begins_tomorrow_opens_at_midnight(world: World, clock: Callable[[dt.timedelta], None]) -> None:
    sales = make_department("sales")
    place(world.reader, sales, starts_on=timezone.localdate() + dt.timedelta(days=1))
    curriculum_ = curriculum()
    set_page_audience(curriculum_, audience=audience_of(sales), actor=world.author)
    page = material(parent=category(curriculum_), title="From tomorrow")
    page.save_revision().publish()
    assert "From tomorrow" not in world.shows(world.home)
    clock(dt.timedelta(days=1))
    assert "From tomorrow" in world.shows(world.home)


def test_another_process_keeps_pages_of_its_own_and_sees_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = Store(2**24), Store(2**24)

    def as_process(store: Store) -> str:
        monkeypatch.setattr(kept_pages, "pages", store)
        return world.shows(world.home)

    assert as_process(here) == as_process(there)
    mark_done(world.reader, page=world.page, step_id=world.second)
    after = as_process(there)
    assert as_process(here) == after
    unmark(world.reader, page=world.page, step_id=world.second)
    assert as_process(here) == as_process(there) != after


def test_nothing_is_kept_inside_a_transaction(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noting, "is_uncommitted", lambda: True)
    world.shows(world.home)
    assert len(pages) == 0
    assert queries(world.client, world.home) > HIT


@pytest.mark.django_db(transaction=True)
def test_a_write_while_the_page_is_being_made_is_seen_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    world, read = World(), stamps.read

    def renamed_by_another() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE core_homepage SET introduction = 'Written meanwhile'")
        connection.close()

    def then_written(names: Any) -> Any:
        found = read(names)
        monkeypatch.setattr(stamps, "read", read)
        thread = threading.Thread(target=renamed_by_another)
        thread.start()
        thread.join()
        return found

    monkeypatch.setattr(stamps, "read", then_written)
    assert "Written meanwhile" in world.shows(world.home)
    assert queries(world.client, world.home) > HIT  # what was kept is older than its stamp
    assert queries(world.client, world.home) == HIT
    assert "Written meanwhile" in world.shows(world.home)


def test_an_import_is_seen_at_once(world: World) -> None:
    world.shows(world.material)
    MaterialSource.objects.create(
        kind="folder",
        address="/somewhere",
        curriculum=curriculum(),
        collection=world.page._meta.apps.get_model("wagtailcore.Collection").objects.first(),
    )
    assert queries(world.client, world.material) > HIT
