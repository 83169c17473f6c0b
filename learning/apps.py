"""Curricula, materials and the way through them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        """Hear when a material goes live."""
        from learning import publishing

        publishing.connect()
