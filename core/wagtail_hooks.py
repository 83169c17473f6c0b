"""What Wagtail asks us: who may read a page, and what an editor is offered in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page, PageQuerySet

from core.domain.queries.editing import choosable_files, choosable_pages
from core.domain.queries.pages import may_see_page
from core.editing import audience, branding, collections, organisation, page_search, tags, trail, translations  # noqa: F401 - they register their hooks
from core.rules import edits_everything

# Menu entries whose addresses `core.admin_access` shuts.
SHUT_MENU_ITEMS = {"users", "groups"}


@hooks.register("before_serve_page")
def only_who_may_see_it(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Absent or forbidden alike. Wagtail's own restrictions (a password, a group) are no way in either."""
    if not may_see_page(request.user, page):
        raise Http404
    if any(not restriction.accept_request(request) for restriction in page.get_view_restrictions()):
        raise Http404


@hooks.register("construct_page_chooser_queryset")
def offer_own_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Browsing and searching, drafts too."""
    return choosable_pages(pages, viewer=request.user)


class OwnImages(ImagesAdminAPIViewSet):
    """The admin's API of images, for those of the editor's collections."""

    def get_queryset(self) -> QuerySet[Any]:
        own = choosable_files(get_image_model(), viewer=self.request.user)
        return super().get_queryset().filter(pk__in=own.values("pk"))


class OwnDocuments(DocumentsAdminAPIViewSet):
    """The admin's API of documents, for those of the editor's collections."""

    def get_queryset(self) -> QuerySet[Any]:
        own = choosable_files(get_document_model(), viewer=self.request.user)
        return super().get_queryset().filter(pk__in=own.values("pk"))


@hooks.register("construct_admin_api", order=1000)
def replace_file_endpoints(router: WagtailAPIRouter) -> None:
    """Wagtail's own list every image and document."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


@hooks.register("construct_settings_menu")
@hooks.register("construct_main_menu")
def hide_what_is_shut(request: HttpRequest, items: list[Any]) -> None:
    """A menu offers nothing that answers 404."""
    shut = SHUT_MENU_ITEMS if edits_everything(request.user) else SHUT_MENU_ITEMS | {"redirects", "collections"}
    items[:] = [item for item in items if item.name not in shut]
