"""Who may read the files of a collection: a list and a form beside Wagtail's own collections."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Collection

from core.admin_access import enters_admin
from core.domain.collection_access import set_collection_access
from core.domain.queries.audience import members
from core.domain.queries.collections import collection_lines, collections_of
from core.interfaces.collections import CollectionAccessForm
from core.models.audience import CollectionAccess
from core.models.person import Person

LIST_TITLE = gettext_lazy("Who reads which files")


def _frame(title: str, *, below_list: bool = False) -> dict[str, Any]:
    """What every screen of Wagtail's admin wants in its context."""
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    trail.append({"url": reverse("collection_access_list"), "label": str(LIST_TITLE)})
    trail += [{"url": "", "label": title}] if below_list else []
    return {"breadcrumbs_items": trail, "header_title": title, "header_icon": "group"}


def collection_access_list(request: HttpRequest) -> HttpResponse:
    """Every collection one decides about, with who reads it."""
    context = {**_frame(str(LIST_TITLE)), "lines": collection_lines(request.user)}
    return TemplateResponse(request, "core/admin/collection_access_list.html", context)


def collection_access(request: HttpRequest, collection_id: int) -> HttpResponse:
    """Show and set who reads one collection; another department's is not there."""
    collection = get_object_or_404(collections_of(request.user), pk=collection_id)
    row = CollectionAccess.objects.filter(collection=collection).select_related("audience").first()
    form = CollectionAccessForm(request.POST or None, viewer=request.user, access=row)
    if request.method == "POST" and form.is_valid() and _saved(request, collection, form):
        messages.success(request, _("Saved who may read “%(name)s”.") % {"name": collection.name})
        return redirect("collection_access_list")
    reached = members(row.audience).count() if row and row.audience else None
    context = {**_frame(collection.name, below_list=True), "form": form, "reached": reached}
    return TemplateResponse(request, "core/admin/collection_access.html", context)


def _saved(request: HttpRequest, collection: Collection, form: CollectionAccessForm) -> bool:
    assert isinstance(request.user, Person)  # noqa: S101 - the gate before the admin lets no one else in
    try:
        set_collection_access(collection, actor=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [
        path("collections/access/", collection_access_list, name="collection_access_list"),
        path("collections/<int:collection_id>/access/", collection_access, name="collection_access"),
    ]


class AccessMenuItem(MenuItem):
    """Offered to whoever enters the admin; each sees their own part."""

    def is_shown(self, request: HttpRequest) -> bool:
        return enters_admin(request.user)


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    address = reverse("collection_access_list")
    return AccessMenuItem(LIST_TITLE, address, name="collection-access", icon_name="group", order=710)
