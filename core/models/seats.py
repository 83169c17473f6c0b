"""Seats: what courses, sessions and shifts share. One row is locked for each question of who gets in."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Seats(models.Model):
    """So many may come. `taken` is counted here and nowhere else; `last_in_line` numbers the waiting list.

    Only `core.domain.seats` writes it. Without `capacity` everyone has a seat.
    """

    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("seats taken"), default=0)
    last_in_line = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("seats")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")), name="never_more_taken_than_seats"
            )
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{'∞' if self.capacity is None else self.capacity}"
