"""Mail that did not go out: administrators are told, and the other mail goes on."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.domain.notices import notify
from core.enums import Delivery, Role
from core.models.mail import Mail
from core.models.person import Person, PersonQuerySet
from core.notices import NoticeKind, register_notice_kind

LOST, UNSENT = "core.mail_without_words", "core.mail_unsent"
DAY, SURELY_OVER = dt.timedelta(days=1), dt.timedelta(hours=1)


def connect() -> None:
    """Called once, when the apps are loaded."""
    for key, label in (
        (LOST, _("Mail waits whose words are no longer here (for administrators)")),
        (UNSENT, _("Mail did not go out (for administrators)")),
    ):
        template = f"core/notices/{key.removeprefix('core.')}"
        register_notice_kind(NoticeKind(key, label, _("The portal"), Delivery.AT_ONCE, template, icon="warning"))


def tell_of_lost_words(mail: Mail) -> None:
    """An older version queued it, or a newer one beside this. Whom it is for is nobody else's to know."""
    notify(_administrators(), kind=LOST, key=f"mail:{mail.template}", context={"template": mail.template})


def tell_of_unsent(*, patience: dt.timedelta) -> int:
    """How many mails of one day stay unsent, told once: their worker was killed while it handed them over (sending
    them again might send them twice), or the server of mail was away for longer than they wait."""
    until = timezone.now() - SURELY_OVER
    interrupted = Q(claimed_at__gt=until - DAY, claimed_at__lte=until)
    given_up = Q(
        claimed_at=None, attempts__gt=0, created_at__gt=until - patience - DAY, created_at__lte=until - patience
    )
    count = Mail.objects.filter(interrupted | given_up, sent_at=None).count()
    if count:
        day = timezone.localdate(until).isoformat()
        notify(_administrators(), kind=UNSENT, key=f"mail:{day}", context={"count": count})
    return count


def _administrators() -> PersonQuerySet:
    return Person.objects.employed().filter(role_grants__role=Role.ADMINISTRATOR).distinct()
