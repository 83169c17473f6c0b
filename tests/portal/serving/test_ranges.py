"""Which part of a file a request gets."""

from pathlib import Path

import pytest

from portal.serving.ranges import Plan, plan


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    path = tmp_path / "ten"
    path.write_bytes(b"0123456789")
    return path


def planned(path: Path, method: str = "GET", **asked: str) -> Plan:
    with path.open("rb") as opened:
        return plan(opened, method, {name.replace("_", "-").encode(): value for name, value in asked.items()})


def header(answer: Plan, name: bytes) -> str | None:
    return next((value.decode() for key, value in answer.headers if key == name), None)


@pytest.mark.parametrize(
    ("asked", "status", "start", "length", "said"),
    [
        ("", 200, 0, 10, None),
        ("bytes=0-", 206, 0, 10, "bytes 0-9/10"),
        ("bytes=2-4", 206, 2, 3, "bytes 2-4/10"),
        ("bytes=7-99", 206, 7, 3, "bytes 7-9/10"),
        ("bytes=-3", 206, 7, 3, "bytes 7-9/10"),
        ("bytes=-99", 206, 0, 10, "bytes 0-9/10"),
        ("bytes=10-", 416, 0, 0, "bytes */10"),
        ("bytes=-0", 416, 0, 0, "bytes */10"),
        ("bytes=5-2", 200, 0, 10, None),
        ("bytes=0-1,4-5", 200, 0, 10, None),
        ("pages=1-2", 200, 0, 10, None),
        ("bytes=-", 200, 0, 10, None),
    ],
)
def test_ranges(ten: Path, asked: str, status: int, start: int, length: int, said: str | None) -> None:
    answer = planned(ten, range=asked)

    assert (answer.status, answer.start, answer.length, header(answer, b"content-range")) == (
        status,
        start,
        length,
        said,
    )


def test_a_copy_that_is_still_good_is_not_sent_again(ten: Path) -> None:
    first = planned(ten)
    etag, modified = header(first, b"etag") or "", header(first, b"last-modified") or ""

    assert planned(ten, if_none_match=f'"other", W/{etag}').status == 304
    assert planned(ten, if_none_match="*").status == 304
    assert planned(ten, if_modified_since=modified).status == 304
    assert planned(ten, if_modified_since="Mon, 01 Jan 2001 00:00:00 GMT").status == 200
    assert planned(ten, if_modified_since="yesterday").status == 200
    assert planned(ten, if_none_match='"other"', if_modified_since=modified).status == 200


def test_a_range_of_an_older_copy_is_answered_with_the_whole(ten: Path) -> None:
    etag = header(planned(ten), b"etag") or ""

    assert planned(ten, range="bytes=2-4", if_range=etag).status == 206
    assert planned(ten, range="bytes=2-4", if_range='"older"').status == 200


def test_head_says_the_length_and_sends_nothing(ten: Path) -> None:
    answer = planned(ten, "HEAD")

    assert (answer.status, header(answer, b"content-length"), answer.length) == (200, "10", 0)
