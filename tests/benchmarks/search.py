"""Search: queries, suggestions and bulk of each engine beside the engine alone, with the same data in the same run; how
the time grows with the index; and how long a change takes to be findable through a real worker.

The engine alone: the same query, already built, the same counts, the hits fetched and quoted, through tantivy or the
client of Elasticsearch; without parsing, typos tried anew, newness, and the reasons of each hit.
"""

import itertools
import json
import os
from collections.abc import Iterable
from typing import Any

from tests.benchmarks.company import company
from tests.benchmarks.harness import Row, Setting

SIZES = (10_000, 100_000, 1_000_000)
SMOKE = (1_000,)
"""One size, to see only that it runs: another is another process, which reads all the real inputs first."""
BULK = 100_000
"""Documents at which bulk and queries are compared with the engine alone."""
QUERY_P95 = {"embedded": 20.0}
SUGGESTION_P95 = 30.0
CHANGE_P95 = 2.0


def measure(setting: Setting) -> Iterable[Row]:
    engines = ["embedded", *(["elastic"] if os.environ.get("ELASTICSEARCH_URL") else [])]
    for engine in engines:
        yield from _engine(setting, engine)
    if "elastic" not in engines:
        print("Elasticsearch is not measured: ELASTICSEARCH_URL is not set (make services).")  # noqa: T201
    yield from _production(setting)


def _engine(setting: Setting, engine: str) -> Iterable[Row]:
    sizes = SMOKE if setting.smoke else SIZES
    sizes = tuple(size for size in sizes if size <= int(os.environ.get("BENCH_LARGEST", "1000000")))
    compared = sizes[-1] if setting.smoke else min(BULK, sizes[-1])
    found = {size: _measured(setting, engine, size, alone=size == compared) for size in sizes}
    at = found[compared]
    name = f"{engine}, {compared:,}"
    yield _beside(f"{name}: query p50", at["query_p50"], at["alone_p50"], "ms", 1.3)
    most = QUERY_P95.get(engine)
    yield _beside(f"{name}: query p95", at["query_p95"], at["alone_p95"], "ms", 1.3)
    if most:
        yield Row(f"{name}: query p95, in all", at["query_p95"], "ms", f"{most:g} ms", at["query_p95"] < most)
    yield Row(
        f"{name}: suggestion p95",
        at["suggest_p95"],
        "ms",
        f"{SUGGESTION_P95:g} ms",
        at["suggest_p95"] < SUGGESTION_P95,
    )
    yield _beside(f"{name}: bulk", at["bulk_s"], at["alone_bulk_s"], "s", 1.5)
    yield from _growth(engine, found)


def _beside(what: str, figure: float, alone: float, unit: str, times: float) -> Row:
    return Row(what, figure, unit, f"{times:g} times", figure <= times * alone, alone)


def _growth(engine: str, found: dict[int, dict[str, Any]]) -> Iterable[Row]:
    sizes = sorted(found)
    for small, large in itertools.pairwise(sizes):
        figure, before = found[large]["query_p95"], found[small]["query_p95"]
        grown = large / small
        aim = f"less than {grown:.3g} times that of {small:,}"
        yield Row(f"{engine}: query p95 at {large:,}", figure, "ms", aim, figure < grown * before, before)


def _measured(setting: Setting, engine: str, size: int, *, alone: bool) -> dict[str, Any]:
    folder = setting.folder / f"index-{engine}-{size}"
    rounds = 40 if setting.smoke else 400
    arguments = [engine, str(folder), str(size), str(rounds), *(["alone"] if alone else [])]
    found: dict[str, Any] = json.loads(
        setting.python("-m", "tests.benchmarks.search_engines", *arguments).splitlines()[-1]
    )
    return found


def _production(setting: Setting) -> Iterable[Row]:
    company(setting)
    found = json.loads(
        setting.python("-m", "tests.benchmarks.search_changes", "3" if setting.smoke else "40").splitlines()[-1]
    )
    figure = found["p95_s"]
    aim = f"{CHANGE_P95:g} s"
    yield Row("change to findable p95, a real worker", figure, "s", aim, figure < CHANGE_P95, more=found)
    behind = found["behind_p95_s"]
    yield Row("change to findable p95, behind 200 others", behind, "s", aim, behind < CHANGE_P95)
    for when, named in (("requests", ""), ("requests_while_waiting", ", 499 changes wait")):
        typed, page = found[when]["suggest"], found[when]["page"]
        aim = f"{SUGGESTION_P95:g} ms" if when == "requests" else "for the record"
        met = typed["p95_ms"] < SUGGESTION_P95 or when != "requests"
        yield Row(f"suggestion p95, whole request{named}", typed["p95_ms"], "ms", aim, met, more=typed)
        yield Row(f"search page p95, whole request{named}", page["p95_ms"], "ms", "for the record", True, more=page)
