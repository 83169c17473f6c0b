"""One box over everything a person may see."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Apps register their kinds when they are loaded (`search.registry`); what the core has is registered here.

        This app stands below all that register with it, so it is loaded after them and hears of everything.
        """
        from search import kinds
        from search.actions import register_actions
        from search.domain import forgetting, listening, saved_notices, topics
        from search.domain.queries.places import places_for

        kinds.register()
        topics.connect()
        listening.connect()
        forgetting.connect()
        saved_notices.connect()
        register_actions("places", places_for, order=20)
