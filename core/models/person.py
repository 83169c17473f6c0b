"""A person: the user model. No gender, no nationality: development does not depend on them."""

from __future__ import annotations

import datetime as dt
import re
import uuid
import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.enums import HireType, Language, Theme
from core.models.organisation import Region
from core.validators import validate_kana, validate_romaji, validate_time_zone

EAST_ASIAN = re.compile("[\u2e80-\U0003ffff]")  # kana, kanji and what else is written family name first


def employed_on(day: dt.date) -> Q:
    """The condition that someone has joined and not left on a day."""
    return Q(Q(left_on__isnull=True) | Q(left_on__gt=day), joined_on__lte=day, is_active=True)


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads over people."""

    def employed(self, on: dt.date | None = None) -> PersonQuerySet:
        """Those who have joined and not left on a day (today where none is said)."""
        return self.filter(employed_on(on or timezone.localdate()))


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts; everything else about people is written in `core.domain`."""

    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def employed(self, on: dt.date | None = None) -> PersonQuerySet:
        return self.get_queryset().employed(on)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """An employee, from the day the account is made until long after they left."""

    employee_number = models.CharField(_("employee number"), max_length=20, unique=True)
    family_name = models.CharField(_("family name"), max_length=60)
    given_name = models.CharField(_("given name"), max_length=60)
    family_kana = models.CharField(_("family name in kana"), max_length=60, blank=True, validators=[validate_kana])
    given_kana = models.CharField(_("given name in kana"), max_length=60, blank=True, validators=[validate_kana])
    family_romaji = models.CharField(
        _("family name in romaji"), max_length=60, blank=True, validators=[validate_romaji]
    )
    given_romaji = models.CharField(_("given name in romaji"), max_length=60, blank=True, validators=[validate_romaji])
    email = models.EmailField(_("e-mail"), unique=True)
    photo = models.ForeignKey(
        "core.PortalImage", verbose_name=_("photo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    about = models.TextField(_("about me"), blank=True, max_length=2000)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.JAPANESE)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Tokyo", validators=[validate_time_zone])
    theme = models.CharField(_("theme"), max_length=6, choices=Theme, default=Theme.SYSTEM)
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="people")
    hire_type = models.CharField(_("hire type"), max_length=12, choices=HireType)
    joined_on = models.DateField(_("joined on"), default=timezone.localdate)
    facts_since = models.DateField(
        null=True, blank=True, editable=False, help_text="Region and hire type are as they are since then, or always."
    )
    left_on = models.DateField(_("left on"), null=True, blank=True, help_text=_("The first day without access."))
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)
    manager = models.ForeignKey(
        "self", verbose_name=_("manager"), null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    is_active = models.BooleanField(_("account active"), default=True)
    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    session_epoch = models.PositiveIntegerField(_("session epoch"), default=0, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["employee_number", "family_name", "given_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["family_kana", "given_kana", "employee_number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(manager=models.F("id")),
                name="person_is_not_own_manager",
                violation_error_message=_("A person cannot be their own manager."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("joined_on")),
                name="person_leaves_after_joining",
                violation_error_message=_("The day of leaving lies before the day of joining."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name as the reader's language writes it: 佐藤 花子, or Hanako Sato.

        A name in Latin letters is Noah Garcia in Japanese too: turned round it would be read as another name.
        """
        if self.anonymised_at is not None and not self.family_name:
            return gettext("Former colleague")
        is_japanese = (translation.get_language() or "ja").startswith("ja")
        if is_japanese and EAST_ASIAN.search(self.family_name + self.given_name):
            return f"{self.family_name} {self.given_name}".strip()
        if is_japanese:
            return f"{self.given_name} {self.family_name}".strip()
        given, family = self.given_romaji or self.given_name, self.family_romaji or self.family_name
        return f"{given} {family}".strip()

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.family_name

    # Wagtail's admin sorts and shows users by these names.
    @property
    def first_name(self) -> str:
        return self.given_name

    @property
    def last_name(self) -> str:
        return self.family_name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def is_employed(self, on: dt.date | None = None) -> bool:
        """Whether the person has access on a day."""
        day = on or timezone.localdate()
        return self.is_active and self.joined_on <= day and (self.left_on is None or self.left_on > day)

    def has_left(self, on: dt.date | None = None) -> bool:
        """Whether the last day lies behind; someone who has not begun yet has not left."""
        return self.left_on is not None and self.left_on <= (on or timezone.localdate())

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with `session_epoch`, so raising the epoch signs out everywhere."""
        return salted_hmac("core.Person", f"{self.password}:{self.session_epoch}", algorithm="sha256").hexdigest()
