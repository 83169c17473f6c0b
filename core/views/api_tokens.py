"""My API tokens: make one, see which are used, revoke."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.domain import api_tokens as domain
from core.interfaces.api_tokens import TokenForm
from core.interfaces.form_key import form_key_of
from core.models.api_token import ApiToken


@never_cache
@require_http_methods(["GET", "POST"])
def my_tokens(request: HttpRequest) -> HttpResponse:
    """All of mine. One that is made is shown in the answer to the form, and never again."""
    form, made, text = TokenForm(request.POST or None), None, ""
    if form.is_valid():
        try:
            made, text = domain.make_token(request.user, **form.cleaned_data, key=form_key_of(request.POST))
            form = TokenForm()
        except ValidationError as error:
            form.add_error(None, error)
    tokens = ApiToken.objects.filter(person=request.user).select_related("person")
    context = {"form": form, "tokens": tokens, "made": made, "text": text, "most": domain.MOST}
    return render(request, "core/api_tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
def revoke_token(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One of mine opens nothing from now on."""
    token = ApiToken.objects.select_related("person").filter(public_id=public_id, person=request.user).first()
    if token is None:
        raise Http404
    domain.revoke_token(token, actor=request.user)
    messages.success(
        request, _("“%(name)s” is revoked. Programs that used it are refused from now on.") % {"name": token}
    )
    return redirect("my_tokens")
