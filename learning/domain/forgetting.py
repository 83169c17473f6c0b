"""What learning forgets when its time is over. Each is called by `core.domain.keeping`, inside its transaction."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Max, Q
from django.utils import timezone

from core.keeping import register_credit, register_keeping
from core.models.person import Person
from learning import privacy_notes as notes
from learning import privacy_of_courses as courses
from learning.domain.stuck import delete_report
from learning.domain.unsent import forget_unsent
from learning.enums import ProposalStatus, RunStatus
from learning.models import (
    Completion,
    Enrolment,
    Exemption,
    ImportRun,
    MaterialPage,
    ReadingPlace,
    Requirement,
    StepChange,
    StepMark,
    StuckReport,
)


def connect() -> None:
    """Called once, when the apps are loaded."""
    register_keeping(notes.EMPLOYMENT, forget_progress)
    register_keeping(notes.MATERIAL, forget_orphans)
    register_keeping(notes.IMPORT, forget_imports)
    register_keeping(notes.UNSENT, forget_unsent)
    register_keeping(courses.TRAINING, forget_training)
    register_credit("learning.authors", is_author)


def is_author(person: Person) -> bool:
    """Whether a material still names the person: its licence asks for that."""
    return bool(MaterialPage.objects.filter(authors=person).exists())


def forget_progress(limit: dt.datetime) -> int:
    """Marks of those who left become marks of nobody: "7 stopped here" stays true. Their places are no number."""
    left = Person.objects.get_queryset().filter(left_on__lte=timezone.localdate(limit))
    marks = StepMark.objects.filter(person__in=left)
    count = 0
    for person_id, key in list(marks.order_by().values_list("person_id", "translation_key").distinct()):
        # Another stranger on each page, so that no two of them can be joined to one person again.
        own = StepMark.objects.filter(person_id=person_id, translation_key=key)
        count += own.update(person=None, gone_reader=uuid.uuid4())
    return count + ReadingPlace.objects.filter(person__in=left).delete()[0]


def forget_orphans(limit: dt.datetime) -> int:
    """Questions, marks and places of materials that no language has any more."""
    known = MaterialPage.objects.order_by().values("translation_key")
    reports = list(StuckReport.objects.exclude(translation_key__in=known))
    for report in reports:
        delete_report(report)  # with the files of its pictures
    gone = [model.objects.exclude(translation_key__in=known) for model in (StepMark, ReadingPlace, StepChange)]
    return len(reports) + sum(rows.delete()[0] for rows in gone)


def forget_imports(limit: dt.datetime) -> int:
    """Imports long ended. The last of each source stays, and so does one with a proposal that waits."""
    ended = Q(finished_at__lt=limit) | Q(finished_at__isnull=True, created_at__lt=limit)
    last = ImportRun.objects.order_by().values("source_key").annotate(last=Max("pk")).values_list("last", flat=True)
    old = ImportRun.objects.filter(ended).exclude(status=RunStatus.RUNNING).exclude(pk__in=list(last))
    old = old.exclude(proposals__status=ProposalStatus.WAITING)
    numbers = list(old.values_list("pk", flat=True))
    ImportRun.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def forget_training(limit: dt.datetime) -> int:
    """What people learned here who left long ago. Seats were given back when they left."""
    left = Person.objects.get_queryset().filter(left_on__lte=timezone.localdate(limit))
    models = (Completion, Enrolment, Requirement, Exemption)
    return sum(model.objects.filter(person__in=left).delete()[0] for model in models)
