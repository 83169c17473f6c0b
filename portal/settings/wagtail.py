"""Wagtail: our own image and document models, private files, an admin search that finds Japanese."""

from core.upload_limits import DOCUMENT_EXTENSIONS, MOST_IMAGE_BYTES, MOST_PIXELS

from .base import BASE_URL, LANGUAGES

WAGTAIL_SITE_NAME = "Terakoya"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ENABLE_UPDATE_CHECK = False  # it calls out
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Ours finds a Japanese word inside a sentence, in any kana and width; it reads the rows and keeps no index.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.wagtail_backend"}}
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.PortalDocument"
# A typed address is not looked up among pages: that would tell of pages the editor may not see.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# What may be uploaded: core.uploads reads the content, these say it in Wagtail's help texts too.
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.interfaces.media.PortalImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.interfaces.media.PortalDocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = MOST_IMAGE_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = MOST_PIXELS
WAGTAILDOCS_EXTENSIONS = sorted(DOCUMENT_EXTENSIONS)
WAGTAILDOCS_SERVE_METHOD = "serve_view"
