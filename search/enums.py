"""Closed sets of search."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SynonymKind(models.TextChoices):
    """Whether a row of words counts both ways."""

    EQUAL = "equal", _("Each of these words also finds the others")
    ONE_WAY = "one_way", _("The first words also find the second, not the other way round")


class RunKind(models.TextChoices):
    """What is done to a whole index."""

    REBUILD = "rebuild", _("Rebuild")
    CHECK = "check", _("Check and repair")


class RunStatus(models.TextChoices):
    """Where it stands."""

    WAITING = "waiting", pgettext_lazy("of what the worker will do", "Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
