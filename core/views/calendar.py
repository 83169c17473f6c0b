"""My calendar: a month, what comes, the address to follow it under, and the feed itself."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.domain import calendar_feed as feeds
from core.domain.queries.calendar_feed import event_document, feed_address, feed_document, feed_of_address
from core.domain.throttle import allow
from core.ics.document import CONTENT_TYPE
from core.interfaces.calendar import agenda_of, month_of

HOUR = 60 * 60
AN_HOUR = 120


@require_safe
def my_calendar(request: HttpRequest) -> HttpResponse:
    """A month, or what comes."""
    is_agenda = request.GET.get("view") == "agenda"
    here, address = reverse("my_calendar"), feed_address(feeds.feed_of(request.user))
    context = {
        "tabs": [
            {"title": _("Month"), "url": here, "current": not is_agenda},
            {"title": _("What comes"), "url": f"{here}?view=agenda", "current": is_agenda},
        ],
        "agenda": agenda_of(request.user) if is_agenda else None,
        "month": None if is_agenda else month_of(request.user, request.GET.get("month", "")),
        "feed": address,
        "webcal": f"webcal://{address.partition('://')[2]}",
    }
    return render(request, "core/calendar.html", context)


@require_POST
def reset_calendar_feed(request: HttpRequest) -> HttpResponse:
    """Another address for my feed."""
    feeds.reset_feed(request.user, actor=request.user)
    messages.success(request, _("Your calendar has a new address; the old one no longer works."))
    return redirect(f"{reverse('my_calendar')}#follow")


@require_safe
def calendar_event(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One event that I am invited to, as a file."""
    document = event_document(uid, viewer=request.user)
    if document is None:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="event.ics"'}
    return HttpResponse(document, content_type=CONTENT_TYPE, headers=headers)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed: asked for by a calendar program, which signs in nowhere; its address says whose it is.

    404 whether the address was never one, was reset, or its owner left: nobody learns which.
    """
    feed = feed_of_address(token)
    if feed is None:
        raise Http404
    if not allow("calendar_feed", str(feed.pk), most=AN_HOUR, seconds=HOUR):
        return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})
    document = feed_document(feed)
    tag, since = feeds.note_answer(feed, document)
    headers = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    response = HttpResponse(document, content_type=CONTENT_TYPE, headers=headers)
    response["ETag"], response["Last-Modified"] = quote_etag(tag), http_date(since.timestamp())
    answer = get_conditional_response(request, quote_etag(tag), int(since.timestamp()), response)
    return answer or response
