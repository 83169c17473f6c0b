"""A service that the environment names and that is not there stops the start with one line that names the variable."""

from pathlib import Path

import pytest

from tests.portal.processes import run

NOWHERE = {
    "DATABASE_URL": "postgres://terakoya:very-secret@127.0.0.1:1/terakoya",
    "REDIS_URL": "redis://:very-secret@127.0.0.1:1/0",
}


@pytest.mark.parametrize("command", ["demo", "serve"])
@pytest.mark.parametrize("variable", NOWHERE)
def test_the_start_stops_with_one_line(tmp_path: Path, command: str, variable: str) -> None:
    ended = run("manage.py", command, data=tmp_path, TERAKOYA_DEMO="true", **{variable: NOWHERE[variable]})
    lines = ended.stderr.splitlines()
    assert (ended.returncode, len(lines)) == (1, 1)
    assert lines[0].startswith(f"CommandError: Terakoya cannot start: what {variable} names does not answer: ")
    assert "very-secret" not in ended.stdout + ended.stderr
