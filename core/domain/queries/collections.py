"""The collections whose readers a viewer decides about."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from wagtail.models import Collection

from core.models.audience import CollectionAccess
from core.models.media import PortalDocument, PortalImage
from core.models.organisation import Department
from core.rules import Viewer, edits_everything, own_departments


@dataclass(frozen=True)
class CollectionLine:
    """A line of the list: a collection, who reads it, and how much lies in it."""

    collection: Collection
    access: CollectionAccess | None
    images: int
    documents: int

    @property
    def depth(self) -> int:
        """How deep below the collections of the first row it lies."""
        return int(self.collection.depth) - 2


def departments_of(viewer: Viewer) -> QuerySet[Department]:
    """The departments a collection can be given to: all for editors of everything, else one's own and those below."""
    if edits_everything(viewer):
        return Department.objects.all()
    below = Q(pk__in=[])
    for department in own_departments(viewer):
        below |= Q(path__startswith=department.path)
    return Department.objects.filter(below)


def collections_of(viewer: Viewer) -> QuerySet[Collection]:
    """Every collection for editors of everything, else those of one's own departments."""
    found: QuerySet[Collection] = Collection.objects.filter(depth__gt=1).order_by("path")
    if edits_everything(viewer):
        return found
    own: QuerySet[Collection] = found.filter(access__department__in=departments_of(viewer))
    return own


def collection_lines(viewer: Viewer) -> list[CollectionLine]:
    """The list of `collections_of` with what each line says; the number of queries does not grow with it."""
    collections = list(collections_of(viewer))
    rows = CollectionAccess.objects.filter(collection__in=collections).select_related("audience", "department")
    access = {row.collection_id: row for row in rows}
    images, documents = _counted(PortalImage), _counted(PortalDocument)
    return [
        CollectionLine(each, access.get(each.pk), images.get(each.pk, 0), documents.get(each.pk, 0))
        for each in collections
    ]


def _counted(model: type[PortalImage] | type[PortalDocument]) -> dict[int, int]:
    counted = model.objects.order_by().values("collection_id").annotate(number=Count("pk"))
    return {row["collection_id"]: row["number"] for row in counted}
