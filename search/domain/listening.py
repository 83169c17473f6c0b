"""Every change of what can be found marks its sources in the outbox, in the transaction that makes the change.

What sends no signal (`update`, `bulk_create`) is marked by the domain function that does it (`core.outbox.mark`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from core.outbox import mark
from search.domain.topics import CHANNEL
from search.registry import Dependency, Source, sources

Handler = Callable[..., None]

# What Wagtail writes into a page's row while it keeps a draft: nothing of it is published.
OF_DRAFTS = frozenset(
    {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes", "live_revision"}
    | {"locked", "locked_at", "locked_by", "go_live_at", "expire_at", "approved_schedule", "numchild"}
)
# What a sign-in and the like write into a person's row.
OF_SESSIONS = frozenset({"last_login", "session_epoch", "password"})
# What the documents of the pages below a page are made of.
OF_THOSE_BELOW = ("url_path", "slug", "title", "live", "translation_key")

_handlers: list[Handler] = []  # signals hold their receivers weakly


def connect() -> None:
    """Called once, when all apps have registered their sources."""
    for source in sources():
        listen(source)
    for model in dict.fromkeys(dependency.model for dependency in _page_dependencies()):
        pre_save.connect(_note_before, sender=model, dispatch_uid=f"search.before.{model._meta.label}")
        post_save.connect(_mark_below, sender=model, dispatch_uid=f"search.below.{model._meta.label}")
    post_page_move.connect(_moved, dispatch_uid="search.moved")


def listen(source: Source) -> None:
    """Hear of every change of what one source is made of."""
    for dependency in source.depends_on:
        _listen(dependency)


def _listen(dependency: Dependency) -> None:
    saved, deleted = _on_save(dependency), _on_delete(dependency)
    _handlers.extend([saved, deleted])
    post_save.connect(saved, sender=dependency.model)
    post_delete.connect(deleted, sender=dependency.model)
    for name in dependency.m2m:
        changed = _on_m2m(dependency)
        _handlers.append(changed)
        m2m_changed.connect(changed, sender=getattr(dependency.model, name).through)


def _on_save(dependency: Dependency) -> Handler:
    of_no_interest = OF_DRAFTS if issubclass(dependency.model, Page) else OF_SESSIONS

    def saved(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **_: Any) -> None:
        if raw or (update_fields is not None and of_no_interest.issuperset(update_fields)):
            return
        mark(CHANNEL, dependency.sources(instance))

    return saved


def _on_delete(dependency: Dependency) -> Handler:
    def deleted(sender: Any, instance: Any, **_: Any) -> None:
        mark(CHANNEL, dependency.sources(instance))

    return deleted


def _on_m2m(dependency: Dependency) -> Handler:
    def changed(
        sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[Any] | None = None, **kwargs: Any
    ) -> None:
        if action not in {"post_add", "post_remove", "pre_clear"}:
            return
        rows = _rows_behind(dependency.model, instance, reverse, pk_set, sender)
        mark(CHANNEL, (name for row in rows for name in dependency.sources(row)))

    return changed


def _rows_behind(
    model: type[Model], instance: Any, reverse: bool, pk_set: set[Any] | None, through: Any
) -> Iterable[Any]:
    """The rows of the model on whose side the field is, whichever side it was changed from."""
    if not reverse:
        return [instance]
    if pk_set is not None:
        return model._default_manager.filter(pk__in=pk_set)
    own = next(field.name for field in through._meta.get_fields() if field.related_model is model)
    other = next(field.name for field in through._meta.get_fields() if field.related_model is type(instance))
    linked = through._default_manager.filter(**{other: instance}).values(own)
    return model._default_manager.filter(pk__in=linked)


def _page_dependencies() -> list[Dependency]:
    return [each for source in sources() for each in source.depends_on if issubclass(each.model, Page)]


def _note_before(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **_: Any) -> None:
    """What the pages below are made of, as it was: Wagtail rewrites their addresses without a signal."""
    instance._search_before = None
    is_draft = update_fields is not None and OF_DRAFTS.issuperset(update_fields)
    if not raw and instance.pk and instance.numchild and not is_draft:
        instance._search_before = Page.objects.filter(pk=instance.pk).values(*OF_THOSE_BELOW).first()


def _mark_below(sender: Any, instance: Any, **_: Any) -> None:
    before = getattr(instance, "_search_before", None)
    if before is not None and any(before[name] != getattr(instance, name) for name in OF_THOSE_BELOW):
        mark(CHANNEL, names_below(instance))


def _moved(sender: Any, instance: Any, **_: Any) -> None:
    mark(CHANNEL, names_below(Page.objects.get(pk=instance.pk)))


def names_below(page: Page) -> Iterator[str]:
    """The sources of a page and of all pages below it, in constant memory."""
    for dependency in _page_dependencies():
        below = dependency.model._default_manager.filter(path__startswith=page.path)
        for row in below.iterator(chunk_size=500):
            yield from dependency.sources(row)
