"""Roles granted to people. Employee and manager are not granted: they follow from the data."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.enums import Role
from core.models.organisation import Department


class RoleGrant(models.Model):
    """A role a person holds; a department editor holds it for one department and its children."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="role_grants"
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(department__isnull=True), name="role_is_granted_once"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "department"],
                condition=Q(department__isnull=False),
                name="department_role_is_granted_once",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.DEPARTMENT_EDITOR, department__isnull=False)
                | (~Q(role=Role.DEPARTMENT_EDITOR) & Q(department__isnull=True)),
                name="only_a_department_editor_has_a_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
