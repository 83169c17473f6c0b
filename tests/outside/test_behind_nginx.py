"""The same behind the shipped nginx, in the production form: TLS, secure cookies, and the address people open."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import template_database
from tests.deploy.front import running
from tests.outside.conftest import Provider, described, local

pytestmark = [pytest.mark.needs_nginx, pytest.mark.slow]


def test_someone_comes_in_by_a_provider_and_leaves_it_behind_nginx(tmp_path: Path, provider: Provider) -> None:
    data = tmp_path / "var"
    data.mkdir()
    template_database.copy_to(data / "terakoya.sqlite3")
    add_person(data / "terakoya.sqlite3", email="aiko@example.com")
    provider.knows("aiko-n", email="aiko@example.com", email_verified=True)
    named = json.dumps([described(provider)])

    with running(tmp_path, settings="tests.deploy.whole_settings", OIDC_PROVIDERS=named) as front:
        away = front.get("/en/sign-in/with/minamo/?next=/en/settings/").headers["location"]
        asked = parse_qs(urlsplit(away).query)
        assert asked["redirect_uri"] == ["https://terakoya.example/sign-in/with/minamo/back/"]
        back = provider.says_yes(away, "aiko-n")
        assert back.startswith("https://terakoya.example/sign-in/with/minamo/back/?")
        arrived = front.get(local(back))
        assert (arrived.status_code, arrived.headers["location"]) == (302, "/en/settings/")
        assert "__Host-terakoya_session=" in arrived.headers["set-cookie"]
        assert front.get("/en/settings/").status_code == 200
        left = front.client.post(
            "/en/sign-out/",
            headers={
                "X-CSRFToken": front.client.cookies["__Host-terakoya_csrf"],
                "Referer": "https://terakoya.example/",
            },
        )
        assert left.headers["refresh"].startswith(f"0; url={provider.address}/oauth2/end_session?")
        assert front.get("/en/settings/").status_code == 302


def add_person(database: Path, *, email: str) -> None:
    """Someone employed, without a password: the columns that have no default of the database."""
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO core_region (id, code, name_ja, name_en) VALUES (1, 'tokyo', '東京', 'Tokyo')")
        values = {
            "id": 1, "email": email, "password": "!", "is_superuser": 0, "employee_number": "N1", "family_name": "佐藤",
            "given_name": "愛子", "family_kana": "", "given_kana": "", "family_romaji": "", "given_romaji": "",
            "about": "", "language": "en", "time_zone": "Asia/Tokyo", "theme": "system", "shortcuts": 1, "region_id": 1,
            "hire_type": "mid_career", "joined_on": "2020-04-01", "is_active": 1, "session_epoch": 0,
            "public_id": "0123456789abcdef0123456789abcdef",
        }  # fmt: skip
        names, marks = ", ".join(values), ", ".join("?" for _ in values)
        connection.execute(f"INSERT INTO core_person ({names}) VALUES ({marks})", list(values.values()))  # noqa: S608
    connection.close()
