"""The corpus is read once for all tests here: it takes some seconds to load the demo and to import the bootcamp."""

from pathlib import Path
from typing import Any

import pytest

from search.documents import SearchDocument
from tests.search.relevance.corpus import corpus


@pytest.fixture(scope="session")
def documents(shared_data: Path, django_db_setup: None, django_db_blocker: Any) -> list[SearchDocument]:
    with django_db_blocker.unblock():
        return corpus(shared_data)
