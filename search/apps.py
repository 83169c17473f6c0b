"""One box over everything a person may see."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Apps register their kinds when they are loaded (`search.registry`); what the core has is registered here."""
        from search.domain import forgetting

        forgetting.connect()
