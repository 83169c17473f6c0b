"""The report on a file of people is read by colleagues of whoever sent it, each in their own language."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from core.domain import people_filing
from core.enums import PeopleFileStatus as Status
from core.enums import Role
from core.interfaces.tables import filing
from core.models import PeopleFile
from tests.core.interfaces.tables.sheets import HANAKO, HEADINGS, KEN, organisation
from tests.people import make_person

pytestmark = pytest.mark.django_db
LANGUAGES = ("ja", "en")


@pytest.fixture(autouse=True)
def sender(client, settings, tmp_path):
    """Who sends it reads Japanese; who looks at it reads what the address says."""
    settings.MEDIA_ROOT = tmp_path
    organisation()
    person = make_person(role=Role.HR, employee_number="HR1", language="ja")
    client.force_login(person, backend="core.backends.EmployedBackend")
    return person


def checked(sender, *lines, is_full=False, name="people.csv") -> PeopleFile:
    upload = SimpleUploadedFile(name, "\r\n".join(lines).encode())
    row = people_filing.send_file(upload, name=name, table="", is_full=is_full, actor=sender)
    filing.check(row.pk)
    row.refresh_from_db()
    return row


def read(client, name: str, row: PeopleFile) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            answer = client.get(reverse(name, args=[row.key]))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[language] = body.decode("utf-8-sig")
    return found


def test_what_is_wrong_is_read_in_ones_own_language_on_the_page_and_in_the_list(client, sender):
    twice = HANAKO.replace("M001", "M009")
    row = checked(sender, HEADINGS, HANAKO.replace("network", "moon").replace("サトウ", "Sato"), twice, KEN)
    said = {
        "ja": ["「moon」は見つかりません。", "同じメールアドレスが2行目にあります。",
               "読みはひらがなかカタカナで入力してください。"],
        "en": ["There is no “moon”.", "Write the reading in hiragana or katakana.", "Row 2 has this address already."],
    }  # fmt: skip
    for name in ("people_file", "people_file_problems"):
        pages = read(client, name, row)
        for language, other in (LANGUAGES, LANGUAGES[::-1]):
            assert [words for words in said[language] if words not in pages[language]] == []
            assert [words for words in said[other] if words in pages[language]] == []
    lists = read(client, "people_file_problems", row)
    assert {language: lists[language].splitlines()[0] for language in LANGUAGES} == {
        "ja": "シート,行,列,問題の内容", "en": "Sheet,Row,Column,What is wrong",
    }  # fmt: skip


def test_columns_that_the_file_lacks_names_and_changes_are_told_in_ones_own_language(client, sender):
    make_person(employee_number="GONE", family_name="森", given_name="葵", family_romaji="Mori", given_romaji="Aoi")
    whole = "社員番号,氏名,メールアドレス,勤務地,採用区分"  # no day of joining
    pages = read(client, "people_file", checked(sender, whole, "M001,佐藤 花子,h@example.com,tokyo,新卒", is_full=True))
    assert "Joined on is missing; a new person needs it." in pages["en"]
    assert "入社日がありません。新しい人には必要です。" in pages["ja"]
    assert ("Aoi Mori" in pages["en"], "森 葵" in pages["ja"], "森 葵" in pages["en"]) == (True, True, False)
    full = f"{whole},入社日"
    pages = read(client, "people_file", checked(sender, full, "M001,佐藤 花子,h@example.com,tokyo,新卒,2026-04-01"))
    assert ("Family name: " in pages["en"], "姓: " in pages["ja"]) == (True, True)


def test_why_a_file_cannot_be_read_is_told_in_ones_own_language(client, sender):
    row = checked(sender, "price,colour", "1,red", name="shop.csv")
    pages = read(client, "people_file", row)
    assert "No row has headings that are known" in pages["en"]
    assert "見出しの行が見つかりません" in pages["ja"]
    row = checked(sender, "社員番号,姓,姓", "M001,佐藤,佐藤")
    pages = read(client, "people_file", row)
    assert "Two columns mean “Family name”: remove one. Row 1 was read as the headings." in pages["en"]
    assert "「姓」を表す列が2つあります。1つにしてください。 1行目を見出しとして読みました。" in pages["ja"]


def test_a_report_from_before_is_read_as_it_was_written(client, sender):
    problem = {"sheet": "people", "row": 2, "column": "部署", "message": "「moon」はありません。"}
    sheet = {
        "sheet": "people", "table": "people", "columns": [], "problems": [problem], "problems_total": 1, "listed": [],
        "missing": [{"key": "M7", "name": "森 葵"}], "missing_total": 1, "refusal": "", "heading_row": 1,
    }  # fmt: skip
    report = {"sheets": [sheet], "counts": {"created": 0, "changed": 0, "unchanged": 0, "refused": 1}}
    row = PeopleFile.objects.create(actor=sender, name="old.csv", status=Status.CHECKED, report=report)
    default_storage.save(f"people-files/problems/{row.key}.csv", ContentFile("people,2,部署,「moon」はありません。"))
    assert "「moon」はありません。" in read(client, "people_file", row)["en"]
    assert "「moon」はありません。" in read(client, "people_file_problems", row)["en"]
    people_filing.drop_problems(row)
    assert client.get(reverse("people_file_problems", args=[row.key])).status_code == 404
    failed = PeopleFile.objects.create(actor=sender, name="x.csv", status=Status.FAILED, error="空のファイルです。")
    assert "空のファイルです。" in read(client, "people_file", failed)["en"]
