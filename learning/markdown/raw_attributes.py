"""The attributes of the few raw tags that a page may hold."""

import re

ATTRIBUTE = re.compile(r"""([a-zA-Z][\w-]{0,40})(?:\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


def read_attributes(source: str) -> dict[str, str]:
    """Of a raw tag; names in lower case, the first of a name wins, as in browsers."""
    found: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(source):
        found.setdefault(match[1].lower(), match[2] or match[3] or match[4] or "")
    return found
