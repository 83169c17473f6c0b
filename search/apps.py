"""One box over everything a person may see."""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """What apps have in `search_index` is registered (`search.registry`), then what the core has.

        This app stands below all that give it something, so it is loaded after them and hears of everything.
        """
        from search import kinds, registry
        from search.actions import register_actions
        from search.domain import forgetting, listening, saved_notices, topics
        from search.domain.queries.places import places_for

        registry.discover(config.name for config in apps.get_app_configs())
        kinds.register()
        registry.check_facets()
        topics.connect()
        listening.connect()
        forgetting.connect()
        saved_notices.connect()
        register_actions("places", places_for, order=20)
