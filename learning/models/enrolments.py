"""Who comes to a run: enrolment, attendance, completion, feedback."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enums import AttendanceState, CompletionSource, EnrolmentStatus, MarkedBy
from learning.models.courses import Course
from learning.models.runs import CourseRun, Sitting

SEATED = (EnrolmentStatus.ENROLLED, EnrolmentStatus.COMPLETED, EnrolmentStatus.NOT_COMPLETED)


class Enrolment(models.Model):
    """One person and one run. Enrolling again after withdrawing takes the same row to the end of the line.

    `line` is the number drawn on arrival: the waiting list is in its order. Only `learning.domain.enrolling` and
    what it calls writes it.
    """

    run = models.ForeignKey(
        CourseRun, verbose_name=_("course run"), on_delete=models.PROTECT, related_name="enrolments"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="enrolments"
    )
    status = models.CharField(_("status"), max_length=13, choices=EnrolmentStatus)
    line = models.PositiveIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    seated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="enrolments_to_approve"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    wish = models.TextField(_("why I would like to come"), blank=True, max_length=1000)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["run", "line", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "person"], name="one_enrolment_a_person_and_run"),
            models.CheckConstraint(
                condition=~Q(status=EnrolmentStatus.WAITING) | Q(line__isnull=False), name="who_waits_has_a_number"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=SEATED) | Q(seated_at__isnull=False), name="who_has_a_seat_got_it_some_time"
            ),
        ]
        indexes = [
            models.Index(fields=["run", "status", "line"], name="enrolment_line"),
            models.Index(fields=["person", "status"], name="enrolment_of_person"),
            models.Index(fields=["approver", "status"], name="enrolment_to_approve"),
        ]


class Attendance(models.Model):
    """Whether someone came to a sitting, and how it is known."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendances")
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="attendances")
    state = models.CharField(_("attendance"), max_length=7, choices=AttendanceState)
    how = models.CharField(max_length=4, choices=MarkedBy, default=MarkedBy.LIST)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [models.UniqueConstraint(fields=["enrolment", "sitting"], name="one_attendance_a_sitting")]


class Feedback(models.Model):
    """What someone who came thinks of the run. Lecturers and organisers read it without names."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="feedback")
    useful = models.PositiveSmallIntegerField(_("useful"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    pace = models.SmallIntegerField(
        _("pace"), default=0, validators=[MinValueValidator(-1), MaxValueValidator(1)], help_text="-1 slow, 1 fast"
    )
    recommends = models.BooleanField(_("I would recommend it"), default=True)
    good = models.TextField(_("what was good"), blank=True, max_length=2000)
    better = models.TextField(_("what could be better"), blank=True, max_length=2000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(condition=Q(useful__gte=1, useful__lte=5), name="useful_is_one_to_five"),
            models.CheckConstraint(condition=Q(pace__gte=-1, pace__lte=1), name="pace_is_slow_right_or_fast"),
        ]


class Completion(models.Model):
    """That someone completed a course or a material on a day, and from what it is known. It stays for good.

    Curricula are not completed by a row: they follow from these (`domain.queries.credit`).
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="completions"
    )
    course = models.ForeignKey(
        Course, verbose_name=_("course"), null=True, blank=True, on_delete=models.PROTECT, related_name="completions"
    )
    material_key = models.UUIDField(null=True, blank=True)
    title = models.CharField(_("title"), max_length=255, help_text="as it was called then")
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    completed_on = models.DateField(_("completed on"))
    source = models.CharField(_("known from"), max_length=9, choices=CompletionSource)
    enrolment = models.OneToOneField(
        Enrolment, null=True, blank=True, on_delete=models.SET_NULL, related_name="completion"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["-completed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course__isnull=True) ^ Q(material_key__isnull=True),
                name="a_course_or_a_material_is_completed",
            ),
            models.UniqueConstraint(
                fields=["person", "course", "completed_on"], name="a_course_is_completed_once_a_day"
            ),
            models.UniqueConstraint(fields=["person", "material_key"], name="a_material_is_completed_once"),
        ]
        indexes = [models.Index(fields=["course", "person"], name="completion_by_course")]

    @property
    def called(self) -> str:
        """As it was called then; in the reader's language where the course has not been renamed since."""
        course = self.course
        return course.title if course is not None and self.title in (course.title_ja, course.title_en) else self.title
