"""Production as deploy/ runs it, with three pages of its own that ask nobody to sign in, and plain static names."""

from portal.settings import *  # noqa: F403
from portal.settings import MIDDLEWARE, STORAGES

ROOT_URLCONF = "tests.deploy.urls"
MIDDLEWARE.remove("core.middleware.access.SignInRequired")
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
