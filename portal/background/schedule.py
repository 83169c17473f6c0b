"""The ticks of the portal itself; apps register theirs when they are loaded (`core.ticks`)."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from core.kept import triggers
from core.ticks import register_tick

# Finished tasks are kept so long for whoever asks what happened.
KEPT = timedelta(days=14)


def register() -> None:
    """Called once, when the apps are loaded."""
    register_tick("publish_scheduled", lambda: call_command("publish_scheduled"), every=timedelta(minutes=1))
    register_tick("clear_sessions", lambda: call_command("clearsessions"), every=timedelta(days=1))
    register_tick("compact_stamps", triggers.compact, every=timedelta(minutes=1))
    register_tick("prune_tasks", prune_tasks, every=timedelta(days=1))


def prune_tasks() -> None:
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()
