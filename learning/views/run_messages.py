"""Writing to those who come: typed, looked at, sent."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.api import RefusedError
from learning.domain.run_messages import recipients, write_to_attendees
from learning.interfaces.run_people import MessageForm
from learning.views.my_runs import run_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The form with the log below it; a look at the message; sending it."""
    run = run_or_404(request, key)
    form = MessageForm(request.POST if request.method == "POST" else None)
    to_waiting = bool(request.POST.get("to_waiting"))
    count = recipients(run, to_waiting=to_waiting).count()
    is_sound = request.method == "POST" and form.is_valid()
    if is_sound and "send" in request.POST:
        try:
            write_to_attendees(run, actor=request.user, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, error)
        else:
            said = ngettext("Sent to %(count)d person.", "Sent to %(count)d people.", count) % {"count": count}
            messages.success(request, said)
            return redirect("run_desk", key=key)
    context = {
        "run": run,
        "form": form,
        "count": count,
        "preview": form.cleaned_data if is_sound and "edit" not in request.POST and not form.errors else None,
        "sent": run.messages.select_related("author"),
    }
    return render(request, "learning/runs/messages.html", context, status=422 if form.errors else 200)
