"""Closed sets of learning."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class CourseLevel(models.TextChoices):
    INTRODUCTORY = "introductory", _("Introductory")
    BASIC = "basic", _("Basic")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class SpokenLanguage(models.TextChoices):
    """What is spoken in a course or a run."""

    JAPANESE = "ja", _("Japanese")
    ENGLISH = "en", _("English")
    BOTH = "both", _("Japanese and English")


class RunState(models.TextChoices):
    """Where a course run is. That it is full, or over, follows from its seats and dates."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("course run", "Open")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class EnrolmentStatus(models.TextChoices):
    REQUESTED = "requested", _("Awaiting approval")
    ENROLLED = "enrolled", _("Enrolled")
    WAITING = "waiting", _("On the waiting list")
    DECLINED = "declined", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Run cancelled")
    LAPSED = "lapsed", _("No seat became free")
    COMPLETED = "completed", _("Completed")
    NOT_COMPLETED = "not_completed", _("Not completed")


class AttendanceState(models.TextChoices):
    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Absent")
    EXCUSED = "excused", _("Excused")


class MarkedBy(models.TextChoices):
    """How an attendance is known."""

    LIST = "list", _("The lecturer's list")
    CODE = "code", _("The code of the sitting")


class CompletionSource(models.TextChoices):
    """From what a completion is known."""

    RUN = "run", _("Course run")
    MATERIAL = "material", _("All steps done")
    RECORDED = "recorded", _("Recorded by HR")
    IMPORTED = "imported", _("Brought in from a file")


class MatrixAxis(models.TextChoices):
    """What the rows of a matrix are; its columns are occupations."""

    POSITION = "position", _("Positions")
    YEARS = "years", _("Years of service")


class DueKind(models.TextChoices):
    """What a due date counts from."""

    FIXED = "fixed", _("On a day")
    JOINED = "joined", _("So many days after joining")
    ASSIGNED = "assigned", _("So many days after the assignment")
    CALENDAR = "calendar", _("On a day of each year")


class RequirementState(models.TextChoices):
    """OPEN is overdue after its due day; DROPPED is one that no longer reaches the person."""

    OPEN = "open", _("Open")
    MET = "met", _("Met")
    EXEMPT = "exempt", _("Exempt")
    DROPPED = "dropped", _("No longer asked")
