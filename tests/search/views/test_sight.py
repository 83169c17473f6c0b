"""Feeds, the API and what is similar, over a real index: every role its own part, and no more once it is narrowed."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable, Iterator
from pathlib import Path

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from core.domain.api_tokens import make_token
from core.domain.roles import revoke_role
from core.enums import Role
from core.models import Audience, Department, PageAudience, Person
from search.domain.queries.saved import feed_address, saved_of
from search.domain.saved import save_search
from search.kinds.addresses import without_language
from tests.learning.building import category, curriculum, material
from tests.people import audience_of, make_department, make_person, make_section, place
from tests.search.both import EMBEDDED
from tests.search.indexed import Index, index_on

pytestmark = pytest.mark.django_db
ROLES = (None, Role.LECTURER, Role.HR, Role.PROGRAMME_OWNER, Role.DEPARTMENT_EDITOR, Role.EDITOR, Role.ADMINISTRATOR)
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    with index_on(EMBEDDED, tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def titles(index: Index) -> dict[str, str]:
    """A material for all, one of the network and one of sales; titles by whose they are, and their keys."""
    found = {}
    for code in ("all", "network", "sales"):
        course = curriculum()
        if code != "all":
            section = make_section(make_department(code))
            PageAudience.objects.create(
                translation_key=section.translation_key, audience=audience_of(section.department)
            )
            course.move(section, "last-child")
        page = material("Containers and proxies.", parent=category(type(course).objects.get(pk=course.pk)), title=code)
        found[code] = f"material:{page.translation_key}"
        found.setdefault("address", without_language(page.get_url()))
    index.apply()
    index.engine.refresh()
    return found


def of_the_network(role: Role | None) -> Person:
    network = Department.objects.get(code="network")
    person = make_person(role=role, department=network, language="en")
    place(person, network)
    return Person.objects.get(pk=person.pk)


def in_feed(owner: Person) -> set[str]:
    saved = next(iter(saved_of(owner)), None)
    saved = saved or save_search(owner, name="all", text="containers", kinds=["material"], language="en")
    read = feedparser.parse(Client().get(feed_address(saved).removeprefix(BASE)).content)
    return {html.unescape(entry.title) for entry in read.entries}


def in_api(viewer: Person) -> set[str]:
    client = Client()
    client.force_login(viewer)
    found = client.get("/api/v1/search", {"q": "containers", "kind": "material"}).json()
    assert found["total"] == len(found["hits"])
    return {hit["title"] for hit in found["hits"]}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_its_own_part(role: Role | None, titles: dict[str, str]) -> None:
    viewer = of_the_network(role)
    everything = role in {Role.EDITOR, Role.ADMINISTRATOR}
    expected = {"all", "network", "sales"} if everything else {"all", "network"}
    assert in_feed(viewer) == expected
    assert in_api(viewer) == expected


def test_a_narrowed_audience_holds_with_the_next_reading_and_nothing_is_compared_across_it(
    titles: dict[str, str],
) -> None:
    viewer = of_the_network(None)
    assert in_feed(viewer) == {"all", "network"}
    shut = audience_of(make_department("closed"))
    PageAudience.objects.create(translation_key=titles["all"].partition(":")[2], audience=shut)
    viewer = Person.objects.get(pk=viewer.pk)
    assert in_feed(viewer) == in_api(viewer) == {"network"}
    client = Client()
    client.force_login(viewer)
    for key in (titles["all"], titles["sales"]):
        assert client.get("/api/v1/similar", {"key": key}).status_code == 404
        assert client.get("/en/search/similar/", {"key": key}).status_code == 404
    alike = client.get("/api/v1/similar", {"key": titles["network"]}).json()["hits"]
    assert {hit["key"] for hit in alike} & {titles["all"], titles["sales"]} == set()


def lose_the_role(viewer: Person, audience: Audience) -> None:
    revoke_role(viewer.role_grants.get(), actor=None)


def move_elsewhere(viewer: Person, audience: Audience) -> None:
    viewer.assignments.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    place(viewer, make_department("elsewhere"), starts_on=timezone.localdate())


def turn_out_to_have_joined_later(viewer: Person, audience: Audience) -> None:
    viewer.joined_on = audience.joined_to + dt.timedelta(days=1)
    viewer.save()


@pytest.mark.parametrize(
    ("role", "axis", "change"),
    [
        (Role.EDITOR, "elsewhere", lose_the_role),
        (None, "network", move_elsewhere),
        (None, "joined", turn_out_to_have_joined_later),
    ],
)
def test_what_goes_with_a_role_a_place_or_a_day_is_gone_from_an_open_session_a_token_and_a_feed(
    role: Role | None, axis: str, change: Callable[[Person, Audience], None], titles: dict[str, str]
) -> None:
    viewer = of_the_network(role)
    if axis == "joined":
        audience = Audience.objects.create(name="joined", joined_from=viewer.joined_on, joined_to=viewer.joined_on)
    else:
        known = Audience.objects.filter(name=f"only {axis}").first()
        audience = known or audience_of(make_department("closed"))
    PageAudience.objects.create(translation_key=titles["all"].partition(":")[2], audience=audience)
    saved = save_search(viewer, name="all", text="containers", kinds=["material"], language="en")
    day = timezone.localdate() + dt.timedelta(days=1)
    headers = {"Authorization": f"Bearer {make_token(viewer, name='x', scope='read', last_day=day)[1]}"}
    browser = Client()
    browser.force_login(viewer)

    def shown() -> list[bool]:
        asked = {"q": "containers", "kind": "material"}
        answers = [
            browser.get("/en/search/", asked),
            browser.get("/en/search/palette/", asked, headers={"HX-Request": "true"}),
            browser.get("/api/v1/search", asked),
            Client().get("/api/v1/search", asked, headers=headers),
            Client().get(feed_address(saved).removeprefix(BASE)),
        ]
        assert {answer.status_code for answer in answers} == {200}
        return [titles["address"] in answer.content.decode() for answer in answers]

    assert shown() == [True] * 5
    change(Person.objects.get(pk=viewer.pk), audience)
    assert shown() == [False] * 5
