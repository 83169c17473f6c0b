"""What makes rules ask others, or otherwise: noted in the outbox by those who write it, worked off in one go.

A file that brings in ten thousand people is ten thousand notes and one recompute. Completions are not noted: whoever
completed something sees at once what follows from it.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models.signals import post_delete, post_save

from core import outbox
from core.domain.telling import ALL, CHANNEL
from core.models.outbox import OutboxRow
from learning.domain.completions import CompletionsChanged
from learning.domain.recompute import recompute_all, recompute_people
from learning.models import Curriculum, CurriculumItem, Equivalent, TrainingRule

TOPIC = "learning.rules"
CURRICULUM = "curriculum:"
AT_ONCE = 5_000
# With more people than this, each rule is computed for everybody: fewer queries, the same outcome.
MANY = 2_000


def hear_of_people() -> None:
    """Have every change of people and places noted; said once, in `portal.receivers`."""
    outbox.subscribe(CHANNEL, lambda: [TOPIC])


def connect() -> None:
    """Called once, when the apps are loaded."""
    for model in (CurriculumItem, Equivalent, Curriculum):
        for signal in (post_save, post_delete):
            signal.connect(_curriculum_changed, sender=model, dispatch_uid=f"learning.rules.{model.__name__}")


def hear_of_completions(event: CompletionsChanged) -> None:
    """Whoever completed something sees at once what follows from it."""
    recompute_people(event.person_ids)


def work_off() -> int:
    """Compute what the notes tell of; how many notes. They go when it is done: a worker that is killed begins anew."""
    count = 0
    while rows := list(OutboxRow.objects.filter(topic=TOPIC).order_by("pk").values_list("pk", "key")[:AT_ONCE]):
        _work({key for _pk, key in rows})
        OutboxRow.objects.filter(pk__in=[pk for pk, _key in rows]).delete()
        count += len(rows)
    return count


def _work(keys: Collection[str]) -> None:
    people = {int(key) for key in keys if key.isdigit()}
    curricula = {int(key.removeprefix(CURRICULUM)) for key in keys if key.startswith(CURRICULUM)}
    if ALL in keys or len(people) > MANY:
        recompute_all()
        return
    if curricula:
        recompute_all(rules=set(TrainingRule.objects.filter(curriculum__in=curricula).values_list("pk", flat=True)))
    if people:
        recompute_people(people)


def _curriculum_changed(sender: type, instance: CurriculumItem | Equivalent | Curriculum, **_: object) -> None:
    if isinstance(instance, Equivalent):
        rows = CurriculumItem.objects.filter(course=instance.course_id).values_list("curriculum_id", flat=True)
        touched = list(rows.distinct().order_by())
    else:
        touched = [instance.pk if isinstance(instance, Curriculum) else instance.curriculum_id]
    with_rules = TrainingRule.objects.filter(curriculum__in=touched).values_list("curriculum_id", flat=True).distinct()
    outbox.put_rows(TOPIC, (f"{CURRICULUM}{pk}" for pk in with_rules.order_by()))
