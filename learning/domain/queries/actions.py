"""What learning offers in the palette: going on where one stopped, and its own places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.admin_access import may_open
from core.models.person import Person
from learning.domain.queries.mine import started_materials
from search.actions import Action, Place, going_to

GOING_ON = 3
OWN = (
    Place("questions", _("Questions"), "question", "しつもん shitsumon answers かいとう kaitou 回答", is_first=True),
    Place("my_learning", _("My learning"), "book", "まなび manabi がくしゅう gakushuu progress 進捗 しんちょく"),
    Place("materials", _("Materials"), "book", "きょうざい kyouzai kyozai curriculum カリキュラム"),
    Place("my_readers", _("My readers"), "people", "どくしゃ dokusha"),
    Place("mistakes", _("Reported mistakes"), "flag", "あやまり ayamari まちがい machigai 間違い"),
)
ADMIN = (
    Place("material_imports", _("Import materials"), "download", "とりこみ torikomi git admin 管理 かんり"),
    Place("mistake_reports", _("Reported mistakes in all materials"), "flag", "あやまり ayamari admin 管理 かんり"),
)
CONTINUE = ("continue", "resume", "続き", "つづき", "つづける", "tsuzuki", "tsuduki")


def _titled(title: str) -> str:
    return gettext("Continue: %(title)s") % {"title": title}


_continue: Any = lazy(_titled, str)


def actions_of_learning(person: Person) -> Iterator[Action]:
    """The materials in progress, the latest first, with the step that comes next; then the places of learning."""
    for each in started_materials(person, most=12).going_on[:GOING_ON]:
        words = (*CONTINUE, *each.row.page.title.split())
        yield Action(
            _continue(each.row.page.title), each.url, "play", each.next_title, words, is_first=True, resumes=True
        )
    yield from going_to(OWN)
    yield from going_to(place for place in ADMIN if may_open(person, place.name))
