"""Wagtail: our own image and document models, private files, an admin search that finds Japanese."""

from .base import BASE_URL, LANGUAGES

WAGTAIL_SITE_NAME = "Terakoya"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ENABLE_UPDATE_CHECK = False  # it calls out
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# The database backend finds no Japanese word inside a sentence; this one looks for what a text contains.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback"}}
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.PortalDocument"
