"""The composition root: the one app that knows all the others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Wire what one app does when something happens in another, and what is done again and again."""
        from portal import receivers
        from portal.background import schedule

        receivers.connect()
        schedule.register()
