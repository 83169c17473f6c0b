"""Materials: all that there are, and one by its key."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.domain.queries.addresses import address_of
from learning.domain.queries.catalogue import all_materials, curricula, listed
from learning.domain.queries.screens import page_number
from learning.views.reading import page_or_404


def materials(request: HttpRequest) -> HttpResponse:
    """Curricula, and all materials; `?q=` narrows by words."""
    words = request.GET.get("q", "").replace("\0", "")[:100]
    context = {
        "curricula": [] if words else [(each, address_of(each)) for each in curricula(request.user)],
        "listing": listed(all_materials(words), viewer=request.user, number=page_number(request)),
        "words": words,
    }
    return render(request, "learning/materials.html", context)


def material(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The lasting address of a material, whatever it is called and wherever it lies."""
    return redirect(address_of(page_or_404(request, key)))
