"""Synonyms in Wagtail's admin: the list, a row with a preview of what it finds, removing and bringing back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from core.interfaces.numbers import number_in
from search.domain.queries.synonym_preview import gains
from search.domain.queries.synonyms import in_force, listed
from search.domain.synonym_checks import check
from search.domain.synonyms import add_synonym, change_synonym, remove_synonym, restore_synonym
from search.interfaces.synonyms import SynonymForm, initial_of
from search.models import Synonym

A_PAGE = 50


def synonyms(request: HttpRequest) -> HttpResponse:
    """All rows, or those with a word; after removing one, the way back."""
    looked_for = request.GET.get("q", "")[:200]
    removed = number_in(request.GET.get("removed", ""))
    gone = Synonym.objects.filter(pk=removed, removed_at__isnull=False).first() if removed else None
    page = Paginator(listed(looked_for), A_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "looked_for": looked_for, "gone": gone, "total": in_force().count()}
    return TemplateResponse(request, "search/admin/synonyms.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """A new row; `?word=` comes from the report of searches without a hit, `?back=` leads there again."""
    form = SynonymForm(request.POST or None, initial={"words": request.GET.get("word", "")[:200]})
    return _form(request, form, None)


def change(request: HttpRequest, synonym_id: int) -> HttpResponse:
    """A row that is there."""
    row = get_object_or_404(in_force(), pk=synonym_id)
    return _form(request, SynonymForm(request.POST or None, initial=initial_of(row)), row)


@require_POST
def remove(request: HttpRequest, synonym_id: int) -> HttpResponse:
    """Take a row away; the list offers to bring it back."""
    row = get_object_or_404(in_force(), pk=synonym_id)
    remove_synonym(row, actor=request.user)
    return redirect(f"{reverse('synonyms')}?removed={row.pk}")


@require_POST
def restore(request: HttpRequest, synonym_id: int) -> HttpResponse:
    """Bring it back."""
    row = get_object_or_404(Synonym, pk=synonym_id, removed_at__isnull=False)
    try:
        restore_synonym(row, actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(row)s” counts again.") % {"row": row})
    return redirect("synonyms")


def _form(request: HttpRequest, form: SynonymForm, row: Synonym | None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "row": row, "previewed": False, "back": _back(request)}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            if "preview" not in request.POST:
                return _saved(request, row, values)
            words, finds = check(values["words"], values["finds"], besides=row.pk if row else None)
            found = gains(words, finds, viewer=request.user, besides=row.pk if row else None)
            context |= {"previewed": True, "gains": found}
        except ValidationError as error:
            form.add_error(None, error)
    return TemplateResponse(request, "search/admin/synonym.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, row: Synonym | None, values: dict[str, Any]) -> HttpResponse:
    if row is None:
        row = add_synonym(**values, actor=request.user)
    else:
        change_synonym(row, **values, actor=request.user)
    messages.success(request, _("“%(row)s” counts from now on.") % {"row": row})
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The list; the report with its days for whoever came from there."""
    days = request.GET.get("back")
    return reverse("synonyms") if days is None else f"{reverse('empty_searches')}?{days[:200]}"
