"""Course runs: when and where a course is held, who leads it, and for how many."""

from __future__ import annotations

import uuid
import zoneinfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.api import Seats
from core.validators import validate_time_zone
from learning.enums import RunState, SpokenLanguage
from learning.models.courses import Course


class CourseRun(models.Model):
    """One holding of a course: several sittings, one class."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="runs")
    name_ja = models.CharField(_("name in Japanese"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=RunState, default=RunState.DRAFT)
    zone = models.CharField(_("time zone"), max_length=60, default="Asia/Tokyo", validators=[validate_time_zone])
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    spoken = models.CharField(_("language"), max_length=4, choices=SpokenLanguage, default=SpokenLanguage.JAPANESE)
    seats = models.OneToOneField(Seats, on_delete=models.PROTECT, related_name="+", editable=False)
    starts_at = models.DateTimeField(null=True, editable=False, help_text="of the first sitting; for lists")
    ends_at = models.DateTimeField(null=True, editable=False, help_text="of the last sitting; for lists")
    enrol_from = models.DateTimeField(_("enrolment opens"), null=True, blank=True)
    enrol_until = models.DateTimeField(_("enrolment closes"), null=True, blank=True)
    withdraw_until = models.DateTimeField(_("withdraw until"), null=True, blank=True)
    note = models.TextField(_("note to those who come"), blank=True, max_length=2000)
    lecturers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("lecturers"), blank=True, related_name="runs_led"
    )
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("organiser"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    repeats = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="repeated_as")
    attendance_code = models.CharField(max_length=12, blank=True, editable=False)
    cancelled_because = models.TextField(_("why it is cancelled"), blank=True, max_length=1000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("course run")
        verbose_name_plural = _("course runs")
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["status", "starts_at"], name="run_by_status_and_start"),
            models.Index(fields=["course", "starts_at"], name="run_by_course_and_start"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="a_run_ends_after_it_starts",
                violation_error_message=_("The run ends before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What tells this run from others of the course, where it has a name."""
        if (translation.get_language() or "ja").startswith("ja"):
            return self.name_ja or self.name_en
        return self.name_en or self.name_ja

    @property
    def title(self) -> str:
        return f"{self.course.title} · {self.name}" if self.name else self.course.title

    @property
    def zone_info(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.zone)


class Sitting(models.Model):
    """One sitting of a run, in instants; the run's zone says how its clock reads."""

    run = models.ForeignKey(CourseRun, on_delete=models.CASCADE, related_name="sittings")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("Empty: where the run is held."))
    link = models.URLField(_("link"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="a_sitting_ends_after_it_starts",
                violation_error_message=_("The sitting ends before it starts."),
            ),
            models.UniqueConstraint(fields=["run", "starts_at"], name="one_sitting_at_a_time"),
        ]


class RunMaterial(models.Model):
    """A material of this run besides those of its course."""

    run = models.ForeignKey(CourseRun, on_delete=models.CASCADE, related_name="materials")
    material_key = models.UUIDField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "material_key"], name="one_material_once_a_run")]


class RunMessage(models.Model):
    """What a lecturer wrote to those who come."""

    run = models.ForeignKey(CourseRun, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    to_waiting = models.BooleanField(_("also to the waiting list"), default=False)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("message"), max_length=5000)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("message to attendees")
        verbose_name_plural = _("messages to attendees")
        ordering = ["-sent_at", "-id"]
