"""What every installation has: the languages, a home for each, and the site that serves them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Locale,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from core.enums import Language
from core.models.audience import Audience, PageAudience
from core.models.pages import HomePage

# One name in the database; `core.editing.review` shows the half of it that is in the language of the request.
REVIEW, READING = "レビュー / Review", "編集者が読む / Read by an editor"
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
    _ensure_review()
    return japanese


def _ensure_review() -> None:
    """Where there is no workflow at all, the one that Wagtail's migration makes; a switched-off one stays so."""
    root = Page.get_first_root_node()
    if root is None or Workflow.objects.exists():
        return
    workflow = Workflow.objects.create(name=REVIEW)
    task = GroupApprovalTask.objects.create(name=READING)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=root)


def _name_the_review() -> None:
    """Wagtail's own workflow stands at the root; it is named for what it is here. A name of one's own is kept."""
    Workflow.objects.filter(name="Moderators approval").update(name=REVIEW)
    Task.objects.filter(name="Moderators approval").update(name=READING)


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
