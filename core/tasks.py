"""What the worker does for the core."""

from django_tasks import task

from core import outbox
from core.domain import invitations, mail, notice_mail
from core.interfaces.tables import filing


@task(backend="background")
def send_mail(mail_id: int) -> None:
    """Send one waiting message."""
    mail.deliver(mail_id)


outbox.register("core.send_mail", send_mail)


@task(backend="background")
def check_people_file(number: int) -> None:
    """Say what a spreadsheet would do."""
    filing.check(number)


@task(backend="background")
def write_people_file(number: int) -> None:
    """Import a spreadsheet. Run again after the worker died, it finds the rows that are done unchanged."""
    filing.write(number)


outbox.register("core.check_people_file", check_people_file)
outbox.register("core.write_people_file", write_people_file)


@task(backend="background")
def send_invitations(actor_id: int) -> None:
    """Invite everybody who came in from a file."""
    invitations.send_invitations(actor_id)


outbox.register("core.send_invitations", send_invitations)


@task(backend="background")
def hand_over_notices() -> None:
    """Write the mails about notices that are wished for at once."""
    notice_mail.hand_over_due()


outbox.register("core.hand_over_notices", hand_over_notices)
