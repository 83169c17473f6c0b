"""The mapping is the document's, and names only what production and the test server have."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest

from search.documents import SearchDocument
from search.engines.elastic import ElasticEngine
from search.engines.elastic.mapping import FIELDS, OWN, index_body
from search.engines.elastic.rows import row
from tests.needs import ROOT
from tests.search.documents import document

PLUGIN = ROOT / "scripts" / "elasticsearch"
IN_THE_SERVER = {"standard", "lowercase", "stop"}


def test_every_field_of_a_document_has_its_line() -> None:
    assert set(FIELDS) == {field.name for field in dataclasses.fields(SearchDocument)}


def test_every_value_of_a_row_has_a_field() -> None:
    fields = {name for names in FIELDS.values() for name in names} | set(OWN)

    assert set(row(document("page:1", "題", "文"))) - fields == set()


def test_every_part_of_the_analysis_is_in_the_server_or_in_the_plugin() -> None:
    components = json.loads((PLUGIN / "named_components.json").read_text())
    named = {name for parts in components.values() for name in parts}
    analysis = index_body(shards=1, replicas=None)["settings"]["analysis"]
    own = {**analysis["filter"], **analysis["tokenizer"]}
    used = {name for part in analysis["analyzer"].values() for name in (part["tokenizer"], *part.get("filter", []))}

    assert {own[name]["type"] if name in own else name for name in used} - IN_THE_SERVER - named == set()


def test_the_plugin_names_each_of_its_classes() -> None:
    source = (PLUGIN / "Analysis.java").read_text()
    written = dict(re.findall(r'@NamedComponent\("(\w+)"\)\s+public static final class (\w+)', source))
    components = json.loads((PLUGIN / "named_components.json").read_text())

    listed = {name: place.rpartition("$")[2] for parts in components.values() for name, place in parts.items()}
    assert listed == written


def test_the_server_and_its_plugin_are_of_one_version() -> None:
    fetched = re.search(r"<artifactId>elasticsearch</artifactId>\s*<version>([\d.]+)", _read("pom.xml"))
    described = re.search(r"elasticsearch.version=([\d.]+)", _read("stable-plugin-descriptor.properties"))

    assert (fetched and fetched[1]) == (described and described[1])
    assert fetched


@pytest.mark.needs_elasticsearch
@pytest.mark.parametrize(
    ("analyzer", "text", "expected"),
    [
        ("pieces", "勉強会 python", ["勉", "勉強", "強", "強会", "会", "python"]),
        ("asked_pieces", "勉強会", ["勉強", "強会"]),
        ("asked_pieces", "会", ["会"]),
        ("japanese", "東京都で勉強会を開いた", ["東京", "都", "勉強", "会", "開く"]),
        ("japanese", "ｻｰﾊﾞｰのデータベースサーバー", ["サーバ", "データベース", "サーバ"]),
        ("japanese", "running containers", ["run", "contain"]),
        ("english_words", "The company's policies", ["the", "compani", "polici"]),
        ("beginnings", "nginx", ["n", "ng", "ngi", "ngin", "nginx"]),
    ],
)
def test_texts_are_cut_as_promised(engine: ElasticEngine, analyzer: str, text: str, expected: list[str]) -> None:
    answer = engine.client.indices.analyze(index=engine.begin_rebuild(), analyzer=analyzer, text=text)

    assert [token["token"] for token in answer["tokens"]] == expected


def _read(name: str) -> str:
    return Path(PLUGIN / name).read_text()
