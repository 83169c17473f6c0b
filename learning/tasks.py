"""What the worker does for learning."""

from __future__ import annotations

import logging

from django_tasks import task

from learning.interfaces.importer.refusals import ImportRefused
from learning.interfaces.importer.running import run_import
from learning.models import ImportRun

logger = logging.getLogger("terakoya.import")


@task(backend="background")
def import_materials(run_id: int) -> None:
    """Do an import that someone asked for on the screen, or go on with one whose worker died.

    A refusal stands in the run's row, in every language; the task itself has done its work then.
    """
    run = ImportRun.objects.select_related("actor", "into", "source__curriculum__locale").get(pk=run_id)
    try:
        run_import(run)
    except ImportRefused as refused:
        logger.info("Import %s refused: %s", run.key, refused.message)
