"""What the worker does for the core."""

from django_tasks import task

from core import outbox
from core.domain import mail


@task(backend="background")
def send_mail(mail_id: int) -> None:
    """Send one waiting message."""
    mail.deliver(mail_id)


outbox.register("core.send_mail", send_mail)
