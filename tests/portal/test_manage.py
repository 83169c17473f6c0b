"""The demo is one process, and Django reads its catalogues once: they must be compiled before it starts."""

import sys

import pytest

import manage


@pytest.mark.parametrize(
    ("command", "order"), [("demo", ["catalogues", "django"]), ("serve", ["django"]), ("migrate", ["django"])]
)
def test_the_demo_s_catalogues_are_compiled_before_django_starts(
    monkeypatch: pytest.MonkeyPatch, command: str, order: list[str]
) -> None:
    happened: list[str] = []
    monkeypatch.setattr(sys, "argv", ["manage.py", command])
    monkeypatch.setattr("core.translation.catalogues.compile_catalogues", lambda: happened.append("catalogues"))
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda argv: happened.append("django"))
    manage.main()
    assert happened == order
