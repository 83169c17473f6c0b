"""My saved searches: keep one, open it, call it something else, follow it, remove it and bring it back."""

from __future__ import annotations

import dataclasses
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from search.domain import saved as domain
from search.domain.queries.finding import language
from search.domain.queries.saved import asked_of, own_saved, saved_of
from search.interfaces.asking import address, asked_from, clean
from search.interfaces.saved import anchor_of, line_of
from search.models import SavedSearch


@require_safe
def my_searches(request: HttpRequest) -> HttpResponse:
    """All of mine; after removing one, the way back."""
    removed = _uuid(request.GET.get("removed", ""))
    gone = own_saved(removed, owner=request.user, is_removed=True) if removed else None
    lines = [line_of(saved, viewer=request.user) for saved in saved_of(request.user)]
    context = {"lines": lines, "gone": gone if gone and domain.is_restorable(gone) else None, "most": domain.MOST}
    return render(request, "search/saved.html", context)


@require_safe
def open_saved(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What it finds now, newest first: a notice of new finds leads here."""
    saved = _own_or_404(request, public_id)
    return redirect(f"{reverse('search')}{address(dataclasses.replace(asked_of(saved), order='new'))}")


@require_POST
def save_search(request: HttpRequest) -> HttpResponse:
    """Keep what the search page shows."""
    asked = asked_from(request.POST)
    try:
        saved = domain.save_search(
            request.user, name=clean(request.POST.get("name", "")), text=asked.text, kinds=asked.kinds,
            filters=asked.filters, order=asked.order, language=language(),
        )  # fmt: skip
    except domain.SavedAlreadyError as error:
        messages.info(request, " ".join(error.messages))
        return redirect(f"{reverse('my_searches')}#{anchor_of(error.saved)}")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{reverse('search')}{address(asked)}")
    messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
    return redirect("my_searches")


@require_POST
def rename(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Call it something else."""
    saved = _own_or_404(request, public_id)
    try:
        domain.rename_saved(saved, name=clean(request.POST.get("name", "")), actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("my_searches")


@require_POST
def remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take it away; the list offers to bring it back."""
    saved = _own_or_404(request, public_id)
    domain.remove_saved(saved, actor=request.user)
    return redirect(f"{reverse('my_searches')}?removed={saved.public_id}")


@require_POST
def restore(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Bring it back."""
    saved = own_saved(public_id, owner=request.user, is_removed=True)
    if saved is None or not domain.is_restorable(saved):
        raise Http404
    try:
        domain.restore_saved(saved, actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("my_searches")


@require_POST
def reset_feed(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Another address for its feed."""
    saved = _own_or_404(request, public_id)
    domain.reset_feed(saved, actor=request.user)
    messages.success(request, _("The feed has a new address; the old one no longer works."))
    return redirect("my_searches")


def _own_or_404(request: HttpRequest, public_id: uuid.UUID) -> SavedSearch:
    saved = own_saved(public_id, owner=request.user)
    if saved is None:
        raise Http404
    return saved


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
