import datetime as dt
import threading

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.domain import accounts, mail
from core.enums import LinkPurpose, Role
from core.models import AccountLink, AuditEntry, Mail, Person
from tests.people import PASSWORD, home, make_person, make_region

NEW = "a whole new password"


def deliver_all() -> list[str]:
    """What the worker does."""
    for waiting in Mail.objects.all():
        mail.deliver(waiting.pk)
    return [message.subject for message in outbox.outbox]


def address_in(message: outbox.EmailMessage) -> str:
    return next(line for line in message.body.splitlines() if "/password/link/" in line).split("8000", 1)[1]


def facts() -> dict[str, object]:
    return {
        "email": "new@example.com", "employee_number": "N1", "family_name": "新", "given_name": "人",
        "region": make_region(), "hire_type": "mid_career", "joined_on": "2021-04-01", "language": "en",
    }  # fmt: skip


@pytest.mark.django_db
def test_an_invitation_reaches_the_person_in_their_language_and_sets_a_password(client: Client) -> None:
    home()
    hr = make_person(role=Role.HR)
    person = accounts.invite(actor=hr, **facts())
    assert not person.has_usable_password()

    assert deliver_all() == ["Your invitation to Terakoya"]
    message = outbox.outbox[0]
    assert [kind for _, kind in message.alternatives] == ["text/html"]
    assert client.get(address_in(message)).url == "/en/password/set/"
    done = client.post("/en/password/set/", {"new_password1": NEW, "new_password2": NEW})

    assert (done.status_code, done.url) == (302, "/en/")
    assert Person.objects.get(pk=person.pk).check_password(NEW)
    assert client.get("/en/password/").status_code == 200


@pytest.mark.django_db
def test_a_link_works_once_until_it_expires_or_a_newer_one_replaces_it() -> None:
    person = make_person()
    first = accounts.issue_link(person, purpose=LinkPurpose.RESET, actor=None)
    second = accounts.issue_link(person, purpose=LinkPurpose.RESET, actor=None)

    def works(link: AccountLink) -> bool:
        return accounts.open_link(accounts.address_of(link).rsplit("/", 2)[1]) is not None

    assert (works(first), works(second)) == (False, True)
    assert accounts.use_link(first, password=NEW) is False
    assert accounts.use_link(second, password=NEW) is True
    assert works(second) is False
    third = accounts.issue_link(person, purpose=LinkPurpose.RESET, actor=None)
    AccountLink.objects.filter(pk=third.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert (works(third), accounts.use_link(third, password=PASSWORD)) == (False, False)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "", "a:b:c", "IjEi:1tABCD:signature"])
def test_a_made_up_link_is_dead(client: Client, token: str) -> None:
    home()
    if token:
        assert client.get(f"/ja/password/link/{token}/").status_code == 410
    assert client.get("/ja/password/set/").status_code == 410


@pytest.mark.django_db
def test_a_weak_password_is_refused_and_the_link_stays(client: Client) -> None:
    home()
    link = accounts.issue_link(make_person(), purpose=LinkPurpose.RESET, actor=None)
    client.get(accounts.address_of(link).split("8000", 1)[1])

    assert client.post("/ja/password/set/", {"new_password1": "short", "new_password2": "short"}).status_code == 422
    assert client.get("/ja/password/set/").status_code == 200


@pytest.mark.django_db
def test_a_forgotten_password_is_answered_the_same_for_everyone(client: Client) -> None:
    home()
    person, left = make_person(language="ja"), make_person(left_on="2021-01-01")

    for email in (person.email, left.email, "nobody@example.com"):
        response = client.post("/ja/password/forgotten/", {"email": email})
        assert (response.status_code, response.url) == (302, "/ja/password/forgotten/sent/")

    assert deliver_all() == ["Terakoyaの新しいパスワードの設定"]
    assert outbox.outbox[0].recipients()[0].endswith(f"<{person.email}>")


@pytest.mark.django_db
def test_nobody_is_flooded_with_links(client: Client) -> None:
    home()
    person = make_person()

    for _ in range(6):
        client.post("/ja/password/forgotten/", {"email": person.email})

    assert AccountLink.objects.filter(person=person).count() == 3
    assert len(deliver_all()) == 1  # the links that were replaced are not sent any more


@pytest.mark.django_db
def test_setting_a_password_ends_every_other_session() -> None:
    home()
    person = make_person()
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(person, backend="core.backends.EmployedBackend")

    changed = here.post("/ja/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert changed.status_code == 302
    assert here.get("/ja/password/").status_code == 200
    assert there.get("/ja/password/").status_code == 302


@pytest.mark.django_db
def test_a_mail_is_sent_once_however_often_the_worker_is_told() -> None:
    accounts.forgot_password(make_person().email)
    waiting = Mail.objects.get()

    for _ in range(3):
        mail.deliver(waiting.pk)

    assert len(outbox.outbox) == 1
    assert DBTaskResult.objects.filter(task_path__endswith="send_mail").count() == 1


@pytest.mark.django_db
def test_a_mail_server_that_fails_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.forgot_password(make_person().email)
    waiting = Mail.objects.get()

    def fail(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
        with pytest.raises(ConnectionError):
            mail.deliver(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.claimed_at, waiting.attempts) == (None, 1)
    assert DBTaskResult.objects.filter(task_path__endswith="send_mail").count() == 2

    mail.deliver(waiting.pk)
    assert len(outbox.outbox) == 1


@pytest.mark.django_db
def test_no_mail_goes_to_who_left() -> None:
    person = make_person()
    accounts.forgot_password(person.email)
    Person.objects.filter(pk=person.pk).update(left_on=timezone.localdate())

    assert deliver_all() == []


@pytest.mark.django_db
def test_nothing_secret_lies_in_the_database() -> None:
    accounts.forgot_password(make_person().email)

    link = AccountLink.objects.get()
    token = accounts.address_of(link).rsplit("/", 2)[1]
    stored = f"{Mail.objects.values()} {DBTaskResult.objects.values()} {AuditEntry.objects.values()}"
    assert token not in stored
    assert link.key.hex not in stored


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_sets_the_password() -> None:
    link = accounts.issue_link(make_person(), purpose=LinkPurpose.RESET, actor=None)
    barrier, won = threading.Barrier(4), []

    def use(number: int) -> None:
        try:
            mine = AccountLink.objects.select_related("person").get(pk=link.pk)
            barrier.wait(timeout=20)
            won.append(accounts.use_link(mine, password=f"{NEW} {number}"))
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(won) == [False, False, False, True]
    assert AuditEntry.objects.filter(action="account.password_set").count() == 1


@pytest.mark.django_db
def test_the_first_administrator_gets_a_link_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_administrator", email="Root@Example.com", link=True)

    person = Person.objects.get(email="root@example.com")
    assert person.is_superuser
    token = capsys.readouterr().out.rsplit("/password/link/", 1)[1].split("/")[0]
    assert accounts.open_link(token).person == person
