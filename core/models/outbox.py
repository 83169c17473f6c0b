"""What waits to be told outside the database: names of things to be read again, never their content."""

from django.db import models
from django.utils import timezone


class OutboxRow(models.Model):
    """`key` changed, says the transaction that wrote this row; whoever reads `topic` is to look at it again.

    Rows are only inserted and deleted, and nothing about them is unique: marking one thing from many transactions waits
    for no lock. A reader deletes exactly the rows that it has seen, by id: ids may be committed out of order, so no
    reader remembers how far it came.
    """

    topic = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["topic", "id"], name="outbox_row_by_topic")]
