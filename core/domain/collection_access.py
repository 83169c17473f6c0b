"""Who may read the files of a collection, and whose it is: in force at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection

from core.domain import audit
from core.models.audience import Audience, CollectionAccess
from core.models.organisation import Department
from core.models.person import Person
from core.rules import decides_who_reads


@transaction.atomic
def set_collection_access(
    collection: Collection, *, audience: Audience | None, department: Department | None, actor: Person
) -> None:
    """Say who reads a collection's files and which department's editors work with it; neither leaves it to the editors.

    Raises ValidationError where the collection is not the actor's, or would no longer be theirs afterwards.
    """
    rows = CollectionAccess.objects.select_for_update(of=("self",)).filter(collection=collection)
    row = rows.select_related("audience", "department").first()
    if not decides_who_reads(actor, row.department if row else None) or not decides_who_reads(actor, department):
        raise ValidationError({"department": _("Choose a department whose editor you are.")})
    before = _state(row)
    if audience is None and department is None:
        rows.delete()
        row = None
    else:
        row, _is_new = CollectionAccess.objects.update_or_create(
            collection=collection, defaults={"audience": audience, "department": department}
        )
    detail = {"before": before, "after": _state(row)}
    audit.record("collection.access_set", actor=actor, on=collection, detail=detail)


def _state(row: CollectionAccess | None) -> dict[str, Any]:
    return {
        "audience": row.audience.name if row and row.audience else None,
        "department": row.department.code if row and row.department else None,
    }
