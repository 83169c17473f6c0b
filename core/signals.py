"""What Django, Wagtail and axes tell of: kept in the audit trail, or followed by the groups."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from wagtail.models import Locale
from wagtail.signals import page_published, page_unpublished, post_page_move

from core.domain import audit, roles
from core.models.audience import CollectionAccess
from core.models.pages import DepartmentSectionPage
from core.models.person import Person


def connect() -> None:
    """Called once, when the apps are loaded."""
    user_logged_in.connect(_signed_in, dispatch_uid="core.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="core.signed_out")
    user_locked_out.connect(_locked_out, dispatch_uid="core.locked_out")
    page_published.connect(_published, dispatch_uid="core.published")
    page_unpublished.connect(_unpublished, dispatch_uid="core.unpublished")
    post_page_move.connect(_moved, dispatch_uid="core.moved")
    for model in (DepartmentSectionPage, CollectionAccess, Locale):
        post_save.connect(_groups_follow, sender=model, dispatch_uid=f"core.groups.{model.__name__}.saved")
        post_delete.connect(_groups_follow, sender=model, dispatch_uid=f"core.groups.{model.__name__}.deleted")


def _signed_in(sender: Any, user: Person, **_: Any) -> None:
    audit.record("session.started", actor=user, subject=user)


def _signed_out(sender: Any, user: Person | None, **_: Any) -> None:
    if user is not None:
        audit.record("session.ended", actor=user, subject=user)


def _locked_out(sender: Any, request: HttpRequest | None, username: str = "", **_: Any) -> None:
    """Only who has an account is named; what a stranger typed may be a password."""
    known = Person.objects.get_queryset().filter(email__iexact=username or "").first()
    audit.record("session.locked_out", actor=None, subject=known)


def _published(sender: Any, instance: Any, **_: Any) -> None:
    revision = getattr(instance, "live_revision", None)
    actor = _acting() or getattr(revision, "user", None)
    audit.record("page.published", actor=actor, on=instance, detail={"title": instance.title})


def _unpublished(sender: Any, instance: Any, **_: Any) -> None:
    audit.record("page.unpublished", actor=_acting(), on=instance, detail={"title": instance.title})


def _moved(sender: Any, instance: Any, url_path_before: str = "", url_path_after: str = "", **_: Any) -> None:
    """Reordering among brothers and sisters moves nothing a reader could see."""
    if url_path_before != url_path_after:
        detail = {"from": url_path_before, "to": url_path_after}
        audit.record("page.moved", actor=_acting(), on=instance, detail=detail)


def _groups_follow(sender: Any, raw: bool = False, **_: Any) -> None:
    """A new section, collection or language belongs to its department's editors at once."""
    if not raw:
        roles.sync_groups()


def _acting() -> Person | None:
    """Whom Wagtail says its current action is done by."""
    from wagtail.log_actions import get_active_log_context

    user = get_active_log_context().user
    return user if isinstance(user, Person) else None
