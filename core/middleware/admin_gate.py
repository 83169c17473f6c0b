"""The gate before Wagtail's admin: who enters, which address, and whether what it names is the editor's own.

Wagtail guards most of this itself, but shows other departments' things in choosers, its API, tags and moves, and
answers "no" in a way that tells an existing page from none. Here both are 404.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponseBadRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.admin_access import may_open
from core.domain.queries.editing import in_own_part, may_choose_file, may_explore
from core.domain.queries.tags import tags_to_offer
from core.models.person import Person
from core.rules import edits_everything

ADMIN_PREFIX = "/admin/"
PAGE_NAMES = frozenset({"page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"})
IMAGE_NAMES = frozenset({"image_id"})
DOCUMENT_NAMES = frozenset({"document_id", "doc_id"})
# Addresses whose number is called `pk`, by the beginning of their name.
PK_NAMES = {
    "wagtailadmin_api:pages": Page,
    "wagtailadmin_pages:": Page,
    "wagtailadmin_api:images": "image",
    "wagtailimages_chooser:": "image",
    "wagtailadmin_api:documents": "document",
    "wagtaildocs_chooser:": "document",
}
# These only show the way down to a page; every other address works on it.
WAYS_DOWN = ("wagtailadmin_explore", "wagtailadmin_choose_page", "wagtailadmin_api:pages:detail")


class AdminGate:
    """Asked for every address below /admin/, after the sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith(ADMIN_PREFIX) or not isinstance(request.user, Person):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not may_open(request.user, name):
            raise Http404
        if name == "wagtailadmin_account":
            return redirect("my_settings")
        if edits_everything(request.user):
            return None
        return _guard(request, request.user, name, kwargs)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """What Wagtail leaves to the server's error page though it is an answer for the editor."""
        if not request.path_info.startswith(ADMIN_PREFIX):
            return None
        if isinstance(exception, ProtectedError):
            messages.error(request, _("This is still in use and cannot be deleted."))
            return redirect(request.get_full_path())
        if isinstance(exception, MultiValueDictKeyError):  # a form without its own fields was forged or cut short
            return HttpResponseBadRequest()
        return None


def _guard(request: HttpRequest, editor: Person, name: str, kwargs: dict[str, Any]) -> HttpResponseBase | None:
    """For the editors of a department: everything that the request names must be their own."""
    _check_named(editor, name, kwargs)
    if name.startswith("wagtailadmin_tag_"):
        term = request.GET.get("term", "")
        return JsonResponse(tags_to_offer(term, viewer=editor) if term else [], safe=False)
    if name == "wagtailadmin_choose_page":
        # Left alone, the chooser opens at the common parent of all pages of a type: perhaps another department's.
        kwargs["parent_page_id"] = policy_registry.get_by_type(Page).explorable_root_instance(editor).pk
    if name == "wagtailadmin_choose_page_chosen_multiple":
        _check_pages(request.GET.getlist("id"), lambda page: may_explore(editor, page))
    if name == "wagtail_bulk_action":
        _check_bulk(request, editor, kwargs)
    if name == "wagtailadmin_editing_sessions:ping":
        _check_pinged(editor, kwargs)
    return None


def _check_named(editor: Person, name: str, kwargs: dict[str, Any]) -> None:
    """The page, image or document in the address."""
    for argument, value in kwargs.items():
        kind = _kind_of(name, argument)
        if kind is Page:
            sees = may_explore if name.startswith(WAYS_DOWN) else in_own_part
            _check_pages([value], lambda page, sees=sees: sees(editor, page))  # type: ignore[misc]
        elif kind is not None:
            _check_files(get_image_model() if kind == "image" else get_document_model(), [value], editor)


def _kind_of(name: str, argument: str) -> Any:
    if argument in PAGE_NAMES:
        return Page
    if argument in IMAGE_NAMES:
        return "image"
    if argument in DOCUMENT_NAMES:
        return "document"
    if argument == "pk":
        return next((kind for start, kind in PK_NAMES.items() if name.startswith(start)), None)
    return None


def _check_pages(numbers: Iterable[Any], sees: Callable[[Page], bool]) -> None:
    wanted = _numbers(numbers)
    pages = {page.pk: page for page in Page.objects.filter(pk__in=wanted)}
    if any(number not in pages or not sees(pages[number]) for number in wanted):
        raise Http404


def _check_files(model: Any, numbers: Iterable[Any], editor: Person) -> None:
    wanted = _numbers(numbers)
    files = {file.pk: file for file in model.objects.filter(pk__in=wanted).select_related("collection")}
    if any(number not in files or not may_choose_file(editor, files[number]) for number in wanted):
        raise Http404


def _check_bulk(request: HttpRequest, editor: Person, kwargs: dict[str, Any]) -> None:
    """A bulk action names by title what it may not touch: so nothing but one's own gets that far."""
    numbers = [number for number in request.GET.getlist("id") if number != "all"]
    model = (kwargs["app_label"], kwargs["model_name"])
    if model == ("wagtailcore", "page"):
        _check_pages(numbers, lambda page: in_own_part(editor, page))
        if "all" in request.GET.getlist("id"):
            _check_pages([request.GET.get("childOf", "")], lambda page: in_own_part(editor, page))
    elif model == _label(get_image_model()):
        _check_files(get_image_model(), numbers, editor)
    elif model == _label(get_document_model()):
        _check_files(get_document_model(), numbers, editor)
    else:
        raise Http404


def _check_pinged(editor: Person, kwargs: dict[str, Any]) -> None:
    """Who else edits a thing is told to those who may edit it."""
    number = str(kwargs["object_id"])
    if kwargs["model_name"] in {"portalimage", "portaldocument"}:
        model = get_image_model() if kwargs["model_name"] == "portalimage" else get_document_model()
        _check_files(model, [number], editor)
    else:
        _check_pages([number], lambda page: in_own_part(editor, page))


def _numbers(values: Iterable[Any]) -> set[int]:
    try:
        return {int(value) for value in values}
    except (TypeError, ValueError) as error:
        raise Http404 from error


def _label(model: Any) -> tuple[str, str]:
    return (model._meta.app_label, model._meta.model_name)
