"""The language and the time zone of a request."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation
from django.utils.translation import get_language_from_path, get_language_from_request

from core.models.person import Person

# Nothing below these has a twin below a language.
WITHOUT_LANGUAGE = ("/admin/", "/files/", "/feeds/", "/static/", "/styles/")


class LanguageMiddleware(LocaleMiddleware):
    """An address with a language speaks it; the admin and every other address speak the person's."""

    def process_request(self, request: HttpRequest) -> None:
        language = get_language_from_path(request.path_info)
        if language is None:
            viewer = request.user
            language = viewer.language if isinstance(viewer, Person) else get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Django sends what is not found to the same address below a language. Only where there is no such address:
        an admin page or a file that is absent, or that someone may not see, is just not found, at once."""
        is_apart = request.path_info.startswith(WITHOUT_LANGUAGE)
        if response.status_code == HTTPStatus.NOT_FOUND and (is_apart or request.resolver_match is not None):
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
            return response
        return super().process_response(request, response)


class PersonMiddleware:
    """Times are shown in the person's zone; Wagtail's admin follows the person's language and zone too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A static file or a health check never looks at the session, so neither may this.
        viewer = request.user
        zone = viewer.zone if isinstance(viewer, Person) else None
        if isinstance(viewer, Person) and request.path_info.startswith("/admin/"):
            _tell_wagtail(viewer)
        with timezone.override(zone):
            return self.get_response(request)


def _tell_wagtail(person: Person) -> None:
    """Wagtail keeps a language and a zone of its own; ours stand in for them, in memory, for this request."""
    from wagtail.users.models import UserProfile

    profile = getattr(person, "wagtail_userprofile", None) or UserProfile.get_for_user(person)
    profile.preferred_language = person.language
    profile.current_time_zone = person.time_zone
    person.wagtail_userprofile = profile  # type: ignore[attr-defined]
