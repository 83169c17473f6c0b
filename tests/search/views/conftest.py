"""A library to search in, and somebody who searches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.people import make_person
from tests.search.library import Library, opened


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with opened(tmp_path) as library:
        yield library


@pytest.fixture
def reader(db: None) -> Client:
    """A browser in which an employee is signed in."""
    client = Client()
    client.force_login(make_person(language="en"))
    return client
