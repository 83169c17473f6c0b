"""Who may see a page: set from the page's own menu, in force at once whatever the draft says."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from core.domain.page_audience import set_page_audience
from core.domain.queries.audience import members
from core.models.audience import Audience, PageAudience
from core.models.person import Person


class PageAudienceForm(forms.Form):
    """One audience, or what the page above says."""

    audience = forms.ModelChoiceField(
        label=gettext_lazy("Who may see this page"),
        queryset=Audience.objects.to_choose(),
        required=False,
        empty_label=gettext_lazy("Whoever may see the page above"),
        help_text=gettext_lazy("It holds for the page in every language and for all pages below it, at once."),
    )


def page_audience(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show and set the audience of a page; whoever may publish it may."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    row = PageAudience.objects.filter(translation_key=page.translation_key).select_related("audience").first()
    form = PageAudienceForm(request.POST or None, initial={"audience": row.audience if row else None})
    if request.method == "POST" and form.is_valid() and isinstance(request.user, Person):
        set_page_audience(page, audience=form.cleaned_data["audience"], actor=request.user)
        messages.success(request, _("Saved who may see “%(title)s”.") % {"title": page.title})
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    trail.append({"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.get_admin_display_title()})
    trail.append({"url": "", "label": _("Who may see it")})
    frame = {"breadcrumbs_items": trail, "header_title": page.get_admin_display_title(), "header_icon": "group"}
    reached = members(row.audience).count() if row else None
    context = {**frame, "form": form, "page": page, "reached": reached}
    return TemplateResponse(request, "core/admin/page_audience.html", context)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [path("pages/<int:page_id>/audience/", page_audience, name="page_audience")]


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: Person, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Beside publishing and moving."""
    if not page.is_root() and page.permissions_for_user(user).can_publish():
        yield Button(_("Who may see it"), reverse("page_audience", args=[page.pk]), icon_name="group", priority=65)
