"""What every test has: services told apart, the real inputs, people (see tests/people.py)."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from core.kept import noting
from core.kept.store import pages
from tests import template_database
from tests.append_only import let_flush_empty_the_audit
from tests.needs import NEEDS, shared_data_folder

# Drawn the same each time, and without a clock: whoever changes a word is not stopped by what chance found elsewhere.
# `--hypothesis-profile=chance` draws anew.
hypothesis.settings.register_profile("the same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("chance", deadline=None)
hypothesis.settings.load_profile("the same")

SERVICES = ("postgres", "redis", "elasticsearch", "nginx")
SKIPPED = "needs {title}: {how}"


def pytest_runtest_setup(item: pytest.Item) -> None:
    for need in NEEDS.values():
        if item.get_closest_marker(f"needs_{need.name}") and not need.here():
            reason = SKIPPED.format(title=need.title, how=need.how)
            if need.required:
                pytest.fail(f"TERAKOYA_REQUIRE asks for it, and it is not here. {reason}", pytrace=False)
            pytest.skip(reason)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker("needs_shared_data")
    if os.environ.get("TERAKOYA_SERVICES_ONLY"):
        # CI has just run the whole suite: what reaches no service would come out the same.
        alone = [item for item in items if not _reaches_a_service(item)]
        config.hook.pytest_deselected(items=alone)
        items[:] = [item for item in items if _reaches_a_service(item)]
    # The longest begin first, so that one core does not end alone with them.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _reaches_a_service(item: pytest.Item) -> bool:
    """Whether a test uses the database, or says that it needs a real service. What is held on both engines of search
    was held on the embedded one with the embedded database: here it is held on Elasticsearch; processes that are
    killed meet every pair."""
    marks = {mark.name for mark in item.iter_markers()}
    if "[embedded" in item.name and "/search/" in item.nodeid and "/faults/" not in item.nodeid:
        return False
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or "django_db" in marks or any(f"needs_{name}" in marks for name in SERVICES)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each service that was missing: how many tests wait for it, and how to run them."""
    reasons = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for need in NEEDS.values():
        reason = SKIPPED.format(title=need.title, how=need.how)
        count = sum(reason in text for text in reasons)
        if count:
            terminalreporter.write_line(f"{count} skipped without {need.title}. To run them: {need.how}")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of the real inputs; a test that asks for it is skipped where it is absent."""
    return shared_data_folder()


@pytest.fixture(scope="session", autouse=True)
def _flush_with_an_append_only_table() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        let_flush_empty_the_audit(patch)
        yield


@pytest.fixture(autouse=True)
def _language_of_nobody() -> None:
    """The language of the last request of a test is not that of the next test."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    """What is counted in the cache (attempts to sign in) does not reach from one test into the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _pages_are_kept_within_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """The transaction around a test counts as committed, so that every test would meet a stale page; none reaches the
    next test, where a stamp that was rolled back stands for something else."""
    pages.clear()
    own = lambda: [block for block in connection.atomic_blocks if not block._from_testcase]  # noqa: E731
    monkeypatch.setattr(noting, "is_uncommitted", lambda: bool(own()))


def _on_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """On SQLite the database is there before the run: a copy of the template (it goes with the data folder)."""
    return True if _on_sqlite() else django_db_keepdb


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """After xdist has given each worker a name of its own."""
    if _on_sqlite():
        template_database.copy_to(Path(settings.DATABASES["default"]["TEST"]["NAME"]))
