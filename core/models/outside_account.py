"""The account of a person at an identity provider of the company, as the first sign-in with it was remembered."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutsideAccount(models.Model):
    """`subject` is the provider's own, unchanging name of the account; an e-mail address that moves on there decides
    nothing any more. Nothing else that the provider says is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="outside_accounts")
    provider = models.SlugField(_("identity provider"), max_length=40)
    subject = models.CharField(_("account identifier"), max_length=255)
    linked_at = models.DateTimeField(_("first used"), default=timezone.now)
    used_at = models.DateTimeField(_("last used"), default=timezone.now)

    class Meta:
        verbose_name = _("account at an identity provider")
        verbose_name_plural = _("accounts at identity providers")
        ordering = ["provider"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="outside_account_is_one_person"),
            models.UniqueConstraint(fields=["person", "provider"], name="person_has_one_account_a_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.person_id}"
