"""What engines say is wrong, in the language of whoever reads it.

Engines speak English, as the log does, and their words are kept in rows. A word that only they know (a file, a form, a
reason of the machine) stays as it is within the translated sentence; a sentence that is not here stays English.
"""

from __future__ import annotations

import functools
import re

from django.utils.translation import gettext, gettext_noop

SENTENCES = (
    gettext_noop("There is no index: rebuild it."),
    gettext_noop("The index has schema %(schema)s, not %(wanted)s: rebuild it."),
    gettext_noop("The index has other fields than this version needs: rebuild it."),
    gettext_noop("The alias %(alias)s names %(count)s indexes: rebuild it."),
    gettext_noop("The index that was built is no longer there: rebuild it."),
    gettext_noop("Elasticsearch has no index to write to: rebuild it."),
    gettext_noop("Elasticsearch did not take every change."),
    gettext_noop("What the index holds could not be written down: %(reason)s"),
    gettext_noop("Elasticsearch does not take it: %(reason)s"),
    gettext_noop("Elasticsearch replies with %(status)s."),
    gettext_noop("The search index lacks a file: %(file)s. Rebuild it."),
    gettext_noop("The list of the files of the search index is damaged. Rebuild it."),
    gettext_noop("The search index is damaged: %(file)s is cut short or changed. Rebuild it."),
    gettext_noop("The search index that is named as current is not there. Rebuild it."),
    gettext_noop("There is no search index yet. Build it: manage.py search rebuild"),
    gettext_noop("The search index %(name)s is not there, or damaged. Rebuild it."),
    gettext_noop("The search index is of form %(form)s, this version needs %(wanted)s. Rebuild it."),
    gettext_noop("The index could not be read or written while %(doing)s: %(reason)s"),
    gettext_noop("Another process is writing the search index; changes wait until it is done."),
    gettext_noop("The search index is damaged (%(doing)s): %(reason)s. Rebuild it."),
    gettext_noop("The search index could not be written: the disk may be full. Changes wait."),
    gettext_noop("The search index is being swapped; changes wait until it is done."),
)
PLACE = re.compile(r"%\\?\((\w+)\\?\)s")


def in_ones_language(problem: str) -> str:
    """The same sentence in the active language."""
    if not problem:
        return ""
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(problem):
            return gettext(sentence) % found.groupdict()
    return gettext(problem)


@functools.cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(sentence, re.compile(PLACE.sub(r"(?P<\1>.+?)", re.escape(sentence)), re.DOTALL)) for sentence in SENTENCES]
