"""Who a thing is for. `everyone` is said; an audience that names nothing reaches nobody."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.enums import AudienceUse
from core.models.organisation import Company, Department, Grade, Occupation, Position, Region


class AudienceQuerySet(models.QuerySet["Audience"]):
    """Reads over audiences."""

    def to_choose(self) -> AudienceQuerySet:
        """Those that say who may see: rules of training have audiences of their own."""
        return self.filter(use=AudienceUse.SEE)


class Audience(models.Model):
    """Named axes are joined by "and", values on one axis by "or". Protected rows cannot vanish from under it."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    use = models.CharField(max_length=4, choices=AudienceUse, default=AudienceUse.SEE, editable=False)
    everyone = models.BooleanField(_("everyone"), default=False)
    departments = models.ManyToManyField(Department, blank=True, through="AudienceDepartment", related_name="+")
    positions = models.ManyToManyField(Position, blank=True, through="AudiencePosition", related_name="+")
    occupations = models.ManyToManyField(Occupation, blank=True, through="AudienceOccupation", related_name="+")
    grades = models.ManyToManyField(Grade, blank=True, through="AudienceGrade", related_name="+")
    regions = models.ManyToManyField(Region, blank=True, through="AudienceRegion", related_name="+")
    companies = models.ManyToManyField(Company, blank=True, through="AudienceCompany", related_name="+")
    hire_types = models.JSONField(_("hire types"), default=list, blank=True)
    years_from = models.PositiveSmallIntegerField(_("years of service from"), null=True, blank=True)
    years_to = models.PositiveSmallIntegerField(_("years of service to"), null=True, blank=True)
    joined_from = models.DateField(_("joined on this day or later"), null=True, blank=True)
    joined_to = models.DateField(_("joined on this day or earlier"), null=True, blank=True)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(joined_from__isnull=True) | Q(joined_to__isnull=True) | Q(joined_to__gte=F("joined_from")),
                name="days_of_joining_end_after_they_begin",
                violation_error_message=_("The days of joining end before they begin."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class AudienceLink(models.Model):
    """A value on an axis; PROTECT keeps an audience from widening when its last value is deleted."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class AudienceDepartment(AudienceLink):
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")


class AudiencePosition(AudienceLink):
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")


class AudienceOccupation(AudienceLink):
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")


class AudienceGrade(AudienceLink):
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="+")


class AudienceRegion(AudienceLink):
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")


class AudienceCompany(AudienceLink):
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")


class PageAudience(models.Model):
    """Who may see a page and its children, in every language: one row for each translation_key."""

    translation_key = models.UUIDField(unique=True)
    audience = models.ForeignKey(Audience, verbose_name=_("audience"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("audience of a page")
        verbose_name_plural = _("audiences of pages")


class CollectionAccess(models.Model):
    """Who may read the files of a collection: without an audience its department's editors alone, without a row
    nobody but the editors of everything."""

    collection = models.OneToOneField("wagtailcore.Collection", on_delete=models.CASCADE, related_name="access")
    audience = models.ForeignKey(
        Audience, verbose_name=_("audience"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("access to a collection")
        verbose_name_plural = _("access to collections")
