"""What the portal is made of: apps, middleware, templates, languages, files."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent

PRODUCTION = (
    environment.choice("TERAKOYA_ENV", default="development", allowed=("development", "production")) == "production"
)
DEBUG = environment.flag("DEBUG")
DEMO = environment.flag("TERAKOYA_DEMO")
if DEBUG and PRODUCTION:
    environment.stop("DEBUG", "shows secrets on error pages; it cannot be true where TERAKOYA_ENV=production.")

# Everything the running portal writes (database, private files, caches) lies in one folder.
DATA_DIR = environment.folder("TERAKOYA_DATA", default=BASE_DIR / "var")
BASE_URL = environment.address(
    "BASE_URL", "" if PRODUCTION else "http://127.0.0.1:8000", schemes=("https",) if PRODUCTION else ("http", "https")
)
if not BASE_URL:
    environment.stop("BASE_URL", "must be set in production: the address people open, such as https://portal.example.")

INSTALLED_APPS = [
    "portal",
    "learning",
    "search",
    "core",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "axes",
    "allauth.account",  # socialaccount stands on it; nothing of ours does
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "channels",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "core.middleware.request_id.RequestIdMiddleware",
    "portal.health.HealthMiddleware",
    "core.middleware.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.person.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "core.middleware.person.PersonMiddleware",
    "core.middleware.access.SignInRequired",
    "core.middleware.admin_gate.AdminGate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.middleware.kept_pages.KeptPages",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.middleware.kept_pages.form_token",
            ],
        },
    },
]

TAGGIT_CASE_INSENSITIVE = True  # Git and git are one tag
TAG_LIMIT = 12  # of one page

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LANGUAGE_CODE = environment.choice("LANGUAGE_CODE", default="ja", allowed=("ja", "en"))
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_wagtail"]
TIME_ZONE = environment.time_zone("TIME_ZONE", "Asia/Tokyo")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = environment.folder("STATIC_ROOT", default=DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = environment.folder("MEDIA_ROOT", default=DATA_DIR / "files")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "core.storage.PrivateStorage"},
    "staticfiles": {
        # Names that carry their content's hash may be cached for ever; gathering them takes half a minute, once.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION  # production serves what collectstatic gathered

FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a page with many steps posts many fields
