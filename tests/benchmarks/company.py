"""The data that is measured: the demo company in a database of its own, made once a run.

python -m tests.benchmarks.company     make it (with a baseline page); print where things are, as JSON
"""

import json
import sys
from typing import Any

from tests.benchmarks.harness import Setting

PEOPLE = 30  # who ask in turn


def company(setting: Setting) -> dict[str, Any]:
    """Make the company where this run has not yet; return the addresses and the cookie of someone signed in."""
    mark = setting.folder / "company.json"
    if not mark.exists():
        setting.python("manage.py", "messages", "compile")
        setting.migrate()
        setting.python("manage.py", "load_demo", TERAKOYA_DEMO="true")
        mark.write_text(setting.python("-m", "tests.benchmarks.company").splitlines()[-1])
    found: dict[str, Any] = json.loads(mark.read_text())
    return found


def describe() -> dict[str, Any]:
    import django

    django.setup()
    from wagtail.models import Site

    from core.models.person import Person
    from learning.models import CoursePage, MaterialPage
    from tests.benchmarks.baseline.models import BaselinePage

    home = Site.objects.get(is_default_site=True).root_page
    blocks = [("heading", f"Heading {n}") if n % 2 else ("text", f"<p>{'Some words. ' * 30}</p>") for n in range(10)]
    baseline = home.add_child(instance=BaselinePage(title="Baseline", slug="baseline", body=blocks, locale=home.locale))
    readers = Person.objects.filter(role_grants__isnull=True, is_active=True, is_superuser=False).order_by("pk")[
        :PEOPLE
    ]
    material = max(
        MaterialPage.objects.live().filter(locale=home.locale), key=lambda page: len(page.steps), default=None
    )
    return {
        "cookies": [_cookie_of(reader) for reader in readers],
        "baseline": baseline.url,
        "home": home.url,
        "material": material.url if material else None,
        "course": CoursePage.objects.live().filter(locale=home.locale, page_materials__isnull=False)[0].url,
        "catalogue": "/ja/courses/",
        "matrix": "/ja/curricula/",
        "steps": len(material.steps) if material else 0,
    }


def _cookie_of(reader: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(describe()) + "\n")
