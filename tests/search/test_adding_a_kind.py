"""Adding a kind is one file: the one that `docs/indexing.md` shows, in an app that search has never heard of."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from core.models import CollectionAccess, PortalDocument
from search import registry
from search.documents import SearchDocument
from search.domain import leases, listening
from search.domain.checking import check, damages
from search.domain.queries.saved import feed_address
from search.domain.queries.sight import sight_for
from search.domain.saved import save_search
from search.query import Change
from search.registry import Kind
from search.sight import Sight
from tests.core.media import make_document
from tests.people import audience_of, everyone, make_collection, make_department, make_person
from tests.search.both import ENGINES
from tests.search.indexed import Index, index_on
from tests.search.rights.crawl import Crawl

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = re.compile(r"## Adding a kind\n.*?```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package with that one file in it; what it registers goes with the test."""
    name = "an_app_of_later"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    shown = EXAMPLE.search((ROOT / "docs" / "indexing.md").read_text(encoding="utf-8"))
    assert shown is not None
    (tmp_path / name / "search_index.py").write_text(shown[1], encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(registry, "_sources", dict(registry._sources))
    monkeypatch.setattr(registry, "_facets", dict(registry._facets))
    monkeypatch.setattr(listening, "_handlers", [])  # signals hold them weakly: they go with the list
    return name


@pytest.fixture(params=ENGINES)
def index(
    request: pytest.FixtureRequest, db: None, later: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Index]:
    registry.discover([later])
    registry.check_facets()
    listening.listen(registry.sources()[-1])
    network = make_department("network")
    for_all = make_collection("all", audience=everyone())
    make_document(for_all, name="会議の議事録.txt")
    make_document(for_all, name="会議の議題.pdf")
    make_document(make_collection("own", audience=audience_of(network)), name="会議の秘密.txt")
    with index_on(request.param, tmp_path / "index", monkeypatch) as made:
        yield made


@pytest.fixture
def reader(index: Index) -> Client:
    client = Client()
    client.force_login(make_person(language="en"))
    index.apply()
    return client


def test_the_kind_is_everywhere_and_nobody_finds_what_is_not_theirs(index: Index, reader: Client) -> None:
    """One index for all of it: building one takes longer than what is asked of it."""
    it_has_its_tab_and_its_filter_on_the_page(reader)
    it_is_suggested_in_the_palette(reader)
    the_api_names_it_and_finds_by_it(reader)
    a_feed_has_it()
    check_finds_and_mends_what_is_wrong_with_it(index)
    a_change_is_heard_and_a_narrowed_audience_holds_at_once(index, reader)
    a_crawl_finds_nothing_wrong(index)


def it_has_its_tab_and_its_filter_on_the_page(reader: Client) -> None:
    page = reader.get("/en/search/", {"q": "会議"})
    (tab,) = [tab for tab in page.context["tabs"] if str(tab.title) == "Documents"]
    assert (tab.count, [str(group.kind.label) for group in page.context["found"].groups]) == (2, ["Documents"])
    text = page.content.decode()
    assert ("会議の議事録.txt" in re.sub("<[^>]+>", "", text), "秘密" in text) == (True, False)
    assert [(value, count) for value, count in sorted(page.context["found"].facets["ending"].items())] == [
        ("pdf", 1),
        ("txt", 1),
    ]
    assert titles(reader.get("/en/search/", {"q": "会議", "kind": "file", "ending": "pdf"})) == ["会議の議題.pdf"]


def titles(page: Any) -> list[str]:
    return [row.shown.title for row in page.context["found"].rows]


def it_is_suggested_in_the_palette(reader: Client) -> None:
    offered = reader.get("/en/search/palette/", {"q": "議事"}, headers={"HX-Request": "true"})
    assert [row.shown.title for group in offered.context["offered"].groups for row in group.rows] == [
        "会議の議事録.txt"
    ]
    assert "#paperclip" in offered.content.decode()


def the_api_names_it_and_finds_by_it(reader: Client) -> None:
    known = reader.get("/api/v1/kinds").json()
    assert {"name": "file", "label": "Documents", "facets": ["ending"]} in known["kinds"]
    found = reader.get("/api/v1/search", {"q": "会議", "kind": "file", "filter": "ending:txt"}).json()
    assert (found["total"], [hit["title"] for hit in found["hits"]]) == (1, ["会議の議事録.txt"])
    hits = reader.get("/api/v1/suggest", {"q": "会議の議題"}).json()["hits"]
    assert [hit["title"] for hit in hits] == ["会議の議題.pdf", "会議の議事録.txt"]  # what has one of the words follows
    like = reader.get("/api/v1/similar", {"key": found["hits"][0]["key"]})
    assert (like.status_code, "秘密" in like.content.decode()) == (200, False)


def a_feed_has_it() -> None:
    saved = save_search(make_person(language="en"), name="Meetings", text="会議の議事録", language="en")
    feed = feedparser.parse(Client().get(feed_address(saved).removeprefix("http://127.0.0.1:8000")).content)
    assert [entry.title for entry in feed.entries] == ["会議の議事録.txt"]


def check_finds_and_mends_what_is_wrong_with_it(index: Index) -> None:
    index.apply()
    assert not damages(check(index.name))
    lost = f"file:{PortalDocument.objects.get(title='会議の議題.pdf').pk}"
    index.engine.apply([Change(lost, [], version=leases.next_version(index.name))])
    index.engine.refresh()
    found = check(index.name)
    assert (found.report["missing"], found.report["repaired"]) == (1, 1)
    held = index.keys()
    assert lost in held


def a_change_is_heard_and_a_narrowed_audience_holds_at_once(index: Index, reader: Client) -> None:
    file = PortalDocument.objects.get(title="会議の議題.pdf")
    file.title = "打ち合わせの次第"
    file.save()
    assert index.waiting() == [f"file:{file.pk}"]
    index.apply()
    assert titles(reader.get("/en/search/", {"q": "打ち合わせ"})) == ["打ち合わせの次第"]
    CollectionAccess.objects.get(collection=file.collection).delete()
    shut = reader.get("/en/search/", {"q": "会議"})
    assert (titles(shut), shut.context["found"].total) == ([], 0)
    CollectionAccess.objects.create(collection=file.collection, audience=everyone())
    index.apply()


class Company:
    """What the crawl asks of one: who looks, what there is, what the database shows them."""

    def __init__(self) -> None:
        inside, outside = make_person(), make_person()
        CollectionAccess.objects.get(collection__name="own").audience.departments.clear()
        self.viewers = {"employee": inside, "lecturer": outside}
        self.universe: dict[str, SearchDocument] = {
            document.key: document
            for source in registry.sources()
            for names in registry.names_of(source)
            for _, documents in source.read(names)
            for document in documents
        }

    def viewer(self, role: str) -> Any:
        return self.viewers[role]

    def seen_by(self, role: str) -> set[str]:
        sight: Sight = sight_for(self.viewers[role])
        return {key for key, each in self.universe.items() if sight.tokens & set(each.audience)}


def a_crawl_finds_nothing_wrong(index: Index) -> None:
    company = Company()
    index.apply()
    assert any(key.startswith("file:") for key in company.universe)
    assert [wrong for role in company.viewers for wrong in Crawl(index.engine, company, role).wrong()] == []


def register_again(**changed: Any) -> None:
    registry.register(dataclasses.replace(registry.sources()[0], **changed))


def test_two_of_one_name_stop_the_start() -> None:
    first = registry.sources()[0]
    with pytest.raises(ImproperlyConfigured, match=f"Two sources of search are called “{first.prefix}”"):
        register_again()
    with pytest.raises(ImproperlyConfigured, match=f"Two kinds of search are called “{first.kinds[0].name}”"):
        register_again(prefix="another")


def test_so_does_a_facet_that_nobody_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_sources", dict(registry._sources))
    register_again(prefix="another", kinds=(Kind("new", "News", "News", 1, facets=("colour",)),))
    with pytest.raises(ImproperlyConfigured, match="“new” names the facet “colour”"):
        registry.check_facets()
