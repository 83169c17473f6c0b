"""What looks like a secret, and what only looks like it to nobody."""

from __future__ import annotations

import re

import pytest

from core.secrets import find_secrets, secret_patterns


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "private_key"),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "private_key"),
        ("aws_access_key_id AKIAIOSFODNN7EXAMPLE", "aws_key"),
        ("ghp_0123456789abcdefghijABCDEFGHIJ012345", "provider_token"),
        ("remote: glpat-abcdefghij0123456789", "provider_token"),
        ("xoxb-123456789012-abcdefghijkl", "provider_token"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijklmnop", "json_web_token"),
        ("git clone https://hanako:s3cretpw@git.example/repo.git", "password_in_address"),
        ("postgres://app:s3cretpw@db:5432/app", "password_in_address"),
        ("Authorization: Basic aGFuYWtvOnMzY3JldA==", "authorization"),
        ("curl -H 'X: Bearer abcdefghijklmnopqrstuvwxyz'", "bearer"),
        ("password=hunter22", "assignment"),
        ('  "client_secret": "abcd1234efgh"', "assignment"),
        ("export DB_PASSWORD='hunter22'", "assignment"),
        ("DB_PASS=hunter22", "assignment"),
        ("API_KEY=abcd1234", "assignment"),
        ("パスワードは hunter22 です", "japanese"),
    ],
)
def test_a_secret_is_found(text, kind) -> None:
    found = find_secrets(f"$ make\n{text}\n")
    assert [(each.kind, each.line) for each in found] == [(kind, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "Enter your password:",
        "password=<your password>",
        "PASSWORD=********",
        "password: ${DB_PASSWORD}",
        "token = xxxxxxxx",
        "Permission denied (publickey,password).",
        "See https://example.com/docs?page=2 for passwords",
        "パスワードを入力してください",
        "http://localhost:8080/path@v1",
        "error: tokenizer: unexpected end",
        "git@github.com:iij/bootcamp.git",
    ],
)
def test_what_is_no_secret_is_left_alone(text) -> None:
    assert find_secrets(text) == []


def test_a_finding_shows_only_its_beginning() -> None:
    found = find_secrets("password=hunter22hunter22hunter22")[0]
    assert found.shown == "password=hun…"
    assert "hunter22hunter22" not in repr(found)


def test_a_long_text_is_read_quickly() -> None:
    assert len(find_secrets("password=hunter22\n" * 5000)) == 20
    assert find_secrets("a_-." * 50_000) == []


def test_the_browser_reads_the_same_patterns() -> None:
    for pattern in secret_patterns():
        assert "(?P<" not in pattern
        assert not re.search(r"\(\?[a-z]+\)(?!$)", pattern[4:])
