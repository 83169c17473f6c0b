"""No line of a code block is lost on its way through a lexer."""

import re
from html import unescape

import pytest

from learning.markdown.clean import clean
from learning.markdown.highlight import render_code

CODES = {
    "console": "$ git config user.name x\n$ git init\nInitialized",
    "pycon": ">>> 1 + 1\n2\n>>> 2 + 2",
    "python": "def one():\n    return 1\n\n\nprint(one())",
    "sh": "# nothing\n\necho last",
    "makefile": "all:\n\techo last",
    "html": "<p>one\n</p>",
    "diff": "-one\n+two",
    "json": '{"a": 1,\n "b": 2}',
    "": "one\n\nthree",
    "text": "\n\nthree",
}


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("ending", ["", "\n", "\n\n"])
def test_what_comes_out_is_what_went_in(language: str, ending: str) -> None:
    written = CODES[language] + ending
    html = clean(render_code(written + "\n", language, line=1))
    listing = html[html.index("<code>") : html.index("</code>")]
    shown = unescape(re.sub(r"<[^>]+>", "", listing))
    assert shown == written + "\n"
