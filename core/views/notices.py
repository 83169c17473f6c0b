"""What I was told: the list behind the bell, its count, and how I wish to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.domain import notices as domain
from core.domain.notice_choices import choose_notices
from core.domain.queries.notice_address import in_reading_language
from core.domain.queries.notice_settings import chosen_by, hours_of
from core.domain.queries.notices import Words, notices_of, unread_count, words_of
from core.interfaces.notices import NoticeSettingsForm
from core.interfaces.numbers import number_in
from core.models.notice import Notice
from core.models.person import Person
from core.notices import notice_kind

A_PAGE = 30


@dataclass(frozen=True)
class Line:
    """A notice and what it says to its reader."""

    notice: Notice
    words: Words
    icon: str


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Mine, newest first, grouped by the day on which I was told."""
    page = Paginator(notices_of(_me(request)), A_PAGE).get_page(request.GET.get("page"))
    lines = [_line(notice) for notice in page.object_list]
    context = {
        "page_obj": page,
        "days": _by_day(lines),
        "newest": max((line.notice.pk for line in lines), default=0),
    }
    return render(request, "core/notices.html", context)


@require_safe
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """Where one leads, in the language of the page that it was opened from; from then on it is read.

    A browser that only fetches ahead has read nothing.
    """
    is_guess = "prefetch" in request.headers.get("Sec-Purpose", "")
    found = notices_of(_me(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    if not is_guess:
        domain.mark_read(_me(request), number=number)
    return redirect(in_reading_language(found.address, (get_language() or "ja")[:2]) if found.address else "notices")


@require_POST
def mark_notice_read(request: HttpRequest, number: int) -> HttpResponse:
    """One is done with, without opening it."""
    if domain.mark_read(_me(request), number=number) is None:
        raise Http404
    return _back(request)


@require_POST
def mark_notices_read(request: HttpRequest) -> HttpResponse:
    """All that I saw: what came after the page was made stays unread."""
    newest = number_in(request.POST.get("newest", ""))
    if newest is not None:
        domain.mark_all_read(_me(request), up_to=newest)
    return _back(request)


@require_safe
def notice_count(request: HttpRequest) -> HttpResponse:
    """How many are unread, for a page whose socket does not come through."""
    person = _me(request)
    answer = {"unread": unread_count(person), "quiet": hours_of(person).is_quiet(timezone.now())}
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: HttpRequest) -> HttpResponse:
    """Kinds and how to hear of them, quiet hours, the daily mail."""
    person = _me(request)
    form = NoticeSettingsForm(request.POST or None, groups=chosen_by(person), hours=hours_of(person))
    if request.method == "POST" and form.is_valid():
        choose_notices(
            person, choices=form.choices(), digest_at=form.cleaned_data["digest_at"], quiet=form.quiet(), actor=person
        )
        messages.success(request, _("Your settings are saved."))
        return redirect("notice_settings")
    return render(request, "core/notice_settings.html", {"form": form}, status=422 if form.is_bound else 200)


def _line(notice: Notice) -> Line:
    kind = notice_kind(notice.kind)
    return Line(notice, words_of(notice), kind.icon if kind else "info")


def _by_day(lines: Sequence[Line]) -> list[dict[str, Any]]:
    today = timezone.localdate()
    days = groupby(lines, key=lambda line: timezone.localtime(line.notice.created_at).date())
    return [{"day": day, "ago": (today - day).days, "lines": list(several)} for day, several in days]


def _back(request: HttpRequest) -> HttpResponse:
    page = number_in(request.POST.get("page", ""))
    answer = redirect("notices")
    if page is not None:
        answer["Location"] += f"?page={page}"
    return answer


def _me(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user
