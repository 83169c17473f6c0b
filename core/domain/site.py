"""What every installation has: the languages, a home for each, and the site that serves them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site, Task, Workflow

from core.enums import Language
from core.models.audience import Audience, PageAudience
from core.models.pages import HomePage

HOME_TITLES = {Language.JAPANESE: "ホーム", Language.ENGLISH: "Home"}


@transaction.atomic
def ensure_site(**_signal: Any) -> HomePage:
    """Make what is missing of it; doing it twice changes nothing. Returns the Japanese home."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in Language.values}
    Collection.get_first_root_node() or Collection.add_root(name="Root")
    japanese = HomePage.objects.filter(locale=locales[Language.JAPANESE]).first() or _add_home(locales)
    if not HomePage.objects.filter(locale=locales[Language.ENGLISH]).exists():
        _add_translation(japanese, locales[Language.ENGLISH])
    everyone, _ = Audience.objects.to_choose().get_or_create(everyone=True, defaults={"name": "Everyone"})
    PageAudience.objects.get_or_create(translation_key=japanese.translation_key, defaults={"audience": everyone})
    _name_the_review()
    return japanese


def _name_the_review() -> None:
    """Wagtail's own workflow stands at the root; it is named for what it is here. A name of one's own is kept."""
    Workflow.objects.filter(name="Moderators approval").update(name="レビュー / Review")
    Task.objects.filter(name="Moderators approval").update(name="編集者が読む / Read by an editor")


def _add_home(locales: dict[str, Locale]) -> HomePage:
    """The first home takes the place of the page that Wagtail's own migration makes."""
    japanese = locales[Language.JAPANESE]
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=japanese)
    home = HomePage(title=HOME_TITLES[Language.JAPANESE], slug=Language.JAPANESE, locale=japanese)
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Terakoya"}
    )
    for stale in Page.objects.child_of(root).exact_type(Page):
        stale.delete()
    return home


def _add_translation(japanese: HomePage, locale: Locale) -> None:
    english = japanese.copy_for_translation(locale)
    english.title = HOME_TITLES[Language.ENGLISH]
    english.slug = Language.ENGLISH
    english.live = True
    english.save()
    english.save_revision().publish()
