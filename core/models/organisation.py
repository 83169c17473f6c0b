"""The group's companies, departments and the vocabularies people are placed by. All of it is data."""

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node


class Named(models.Model):
    """A row of a vocabulary: a code that never changes and a name in each language."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_ja if (translation.get_language() or "ja").startswith("ja") else self.name_en


class Region(Named):
    """Where people work; an axis of audiences."""

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]


class Company(Named):
    """A company of the group."""

    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="companies")

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["code"]


class Ordered(Named):
    """A vocabulary whose rows have an order (seniority for positions and grades)."""

    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True


class Position(Ordered):
    """What a person is in a department: member, leader, manager …"""

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["rank", "code"]


class Occupation(Ordered):
    """The kind of work: engineer, sales, corporate …"""

    class Meta:
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        ordering = ["rank", "code"]


class Grade(Ordered):
    """A step of the ladder. It names an expected role; years and age never enter."""

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        ordering = ["rank", "code"]


class Department(Named, MP_Node):  # type: ignore[misc]
    """A node of the department tree; a department's audience reaches its children."""

    company = models.ForeignKey(
        Company, verbose_name=_("company"), on_delete=models.PROTECT, related_name="departments"
    )
    node_order_by = ["code"]

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["path"]
