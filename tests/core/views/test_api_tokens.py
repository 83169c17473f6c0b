"""API tokens: made, shown once, used, limited, revoked, and ended by all that ends a session."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localdate as today

from core.domain import accounts, api_tokens, people
from core.domain.api_tokens import make_token
from core.domain.forgetting import forget_tokens
from core.domain.leaving import leave, stay
from core.models import ApiToken, AuditEntry, Person
from core.secrets import find_secrets
from portal.logs import mask
from tests.people import make_person

pytestmark = pytest.mark.django_db
PAGE = "/en/settings/tokens/"


@pytest.fixture
def me() -> Person:
    return make_person(language="en")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def token_of(person: Person, scope: str = "read") -> str:
    return make_token(person, name="script", scope=scope, last_day=today() + dt.timedelta(days=1))[1]


def ask(text: str, client: Client | None = None, path: str = "people/me", **headers: str) -> Any:
    return (client or Client()).get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {text}", **headers})


def test_a_token_is_shown_once_and_answers_as_its_person(me: Person) -> None:
    client = signed_in(me)
    answer = client.post(PAGE, {"name": "report", "scope": "read", "last_day": str(today())})
    (text,) = re.findall(r'value="(tkya_[\w-]+)"', answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    again = client.get(PAGE).content.decode()
    with translation.override("en"):
        assert (text in again, f"ends {date_format(today(), 'DATE_FORMAT')}" in again) == (False, True)
    told = ask(text)
    assert (told.status_code, told.json()["id"]) == (200, str(me.public_id))
    stored = ApiToken.objects.values().get()
    assert text.removeprefix("tkya_") not in str(stored)
    assert (stored["last_used_at"] is not None, stored["beginning"]) == (True, text[:9])
    assert ask(text, path="openapi.json").status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"scope": "everything"}, "scope"),
        ({"last_day": -1}, "last_day"),
        ({"last_day": 366}, "last_day"),
        ({"last_day": "soon"}, "last_day"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept(change: dict[str, Any], field: str, me: Person) -> None:
    typed = {"name": "report", "scope": "write", "last_day": 0, **change}
    if isinstance(typed["last_day"], int):  # days from today
        typed["last_day"] = str(today() + dt.timedelta(days=typed["last_day"]))
    answer = signed_in(me).post(PAGE, typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert ApiToken.objects.count() == 0


def test_at_most_twenty_work_at_a_time(me: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_tokens, "MOST", 2)
    ended = [token_of(me), token_of(me)]
    people.sign_out_everywhere(me, actor=me)
    assert [ask(text).status_code for text in ended] == [401, 401]
    token_of(me)
    client, typed = signed_in(me), {"name": "x", "scope": "read", "last_day": str(today())}
    assert [client.post(PAGE, typed).status_code for _ in range(2)] == [200, 422]


def test_a_revoked_one_opens_nothing_and_nobody_revokes_anothers(me: Person) -> None:
    text = token_of(me)
    address = f"{PAGE}{ApiToken.objects.get().public_id}/revoke/"
    assert signed_in(make_person()).post(address).status_code == 404
    assert ask(text).status_code == 200
    assert signed_in(me).post(address).status_code == 302
    assert ask(text).status_code == 401
    told = AuditEntry.objects.filter(action__startswith="api_token").order_by("pk")
    assert [entry.action for entry in told] == ["api_token.made", "api_token.revoked"]


def test_what_ends_sessions_ends_tokens(me: Person) -> None:
    for end in (
        lambda: people.sign_out_everywhere(me, actor=me),
        lambda: accounts.set_password(me, password="another one", actor=me),
        lambda: accounts.deactivate(me, actor=me),
    ):
        text = token_of(me)
        end()
        assert ask(text).status_code == 401
        accounts.reactivate(me, actor=me)
        assert ask(text).status_code == 401
    text = token_of(me)
    leave(me, on=today(), actor=None)
    assert ask(text).status_code == 401
    stay(me, actor=None)
    assert ask(text).status_code == 401


def test_one_past_its_day_ends_and_goes_after_ninety_days(me: Person) -> None:
    text = token_of(me)
    ApiToken.objects.update(expires_at=timezone.now())
    assert ask(text).status_code == 401
    assert forget_tokens(timezone.now() - dt.timedelta(days=90)) == 0
    assert forget_tokens(timezone.now() + dt.timedelta(seconds=1)) == 1


def test_its_errors_speak_its_persons_language() -> None:
    for language, is_japanese in (("ja", True), ("en", False)):
        answer = ask(token_of(make_person(language=language)), path="people?page=0")
        words = answer.json()["title"]
        assert (answer.status_code, any("\u3041" <= letter <= "\u9fff" for letter in words)) == (422, is_japanese)


def test_a_token_that_is_none_is_not_made_good_by_a_session(me: Person) -> None:
    answer = ask("tkya_nothing", signed_in(me))
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert [ask(text).status_code for text in ("", "x y", "\x00", "あ")] == [401] * 4


def test_guesses_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.views.ways_in.GUESSES_A_MINUTE", 2)
    answers = [ask(f"tkya_{number}") for number in range(3)]
    assert [each.status_code for each in answers] == [401, 401, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_use_is_noted_once_a_minute(me: Person, django_assert_num_queries: Any) -> None:
    text = token_of(me)
    assert ask(text).status_code == 200
    with django_assert_num_queries(1):
        assert api_tokens.use_token(text) is not None


def test_it_stands_in_no_log_and_is_held_back_from_questions(me: Person) -> None:
    text = token_of(me)
    assert text not in mask(f"curl -H 'X: {text}'")
    assert len(find_secrets(f"curl {text}")) == 1


def test_a_form_that_is_sent_twice_makes_one_token_and_the_second_text_opens(me: Person) -> None:
    client = signed_in(me)
    (key,) = re.findall(r'name="form_key" value="([\w-]+)"', client.get(PAGE).content.decode())
    form = {"name": "report", "scope": "read", "last_day": str(today()), "form_key": key}
    texts = [re.findall(r'value="(tkya_[\w-]+)"', client.post(PAGE, form).content.decode())[0] for _ in range(2)]
    assert [ask(text).status_code for text in texts] == [401, 200]
    used = client.post(PAGE, form)
    assert (used.status_code, "This token was made already" in used.content.decode()) == (422, True)
    assert ApiToken.objects.count() == 1
    other = make_person(language="en")
    signed_in(other).post(PAGE, form)  # somebody else's key opens nothing and stands in nobody's way
    assert ApiToken.objects.filter(person=other).count() == 1
    assert ask(texts[1]).json()["id"] == str(me.public_id)
