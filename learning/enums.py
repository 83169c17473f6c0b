"""Closed sets of learning."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StepState(models.TextChoices):
    DONE = "done", _("Done")
    STUCK = "stuck", _("Stuck")


class StepChangeKind(models.TextChoices):
    """How one step list became another; retitling and reordering are no change."""

    SPLIT = "split", _("Split")
    MERGE = "merge", _("Merged")


class AskedBecause(models.TextChoices):
    """Why someone is asked about a reader who is stuck."""

    AUTHOR = "author", _("You wrote this material")
    GOT_PAST = "got_past", _("You got past this step")


class SourceKind(models.TextChoices):
    FOLDER = "folder", _("Folder")
    GIT = "git", _("Git repository")


class RunStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting to start")
    RUNNING = "running", _("Running")
    DONE = "done", _("Finished")
    FAILED = "failed", _("Failed")


class ProposalReason(models.TextChoices):
    """Why a change of the source waits beside the page."""

    EDITED = "edited", _("The page was edited here")
    DRAFT = "draft", _("The page has a draft")
    LOCKED = "locked", _("The page is locked")
    REVIEW = "review", _("The page is in review")
    HIDDEN = "hidden", _("The page was unpublished here")


class ProposalStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Taken over")
    DROPPED = "dropped", _("Dropped")


class MistakeStatus(models.TextChoices):
    OPEN = "open", _("Open")
    FIXED = "fixed", _("Mended")
    DECLINED = "declined", _("No mistake")
