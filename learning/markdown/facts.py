"""What <header-table/> and <credit-footer/> show of the front matter."""

from collections import Counter
from html import escape

from django.utils.translation import gettext as _

from learning.markdown.meta import Meta

MAX_TIMES = 3


class Components:
    """<header-table/> and <credit-footer/>, each a few times on a page at most, so that a page cannot grow by them."""

    def __init__(self, meta: Meta) -> None:
        self._meta = meta
        self._times: Counter[str] = Counter()

    def html(self, name: str) -> str:
        self._times[name] += 1
        if self._times[name] > MAX_TIMES:
            return ""
        return facts_html(self._meta) if name == "header-table" else credit_html(self._meta)


def facts_html(meta: Meta) -> str:
    rows = (
        (_("What you do here"), meta.description),
        (_("Time it takes"), duration_text(meta.minutes) if meta.minutes else meta.time),
        (_("What you should know"), meta.prior_knowledge),
    )
    shown = "".join(
        f'<div class="facts__row"><dt>{escape(name)}</dt><dd>{escape(value, quote=False)}</dd></div>\n'
        for name, value in rows
        if value
    )
    return f'<dl class="facts">\n{shown}</dl>\n' if shown else ""


def credit_html(meta: Meta) -> str:
    return f'<p class="credit">{escape(meta.footer, quote=False)}</p>\n' if meta.footer else ""


def duration_text(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
