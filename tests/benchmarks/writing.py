"""Other people at work while pages are measured: each second a step is marked, a seat is taken, or a page published.

python -m tests.benchmarks.writing     until it is ended
"""

import itertools
import time


def _main() -> None:
    import django

    django.setup()
    from django.db.models import F

    from core.models import Person, Seats
    from learning.domain.progress import mark_done, unmark
    from learning.models import CurriculumPage, MaterialPage

    somebody = Person.objects.filter(role_grants__isnull=True, is_active=True).order_by("-pk")[0]
    material = next(page for page in MaterialPage.objects.live().order_by("pk") if page.steps)
    step = material.steps[0]["id"]
    edited = CurriculumPage.objects.live().order_by("pk")[0]
    for second in itertools.count():
        if second % 3 == 0:
            (unmark if second % 2 else mark_done)(somebody, page=material, step_id=step)
        elif second % 3 == 1:
            Seats.objects.filter(pk=Seats.objects.order_by("pk")[0].pk).update(last_in_line=F("last_in_line") + 1)
        else:
            edited.save_revision().publish()
        time.sleep(1)


if __name__ == "__main__":
    _main()
