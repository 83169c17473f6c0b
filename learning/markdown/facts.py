"""What <header-table/> and <credit-footer/> show of the front matter."""

from html import escape

from django.utils.translation import gettext as _

from learning.markdown.meta import Meta


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
