"""The style guide is for those who work on the portal."""

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.people import make_person


@pytest.mark.django_db
def test_the_style_guide_is_absent_outside_the_demo(client: Client) -> None:
    client.force_login(make_person())
    assert client.get("/en/style-guide/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_style_guide_shows_every_component_in_the_demo(
    client: Client, settings: LazySettings, language: str
) -> None:
    settings.DEMO = True
    client.force_login(make_person())
    shown = client.get(f"/{language}/style-guide/").content.decode()
    for component in ("ring", "avatar", "state", "message", "notice", "field", "pagination", "heat", "steps", "code"):
        assert f'class="{component}' in shown
