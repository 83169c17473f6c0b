"""The feed of a saved search: asked for by a feed reader, which signs in nowhere; its address says whose it is."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from core.domain.throttle import allow
from search.domain.queries.feed import entries_of
from search.domain.queries.saved import saved_of_address
from search.interfaces.atom import CONTENT_TYPE, atom_of

HOUR = 60 * 60
AN_HOUR = 120


@require_safe
def search_feed(request: HttpRequest, token: str) -> HttpResponse:
    """404 whether the address was never one, was reset, or its owner left: nobody learns which."""
    saved = saved_of_address(token)
    if saved is None:
        raise Http404
    if not allow("search_feed", str(saved.pk), most=AN_HOUR, seconds=HOUR):
        return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})
    entries = entries_of(saved)
    if entries is None:
        return HttpResponse(status=503, headers={"Retry-After": "120"})
    document, updated = atom_of(saved, entries)
    etag = quote_etag(hashlib.sha256(document).hexdigest()[:32])
    stamp = int(updated.timestamp())
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(stamp),
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex",
    }
    response = HttpResponse(document, content_type=CONTENT_TYPE, headers=headers)
    # By the tag alone: what a narrowed audience took out of the feed leaves its date as it was.
    if request.headers.get("If-None-Match"):
        return get_conditional_response(request, etag=etag, response=response) or response
    return response
