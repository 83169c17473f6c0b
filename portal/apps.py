"""The composition root: the one app that knows all the others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Wire what one app does when something happens in another."""
        from portal import receivers

        receivers.connect()
