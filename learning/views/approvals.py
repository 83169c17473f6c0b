"""What a manager agrees to: requests of their people to come to a course."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.api import RefusedError
from learning.domain import approving
from learning.domain.queries.approvals import decided_by, requests_for
from learning.domain.queries.attendees import to_approve
from learning.enums import EnrolmentStatus
from learning.interfaces.enrolling import DeclineForm

REFUSED = 422


@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """Who asks to come to what, the longest waiting first; and what I decided lately."""
    return _shown(request)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, or say why not. `decision` is "approve" or "decline"; whoever comes back by the address sees the list."""
    if request.method != "POST":
        return redirect("approvals")
    enrolment = to_approve(request.user).select_related("person", "run__course").filter(pk=pk).first()
    if enrolment is None:
        raise Http404
    form = DeclineForm(request.POST, prefix=str(pk))
    is_approval = request.POST.get("decision") == "approve"
    if not is_approval and not form.is_valid():
        return _shown(request, forms={pk: form}, status=REFUSED)
    try:
        if is_approval:
            enrolment = approving.approve(enrolment, actor=request.user)
        else:
            approving.decline(enrolment, actor=request.user, reason=form.cleaned_data["reason"])
    except RefusedError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("approvals")
    messages.success(request, _said(enrolment.status) % {"name": enrolment.person.display_name})
    return redirect("approvals")


def _said(status: str) -> str:
    if status == EnrolmentStatus.ENROLLED:
        return _("Approved: %(name)s has a seat.")
    if status == EnrolmentStatus.WAITING:
        return _("Approved: %(name)s is on the waiting list.")
    return _("Not approved. %(name)s is told, with your reason.")


def _shown(request: HttpRequest, *, forms: dict[int, DeclineForm] | None = None, status: int = 200) -> HttpResponse:
    context = {
        "requests": [
            (each, (forms or {}).get(each.enrolment.pk) or DeclineForm(prefix=str(each.enrolment.pk)))
            for each in requests_for(request.user)
        ],
        "decided": decided_by(request.user),
    }
    return render(request, "learning/approvals.html", context, status=status)
