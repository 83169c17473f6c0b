"""Git repositories: fetched safely, in time, and with a message that helps."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import LazySettings

from learning.interfaces.importer.address import SourceAddress, read_address
from learning.interfaces.importer.git import cloned, environment
from learning.interfaces.importer.refusals import ImportRefused
from tests.learning.interfaces.importer.sources import git, import_from, kinds, page_at, repository, write


def _fetch(address: str, **rest: str) -> None:
    with cloned(read_address(address, **rest), heartbeat=lambda: None):
        pass


@pytest.mark.django_db
def test_a_repository_comes_in_with_its_commit(tmp_path: Path) -> None:
    source = repository(tmp_path / "camp")

    report = import_from(source.as_uri())  # type: ignore[arg-type]

    commit = git(source, "rev-parse", "HEAD")
    assert (report["revision"], report["pages"]["created"]) == (commit, 3)
    assert page_at("tools/git/README.md").material_origin.revision == commit


@pytest.mark.django_db
def test_a_branch_and_a_sub_folder_are_chosen_after_the_address(tmp_path: Path) -> None:
    source = repository(tmp_path / "camp")
    git(source, "checkout", "--quiet", "-b", "next")
    write(source, {"deep/a/b/README.md": "# Only there\n\n## S\n"})
    git(source, "add", ".")
    git(source, "commit", "--quiet", "-m", "second")
    git(source, "checkout", "--quiet", "main")

    report = import_from(f"{source.as_uri()}#next:deep")  # type: ignore[arg-type]

    assert report["files"]["created"] == ["deep/a/b/README.md"]


@pytest.mark.django_db
def test_a_symlink_in_a_repository_is_seen_and_reported(tmp_path: Path) -> None:
    source = repository(tmp_path / "camp")
    (source / "tools/git/passwd.md").symlink_to("/etc/passwd")
    git(source, "add", ".")
    git(source, "commit", "--quiet", "-m", "link")

    assert kinds(import_from(source.as_uri()), "tools/git/passwd.md") == ["symlink"]  # type: ignore[arg-type]


def test_hooks_and_settings_of_the_repository_do_not_run(tmp_path: Path) -> None:
    source = repository(tmp_path / "camp")
    mark = tmp_path / "ran"
    write(source, {".gitattributes": "* filter=evil\n", ".gitmodules": '[submodule "x"]\npath = x\nurl = ext::touch\n'})
    git(source, "config", "filter.evil.smudge", f"touch {mark}")
    (source / ".git/hooks/post-checkout").write_text(f"#!/bin/sh\ntouch {mark}\n")
    (source / ".git/hooks/post-checkout").chmod(0o755)
    git(source, "add", ".gitattributes", ".gitmodules")
    git(source, "commit", "--quiet", "-m", "evil")

    _fetch(source.as_uri())

    assert not mark.exists()


@pytest.fixture
def silent_server() -> Iterator[int]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def locked_server() -> Iterator[int]:
    """Asks everyone for a password."""

    class Ask(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ask)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_an_address_that_hangs_is_given_up_in_time(silent_server: int, settings: LazySettings) -> None:
    settings.MATERIALS_GIT_TIMEOUT = 2
    started = time.monotonic()

    with pytest.raises(ImportRefused, match="did not answer within 2 seconds"):
        _fetch(f"http://127.0.0.1:{silent_server}/camp.git")

    assert time.monotonic() - started < 20


def test_an_address_that_asks_for_a_password_says_so(locked_server: int) -> None:
    with pytest.raises(ImportRefused, match="asks for a password"):
        _fetch(f"http://127.0.0.1:{locked_server}/camp.git")


def test_a_repository_that_is_too_large_is_given_up(tmp_path: Path, settings: LazySettings) -> None:
    settings.MATERIALS_MAX_BYTES = 1
    with pytest.raises(ImportRefused, match="larger than"):
        _fetch(repository(tmp_path / "camp").as_uri())


@pytest.mark.parametrize(
    ("address", "rest", "message"),
    [
        ("missing", {}, "no git repository at this address"),
        ("camp", {"branch": "absent"}, "no such branch"),
    ],
)
def test_what_is_not_there_is_named(tmp_path: Path, address: str, rest: dict, message: str) -> None:
    repository(tmp_path / "camp")
    with pytest.raises(ImportRefused, match=message):
        _fetch((tmp_path / address).as_uri(), **rest)


def test_an_empty_repository_is_refused(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    with pytest.raises(ImportRefused):
        _fetch(tmp_path.as_uri())


@pytest.mark.parametrize(
    "address",
    [
        "--upload-pack=touch /tmp/x",
        "-oProxyCommand=x",
        "ext::sh -c touch% /tmp/x",
        "https://user:secret@github.com/a/b",
        "https://token@github.com/a/b",
        "ssh://git:secret@github.com/a/b",
        "ssh://-oProxyCommand=x/a",
        "ftp://github.com/a/b",
        "https://",
        "https://github.com/a/b#--upload-pack=x",
        "https://github.com/a/b#main:../../etc",
        "",
        "a\nb",
    ],
)
def test_dangerous_addresses_are_refused_everywhere(address: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_address(address)
    assert "secret" not in refused.value.message
    assert "token" not in refused.value.message


@pytest.mark.parametrize(
    "address",
    [
        "/etc",
        "file:///etc",
        "http://github.com/a/b",
        "git://github.com/a",
        "https://intranet.example/a",
        "https://127.0.0.1/a",
    ],
)
def test_the_screen_takes_allowed_remotes_alone(address: str, settings: LazySettings) -> None:
    settings.MATERIALS_ALLOWED_HOSTS = ["github.com"]
    with pytest.raises(ImportRefused):
        read_address(address, is_remote_only=True)


@pytest.mark.parametrize(
    ("address", "host_allowed"),
    [("https://GitHub.com/a/b.git", True), ("git@github.com:a/b.git", True), ("ssh://git@github.com/a/b", True)],
)
def test_the_screen_takes_https_and_ssh(address: str, host_allowed: bool, settings: LazySettings) -> None:
    settings.MATERIALS_ALLOWED_HOSTS = ["github.com"]
    assert (read_address(address, is_remote_only=True).name == "b") is host_allowed


def test_address_branch_and_folder_are_told_apart() -> None:
    address = read_address("https://github.com/iij/bootcamp.git#dev/x:/src/")
    assert address == SourceAddress("git", "https://github.com/iij/bootcamp.git", "dev/x", "src")


def test_git_is_given_nothing_that_asks_or_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hidden")
    monkeypatch.setenv("GIT_ASKPASS", "/usr/bin/asks")
    given = environment()
    assert (given["GIT_TERMINAL_PROMPT"], given["GIT_ASKPASS"]) == ("0", "false")
    assert "SECRET_KEY" not in given


def test_a_companys_own_authority_is_heeded_by_every_build_of_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/company.pem")
    assert environment()["GIT_SSL_CAINFO"] == "/etc/company.pem"
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "GIT_SSL_CAINFO" not in environment()
