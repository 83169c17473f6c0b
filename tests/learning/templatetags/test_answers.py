"""What of a pasted text says most at a glance."""

import pytest

from learning.templatetags.answers import first_line


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        ("$ git commit\nAborting commit due to empty commit message.", "Aborting commit due to empty commit message."),
        ("$ make\ncc a.c\nerror: no input\nbye", "error: no input"),
        ("$ grep x", "$ grep x"),
        ("$ serve &\n[1] 5120\n[1]+  Exit 1", "[1]+  Exit 1"),
        ("$ python3 talk.py 'one\n>", "$ python3 talk.py 'one"),
        (">", ">"),
        ("$ wc\n42", "$ wc"),
        ("見えない\n終わり", "見えない"),
        ("", ""),
    ],
)
def test_the_line_that_tells_questions_apart_is_shown(seen: str, shown: str) -> None:
    assert first_line(seen) == shown
