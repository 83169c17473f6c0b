"""The settings of the tests: ours, in a folder of their own, with a quick hasher and plain static files.

DATABASE_URL, REDIS_URL and ELASTICSEARCH_URL stay in force: `make test-services` runs the suite on the real services.
"""

import os
import tempfile
from pathlib import Path

_data = tempfile.TemporaryDirectory(prefix="terakoya-tests-")
os.environ["TERAKOYA_DATA"] = _data.name
os.environ.setdefault("LOG_FORMAT", "text")
for _variable in ("TERAKOYA_ENV", "TERAKOYA_DEMO", "DEBUG", "EMAIL_URL", "BASE_URL", "ALLOWED_HOSTS", "OIDC_PROVIDERS"):
    os.environ.pop(_variable, None)

from core.translation.catalogues import compile_catalogues  # noqa: E402
from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES, ELASTICSEARCH, REDIS_URL  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in production: in memory, two threads would share one connection and no lock would be tested.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_data.name) / "test.sqlite3")}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
if REDIS_URL:
    # A database of Redis for each worker: `cache.clear()` empties all of one, whatever the prefix.
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{REDIS_URL.rsplit('/', 1)[0]}/{1 + _worker % 15}"  # noqa: F405
# Indexes of this process alone: two workers, or two runs on one server, must not see each other's.
ELASTICSEARCH["index"] = f"tests-{os.getpid()}"

# Django reads the catalogues once, so they are compiled before its first word.
compile_catalogues()
