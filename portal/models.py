"""What background workers tell each other through the database. No personal data."""

from django.db import models


class WorkerBeat(models.Model):
    """A worker that runs, by its last sign of life. The tasks of one that fell silent are given back."""

    worker_id = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    seen_at = models.DateTimeField(db_index=True)


class TickState(models.Model):
    """When a tick is due next: the row that workers race for, so that one of them runs it."""

    name = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField()
