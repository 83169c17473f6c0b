"""Mail that cannot be made: administrators are told, once for each kind of it, and the other mail goes on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.domain.notices import notify
from core.enums import Delivery, Role
from core.models.mail import Mail
from core.models.person import Person
from core.notices import NoticeKind, register_notice_kind

LOST = "core.mail_without_words"


def connect() -> None:
    """Called once, when the apps are loaded."""
    label = _("Mail waits whose words are no longer here (for administrators)")
    register_notice_kind(
        NoticeKind(LOST, label, _("The portal"), Delivery.AT_ONCE, "core/notices/mail_without_words", icon="warning")
    )


def tell_of_lost_words(mail: Mail) -> None:
    """An older version queued it, or a newer one beside this. Whom it is for is nobody else's to know."""
    administrators = Person.objects.employed().filter(role_grants__role=Role.ADMINISTRATOR).distinct()
    notify(administrators, kind=LOST, key=f"mail:{mail.template}", context={"template": mail.template})
