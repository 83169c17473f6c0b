"""What a run is made of besides its own columns: its sittings and materials are written, and its state is noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.api import Seats
from learning.domain.run_checks import PLAIN, SittingFacts
from learning.enums import RunState
from learning.models import Attendance, CourseRun, RunMaterial, Sitting


def columns_of(wish: SittingFacts) -> dict[str, Any]:
    return {"starts_at": wish.starts_at, "ends_at": wish.ends_at, "place": wish.place, "link": wish.link}


def write_sittings(run: CourseRun, wished: Iterable[SittingFacts]) -> list[int]:
    """A sitting that is moved keeps its row, so calendars move it; returns those that are gone."""
    known = {each.pk: each for each in run.sittings.all()}
    kept = {each.pk: each for each in wished if each.pk and each.pk in known}
    gone = [pk for pk in known if pk not in kept]
    if Attendance.objects.filter(sitting__in=gone).exists():
        raise ValidationError({"sittings": _("A sitting in which attendance is marked cannot be taken out.")})
    if run.status == RunState.OPEN and not wished:
        raise ValidationError({"sittings": _("An open run keeps at least one sitting.")})
    Sitting.objects.filter(pk__in=gone).delete()
    moving = [pk for pk, wish in kept.items() if known[pk].starts_at != wish.starts_at]
    _make_way(moving)
    for pk, wish in kept.items():
        Sitting.objects.filter(pk=pk).update(**columns_of(wish))
    Sitting.objects.bulk_create(Sitting(run=run, **columns_of(each)) for each in wished if each.pk not in known)
    return gone


def _make_way(moving: Iterable[int]) -> None:
    """Two sittings may change places: none begins when another does, not even in between."""
    for step, pk in enumerate(moving):
        aside = dt.datetime(1900, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=step)
        Sitting.objects.filter(pk=pk).update(starts_at=aside)


def write_materials(run: CourseRun, keys: Sequence[UUID]) -> None:
    """In the order given."""
    run.materials.exclude(material_key__in=keys).delete()
    for order, key in enumerate(dict.fromkeys(keys)):
        RunMaterial.objects.update_or_create(run=run, material_key=key, defaults={"order": order})


def note_bounds(run: CourseRun) -> None:
    sittings = list(run.sittings.all())
    run.starts_at = min((each.starts_at for each in sittings), default=None)
    run.ends_at = max((each.ends_at for each in sittings), default=None)
    run.save(update_fields=["starts_at", "ends_at"])


def state_of(run: CourseRun) -> dict[str, Any]:
    """What a change is told by."""
    sittings = [(each.starts_at, each.ends_at, each.place, each.link) for each in run.sittings.all()]
    lecturers = sorted(run.lecturers.values_list("pk", flat=True))
    seats = Seats.objects.values_list("capacity", flat=True).get(pk=run.seats_id)
    return {
        **{name: getattr(run, name) for name in PLAIN},
        "sittings": sittings,
        "lecturers": lecturers,
        "seats": seats,
    }
