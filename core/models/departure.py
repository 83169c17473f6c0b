"""What ended when a person's leaving was entered, so that it can be taken back."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Departure(models.Model):
    """One for each person who leaves or left; gone when the leaving is taken back.

    `shortened` holds the places that now end earlier, with the last day they had; `dropped` those that would have
    begun afterwards, whole.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="departure")
    shortened = models.JSONField(default=dict)
    dropped = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("leaving")
        verbose_name_plural = _("leavings")
