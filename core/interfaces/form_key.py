"""A key that a form brings along, for what is made by it: the same form sent twice (a double click, a page that is
sent again at once) makes one. `{% form_key %}` writes it; what is made takes it as its own key, and is found by it for
some seconds: who goes back to the form later and types something else wants another one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

NAME = "form_key"


def form_key_of(posted: Mapping[str, str]) -> uuid.UUID | None:
    """None where the form has none: then it makes something each time it is sent."""
    try:
        return uuid.UUID(posted.get(NAME, ""))
    except ValueError:
        return None
