"""The WSGI application: every HTTP request."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402

from portal.serving.front import from_front  # noqa: E402
from portal.serving.lengths import whole_bodies  # noqa: E402

application = whole_bodies(from_front(_django) if settings.BEHIND_PROXY else _django)

# What is loaded by now lives as long as the process. The collector need not look through it: every few hundred requests
# one waited a tenth of a second and more for that.
gc.freeze()
