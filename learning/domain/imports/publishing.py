"""How an import puts a page live: as Wagtail does, without what only a form needs."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.signals import page_published

from core.models.person import Person


def publish_new(page: Any, *, parent: Page, actor: Person | None) -> None:
    """Add a page under `parent`, live, with its first revision. Call it inside a transaction.

    The parent's row is locked first: two writers would take the same place in the tree.
    """
    fresh = Page.objects.select_for_update().get(pk=parent.pk)
    now = timezone.now()
    page.live, page.has_unpublished_changes = True, False
    page.first_published_at = page.last_published_at = now
    page.owner = actor
    fresh.add_child(instance=page)
    revision = page.save_revision(user=actor, clean=False, changed=False)
    page.live_revision = revision
    Page.objects.filter(pk=page.pk).update(live_revision=revision, latest_revision=revision)
    log(instance=page, action="wagtail.publish", user=actor, revision=revision, content_changed=True)
    page_published.send(sender=type(page), instance=page, revision=revision)


def publish_changed(page: Any, *, actor: Person | None) -> None:
    """A new revision of a page, live at once. Call it inside a transaction.

    Leaves `page` as it was before publishing but for what the revision holds; read it again where more is needed.
    """
    revision = page.save_revision(user=actor, clean=True, log_action=True)
    revision.publish(user=actor, skip_permission_checks=True)
