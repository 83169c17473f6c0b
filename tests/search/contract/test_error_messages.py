"""Pasted terminal output lands on the step where others saw the same."""

from __future__ import annotations

import pytest

from tests.search.documents import document
from tests.search.shelf import Shelf

DOCKER = """user@laptop-0042:~/work/bootcamp$ docker compose up -d
[+] Running 0/1
 ⠿ Container web-1  Starting                                             0.3s
Error response from daemon: driver failed programming external connectivity on endpoint web-1 \
(8a9c3f7d5e1b): Bind for 0.0.0.0:8080 failed: port is already allocated
user@laptop-0042:~/work/bootcamp$"""
PYTHON = """Traceback (most recent call last):
  File "/home/taro/app/main.py", line 12, in <module>
    import fastapi
  File "<frozen importlib._bootstrap>", line 1007, in _find_and_load
ModuleNotFoundError: No module named 'fastapi'"""
GIT = """To github.com:someone/repo.git
 ! [rejected]        main -> main (non-fast-forward)
error: failed to push some refs to 'github.com:someone/repo.git'
hint: Updates were rejected because the tip of your current branch is behind"""
KUBE = "The connection to the server 192.168.49.2:8443 was refused - did you specify the right host or port?"
DENIED = "Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock"
CONSTRAINT = "sqlite3.IntegrityError: CHECK constraint failed: stock >= 0 (line 12, inventory.py)"
JAPANESE = """$ sudo apt install nginx
パッケージリストを読み込んでいます... 完了
E: ロック /var/lib/dpkg/lock-frontend を取得できませんでした - open (11: リソースが一時的に利用できません)
E: dpkg フロントエンドロックを取得できません"""


@pytest.fixture(scope="module")
def shelf(module_shelf: Shelf) -> Shelf:
    seen = {
        "stuck:port": "docker compose up で Bind for 0.0.0.0:80 failed: port is already allocated と出ます",
        "stuck:module": "ModuleNotFoundError: No module named 'fastapi' になる",
        "stuck:module-other": "ModuleNotFoundError: No module named 'requests' になる",
        "stuck:push": "git push すると error: failed to push some refs to 'github.com:me/mine.git' と言われる",
        "stuck:kube": KUBE.replace("192.168.49.2:8443", "127.0.0.1:6443"),
        "stuck:dpkg": "E: ロック /var/lib/dpkg/lock を取得できませんでした と出て入りません",
        "stuck:constraint": "座席を減らすと sqlite3.IntegrityError: CHECK constraint failed: free >= 0 になります",
        "stuck:denied": "permission denied while trying to connect to the Docker daemon socket",
    }
    module_shelf.put(
        *(document(key, "質問", body) for key, body in seen.items()),
        document("page:docker", "Docker入門", "docker compose up で起動します。port を指定します。"),
        document("page:check", "What to check", "Check the list before a night change."),
        document("page:error", "エラーの読み方", "error と failed と出たら落ち着いて読みます。"),
    )
    return module_shelf


@pytest.mark.parametrize(
    ("pasted", "first"),
    [
        (DOCKER, "stuck:port"),
        (PYTHON, "stuck:module"),
        (GIT, "stuck:push"),
        (KUBE, "stuck:kube"),
        (JAPANESE, "stuck:dpkg"),
        (DENIED, "stuck:denied"),
        (CONSTRAINT, "stuck:constraint"),
    ],
    ids=["docker", "python", "git", "kubernetes", "japanese", "one line", "numbers"],
)
def test_the_same_error_is_found_first(shelf: Shelf, pasted: str, first: str) -> None:
    assert shelf.found(pasted)[0] == first


def test_what_differs_between_machines_does_not_matter(shelf: Shelf) -> None:
    other = DOCKER.replace("8a9c3f7d5e1b", "0123456789ab").replace("8080", "3000").replace("laptop-0042", "pc7")

    assert shelf.found(other)[0] == "stuck:port"


def test_carriage_returns_colours_and_prompts_do_no_harm(shelf: Shelf) -> None:
    coloured = PYTHON.replace("\n", "\r\n").replace("ModuleNotFoundError", "\x1b[31mModuleNotFoundError\x1b[0m")

    assert shelf.found(coloured)[0] == "stuck:module"


def test_an_error_finds_no_correction(shelf: Shelf) -> None:
    assert shelf.search(PYTHON).corrected == ""


def test_an_error_that_nobody_saw_finds_nothing_or_what_is_near(shelf: Shelf) -> None:
    pasted = "java.lang.IllegalStateException: Zookeeper quorum lost\n\tat a.B.c(B.java:1)\n\tat d.E.f(E.java:2)"

    assert shelf.search(pasted).total <= 2
