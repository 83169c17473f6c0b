"""A body cut short is an error, not a shorter body."""

import io

import pytest

from portal.serving.lengths import CutShortError, WholeBody, whole_bodies


def test_a_whole_body_reads_as_it_is() -> None:
    assert WholeBody(io.BytesIO(b"one\ntwo\n"), 8).read() == b"one\ntwo\n"
    assert list(WholeBody(io.BytesIO(b"one\ntwo\nend"), 11)) == [b"one\n", b"two\n", b"end"]
    assert WholeBody(io.BytesIO(b"one\ntwo\n"), 8).readlines(1) == [b"one\n"]


def test_what_follows_the_announced_length_is_not_read() -> None:
    body = WholeBody(io.BytesIO(b"one\nGET /next"), 4)

    assert body.read(100) == b"one\n"
    assert body.read(100) == b""


@pytest.mark.parametrize("read", [lambda body: body.read(), lambda body: body.read(10), lambda body: body.readline()])
def test_a_body_that_ends_early_raises(read: object) -> None:
    with pytest.raises(CutShortError):
        read(WholeBody(io.BytesIO(b"half"), 10))  # type: ignore[operator]


def test_only_requests_that_announce_a_length_are_watched() -> None:
    seen = []
    application = whole_bodies(lambda environ, start: seen.append(type(environ["wsgi.input"]).__name__) or [])

    for length in ("", "0", "nonsense", "5"):
        application({"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO()}, lambda *_: None)

    assert seen == ["BytesIO", "BytesIO", "BytesIO", "WholeBody"]
