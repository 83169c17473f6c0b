"""What goes in comes out again, byte for byte; what cannot be read says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.markdown import SourceError, decode_source, encode_source
from learning.markdown.source import MAX_BYTES, MAX_LINES

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]) | st.sampled_from("\r\n"))


@given(TEXTS, st.booleans())
def test_every_text_comes_out_as_it_went_in(text: str, has_bom: bool) -> None:
    data = (b"\xef\xbb\xbf" if has_bom else b"") + text.encode()
    decoded = decode_source(data)
    assert "\r" not in decoded.text
    assert encode_source(decoded.text, decoded) == data


@given(TEXTS, TEXTS)
def test_an_edited_text_keeps_the_end_of_its_file_and_can_be_read_again(old: str, new: str) -> None:
    like = decode_source(old.encode())
    again = decode_source(encode_source(new, like))
    assert again.final_newlines == like.final_newlines
    assert again.text.rstrip("\n") == decode_source(new.encode()).text.rstrip("\n")


@pytest.mark.parametrize(
    ("data", "newline"), [(b"a\nb\n", "lf"), (b"a\r\nb\r\n", "crlf"), (b"a\r\nb\n", "mixed"), (b"", "lf")]
)
def test_the_kind_of_line_end_is_recognised(data: bytes, newline: str) -> None:
    assert decode_source(data).newline == newline


def test_a_line_added_to_a_windows_file_ends_like_the_others() -> None:
    like = decode_source(b"a\r\nb\r\n")
    assert encode_source("a\nnew\nb", like) == b"a\r\nnew\r\nb\r\n"


def test_where_line_ends_are_mixed_the_lines_around_a_change_keep_theirs() -> None:
    like = decode_source(b"a\r\nb\nc\nd\n")
    assert encode_source("a\nb\nX\nc\nd\n", like) == b"a\r\nb\nX\nc\nd\n"


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        ("日本語".encode("cp932"), "encoding", "shift_jis"),
        ("# 見出し\n\n日本語の文章です".encode("euc_jp"), "encoding", "not UTF-8"),
        ("日本語".encode("utf-16"), "encoding", "UTF-16"),
        (b"fine\n\xff\xfe\xfa\x80", "encoding", "line 2"),
        (b"a\0b", "nul", "NUL"),
        (b"x" * (MAX_BYTES + 1), "too_large", "2,097,152"),
        (b"x" * 5_000_000, "too_large", "5,000,000"),
        (b"\n" * (MAX_LINES + 1), "too_large", "50,001 lines"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, kind: str, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        decode_source(data)
    assert caught.value.kind == kind
    assert words in caught.value.message


def test_the_page_with_windows_line_ends_comes_out_as_it_went_in(bootcamp_source) -> None:
    data = (bootcamp_source / "cicd_infra/prometheus/README.md").read_bytes()
    decoded = decode_source(data)
    assert decoded.newline == "crlf"
    assert encode_source(decoded.text, decoded) == data


def test_every_real_page_comes_out_as_it_went_in(bootcamp_source) -> None:
    pages = [path.read_bytes() for path in bootcamp_source.rglob("*.md")]
    assert [encode_source(decode_source(data).text, decode_source(data)) for data in pages] == pages
