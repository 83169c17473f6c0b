"""Closed sets of the core: what code decides by. Open sets (positions, grades …) are rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Language(models.TextChoices):
    JAPANESE = "ja", _("Japanese")
    ENGLISH = "en", _("English")


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the device is set")
    LIGHT = "light", pgettext_lazy("theme", "Light")
    DARK = "dark", pgettext_lazy("theme", "Dark")


class HireType(models.TextChoices):
    NEW_GRADUATE = "new_graduate", _("New graduate")
    MID_CAREER = "mid_career", _("Mid-career")


class AssignmentKind(models.TextChoices):
    """What a dated place of a person is. Only REGULAR and OVERSEAS are a person's main place."""

    REGULAR = "regular", _("Regular")
    CONCURRENT = "concurrent", _("Concurrent")
    BUSINESS_TRIP = "business_trip", _("Long-term business trip")
    OVERSEAS = "overseas", _("Overseas assignment")
    PLACEMENT = "placement", _("Placement")


class AudienceUse(models.TextChoices):
    """What an audience is said for. The two are never mixed, and what must be taken has an audience of its own."""

    SEE = "see", _("Who may see")
    TAKE = "take", _("Who must take")


class Role(models.TextChoices):
    """Roles that are granted. Employee follows from being employed, manager from having reports."""

    EDITOR = "editor", _("Editor")
    DEPARTMENT_EDITOR = "department_editor", _("Department editor")
    LECTURER = "lecturer", _("Lecturer")
    HR = "hr", _("HR")
    PROGRAMME_OWNER = "programme_owner", _("Programme owner")
    ADMINISTRATOR = "administrator", _("Administrator")


class LinkPurpose(models.TextChoices):
    """Why a person was sent a link that sets their password."""

    INVITATION = "invitation", _("Invitation")
    RESET = "reset", _("Forgotten password")
    FIRST = "first", _("First administrator")


class TokenScope(models.TextChoices):
    """What a token of the API may do."""

    READ = "read", pgettext_lazy("API token", "Read")
    WRITE = "write", pgettext_lazy("API token", "Read and write")


class PeopleFileStatus(models.TextChoices):
    """Where a spreadsheet of people is. Only a checked one can be imported."""

    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    WRITING = "writing", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Not readable")
    DROPPED = "dropped", _("Given up")


class Delivery(models.TextChoices):
    """How a person hears of a kind of notice. Whatever is not off stands in the list of notices."""

    AT_ONCE = "at_once", _("Mail at once")
    DIGEST = "digest", _("In the daily mail")
    IN_APP = "in_app", _("Only here")
    OFF = "off", pgettext_lazy("notices", "Off")
