"""What the API's document says of search (see `core.interfaces.api_words`)."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

SUMMARIES = {
    "search": _("Search everything"),
    "suggest": _("Suggest while somebody types"),
    "similar": _("Find what is similar"),
    "kinds": _("List kinds and facets"),
}

TAGS = {"search": _("One search over everything that you may see.")}

WORDS = {
    "key": _("Names what was found; never changes."),
    "kind": _("The kind of thing, by its name from /kinds."),
    "HitOut.title": _("Its title or name."),
    "part_of": _("What it is part of; empty where it stands alone."),
    "line": _("What else there is to say of it, in one line."),
    "snippet": _("A stretch of its text around what matched."),
    "why": _("Why it was found, where its title does not say so."),
    "updated_at": _("When it last changed."),
    "value": _("What to write into a request."),
    "label": _("What people call it, in your language."),
    "count": _("How many you would find."),
    "CountedValue.value": _("What to write behind the colon of a filter, or as a kind."),
    "Named.name": _("What to write into a request."),
    "KindOut.name": _("What to write into a request."),
    "FacetOut.name": _("What to write before the colon of a filter."),
    "values": _("Its values, the most frequent first."),
    "is_reduced": _("The second engine answered: what changed last may be missing."),
    "hits": _("What was found, the best first."),
    "SearchOut.kinds": _("How much there is of each kind."),
    "SearchOut.facets": _("What the hits can be narrowed by, with counts."),
    "KindOut.facets": _("The names of the facets that this kind has."),
    "KindsOut.kinds": _("Every kind there is."),
    "KindsOut.facets": _("Every facet there is."),
    "text": _("The stretch itself."),
    "is_match": _("Whether it is what matched."),
}
