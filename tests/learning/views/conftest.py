"""Who is stuck where, and whose material it is."""

import pytest

from tests.learning.building import material, person


@pytest.fixture
def author():
    return person("Nakamura")


@pytest.fixture
def page(author):
    return material(authors=(author,))


@pytest.fixture
def asker():
    return person("Kobayashi")
