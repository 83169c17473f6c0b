"""The portal as production runs it, with the page that others are compared with, and plain names for static files."""

from portal.settings import *  # noqa: F403
from portal.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS.append("tests.benchmarks.baseline.apps.BaselineConfig")
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
