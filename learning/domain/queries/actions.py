"""What learning offers in the palette: going on where one stopped, and its own places."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.admin_access import may_open
from core.domain.queries.pages import visible_pages
from core.models.person import Person
from learning.domain.queries.mine import started_materials
from learning.models import MaterialPage, ReadingPlace
from search.actions import Action, Place, Wanted, going_to

GOING_ON = 3
OWN = (
    Place("questions", _("Questions"), "question", "しつもん shitsumon answers かいとう kaitou 回答", is_first=True),
    Place("my_learning", _("My learning"), "book", "まなび manabi がくしゅう gakushuu progress 進捗 しんちょく"),
    Place(
        "courses", _("Courses"), "calendar", "けんしゅう kenshuu kensyuu 研修 こうざ kouza 講座 training", is_first=True
    ),
    Place("approvals", _("To approve"), "check", "しょうにん shounin 承認 requests"),
    Place("my_history", _("History of learning"), "list", "りれき rireki 履歴 しゅうりょう shuuryou 修了 certificate"),
    Place("materials", _("Materials"), "book", "きょうざい kyouzai kyozai curriculum カリキュラム"),
    Place("my_readers", _("My readers"), "people", "どくしゃ dokusha"),
    Place("mistakes", _("Reported mistakes"), "flag", "あやまり ayamari まちがい machigai 間違い"),
)
ADMIN = (
    Place("material_imports", _("Import materials"), "download", "とりこみ torikomi git admin 管理 かんり"),
    Place("mistake_reports", _("Reported mistakes in all materials"), "flag", "あやまり ayamari admin 管理 かんり"),
)
CONTINUE = ("continue", "resume", "続き", "つづき", "つづける", "tsuzuki", "tsuduki", "再開", "さいかい")


def _titled(title: str) -> str:
    return gettext("Continue: %(title)s") % {"title": title}


_continue: Any = lazy(_titled, str)


def actions_of_learning(person: Person, wanted: Wanted) -> Iterator[Action]:
    """The materials in progress, the latest first, with the step that comes next; then the places of learning."""
    yield from _going_on(person, wanted)
    yield from going_to(OWN)
    yield from going_to(place for place in ADMIN if may_open(person, place.name))


def _going_on(person: Person, wanted: Wanted) -> Iterator[Action]:
    """By the titles that the person may read, in every language. How far one is costs several queries: only where one
    of them may be meant."""
    keys = ReadingPlace.objects.filter(person=person).values("head_key")
    begun = MaterialPage.objects.live().filter(translation_key__in=keys)
    known = list(begun.values_list("title", flat=True))
    if not known or not wanted([*CONTINUE, *known]):
        return
    titles: dict[uuid.UUID, list[str]] = defaultdict(list)
    for key, title in visible_pages(begun, viewer=person).values_list("translation_key", "title"):
        titles[key].append(title)
    for started in started_materials(person, most=12).going_on[:GOING_ON]:
        page = started.row.page
        words = (*CONTINUE, *(word for title in titles[page.translation_key] for word in title.split()))
        title = _continue(page.title)
        yield Action(title, started.url, "play", started.next_title, words, CONTINUE, is_first=True, resumes=True)
