"""What Wagtail asks us: who may read a page."""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page

from core.domain.queries.pages import may_see_page
from core.editing import audience, branding, organisation, translations  # noqa: F401 - they register their hooks


@hooks.register("before_serve_page")
def only_who_may_see_it(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Absent or forbidden alike. Wagtail's own restrictions (a password, a group) are no way in either."""
    if not may_see_page(request.user, page):
        raise Http404
    if any(not restriction.accept_request(request) for restriction in page.get_view_restrictions()):
        raise Http404
