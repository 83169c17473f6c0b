"""What the installed apps (Django and Wagtail before all) ask for in English and show in Japanese."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import django
import polib
import wagtail
from django.apps import apps

from core.translation.catalogues import MESSAGES, OUR_APPS, ROOT, WAGTAIL, Key, key_of, live_entries
from core.translation.extraction import Message, collect, source_files

DOMAINS = ("django", "djangojs")
# Packages that show nothing to anybody here: their screens are those of django.contrib.admin, or there are none.
SILENT = {"django_filters", "django_tasks", "django_tasks_db", "channels", "django_htmx", "django.contrib.staticfiles"}
# The protocol of identity providers is allauth's, every page is ours.
SILENT |= {"allauth.account", "allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"}


def vendor_folders() -> list[Path]:
    """The folders of the installed apps that are not ours and show something, and Django's own."""
    shown = [config for config in apps.get_app_configs() if config.name not in OUR_APPS | SILENT]
    return [Path(django.__file__).parent / "conf", *(Path(config.path) for config in shown)]


def shipped(domain: str) -> dict[Key, polib.POEntry]:
    """The Japanese that the installed apps bring themselves."""
    return _translated(folder / "locale" / MESSAGES / f"{domain}.po" for folder in vendor_folders())


def ours_for_vendors(domain: str, root: Path = ROOT) -> dict[Key, polib.POEntry]:
    """The Japanese that we add, and that wins over what is shipped."""
    return _translated([root / WAGTAIL / f"{domain}.po"])


@cache
def wanted(domain: str) -> dict[Key, Message]:
    """Every message of the installed apps: from the English catalogue they ship, else from their source."""
    return _messages(vendor_folders(), domain)


@cache
def possible(domain: str) -> dict[Key, Message]:
    """The same, with the parts of Wagtail that are not installed: their Japanese may lie ready."""
    english = Path(wagtail.__file__).parent.rglob(f"locale/en/LC_MESSAGES/{domain}.po")
    return _messages((path.parents[3] for path in sorted(english)), domain) | wanted(domain)


def _messages(folders: Iterable[Path], domain: str) -> dict[Key, Message]:
    found: dict[Key, Message] = {}
    for folder in folders:
        english = folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if english.exists():
            messages = {key_of(entry): _message(entry, folder) for entry in live_entries(english)}
        elif domain == "django" and not (folder / "locale" / "en").exists():
            messages = collect(source_files(folder), folder.parent)
        else:
            continue
        found = messages | found
    return found


def _message(entry: polib.POEntry, folder: Path) -> Message:
    places = [f"{folder.name}/{name}:{line}" for name, line in entry.occurrences]
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural, places or [folder.name])


def _translated(files: Iterable[Path]) -> dict[Key, polib.POEntry]:
    found: dict[Key, polib.POEntry] = {}
    for path in files:
        if path.exists():
            for entry in live_entries(path):
                if entry.translated():
                    known = found.get(key_of(entry))
                    if known is None or (entry.msgid_plural and not known.msgid_plural):
                        found[key_of(entry)] = entry
    return found
