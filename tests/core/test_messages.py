"""The catalogues: compiling them, and the faults that the check must find."""

import gettext
from collections.abc import Callable
from pathlib import Path

import pytest

from core.translation.bare_words import calls_in_f_strings, words_of_module, words_of_template
from core.translation.catalogues import compile_catalogues, part_files
from core.translation.extraction import extract
from core.translation.faults import clashes, disagreements, mismatches, missing, unfinished, unused
from core.translation.glossary import departures, terms
from core.translation.names import is_english
from core.translation.review import known_japanese
from core.translation.style import lapses

Write = Callable[[str, str], Path]


@pytest.fixture
def part(tmp_path: Path) -> Write:
    """Writes one part of a throw-away project."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / "locale_parts" / f"{name}.po"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def read(root: Path) -> gettext.GNUTranslations:
    with (root / "locale/ja/LC_MESSAGES/django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_parts_become_one_catalogue_with_plurals_and_contexts(part: Write, tmp_path: Path) -> None:
    part("one", 'msgid "Step"\nmsgstr "ステップ"\n\nmsgctxt "of a person"\nmsgid "Step"\nmsgstr "歩み"\n')
    part("two", 'msgid "%(n)s step"\nmsgid_plural "%(n)s steps"\nmsgstr[0] "%(n)sステップ"\n')
    compile_catalogues(tmp_path)
    catalogue = read(tmp_path)
    assert catalogue.gettext("Step") == "ステップ"
    assert catalogue.pgettext("of a person", "Step") == "歩み"
    assert catalogue.ngettext("%(n)s step", "%(n)s steps", 7) == "%(n)sステップ"


def test_a_second_compile_does_nothing_until_a_part_changes(part: Write, tmp_path: Path) -> None:
    part("one", 'msgid "Step"\nmsgstr "段"\n')
    assert compile_catalogues(tmp_path) == [tmp_path / "locale/ja/LC_MESSAGES/django.mo"]
    assert compile_catalogues(tmp_path) == []
    part("one", 'msgid "Step"\nmsgstr "ステップ"\n')
    assert compile_catalogues(tmp_path) == [tmp_path / "locale/ja/LC_MESSAGES/django.mo"]
    assert read(tmp_path).gettext("Step") == "ステップ"


def test_a_catalogue_that_was_deleted_is_built_again(part: Write, tmp_path: Path) -> None:
    part("one", 'msgid "Step"\nmsgstr "ステップ"\n')
    (built,) = compile_catalogues(tmp_path)
    built.unlink()
    assert compile_catalogues(tmp_path) == [built]


def test_the_same_sources_give_the_same_bytes(part: Write, tmp_path: Path) -> None:
    part("one", 'msgid "B"\nmsgstr "い"\n\nmsgid "A"\nmsgstr "あ"\n')
    (built,) = compile_catalogues(tmp_path)
    first = built.read_bytes()
    part("one", 'msgid "A"\nmsgstr "あ"\n\nmsgid "B"\nmsgstr "い"\n')
    compile_catalogues(tmp_path)
    assert built.read_bytes() == first


def test_messages_are_found_in_python() -> None:
    source = (
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy\n"
        'label = _("Due " "date")\n'
        'count = ngettext("%(n)s step", "%(n)s steps", n)\n'
        'verb = pgettext_lazy("verb", "Answer")\n'
        'plain = print("not a message")\n'
    )
    found = [(message.context, message.msgid, message.plural, message.places) for message in extract(source, "a.py")]
    assert found == [
        ("", "Due date", "", ["a.py:2"]),
        ("", "%(n)s step", "%(n)s steps", ["a.py:3"]),
        ("verb", "Answer", "", ["a.py:4"]),
    ]


def test_messages_are_found_in_templates_whatever_their_indentation() -> None:
    source = (
        "{% load i18n %}\n<ul>\n      <li>{% translate 'Home' %}</li>\n  <li>日本語 (plain</li>\n"
        "   {% blocktranslate count n=steps trimmed %}\n   {{ n }} step\n   {% plural %}\n   {{ n }} steps\n"
        "{% endblocktranslate %}\n"
        ' <a title="{% translate "Answer" context "verb" %}" data-done="{{ done|default:_("Done") }}"></a>\n</ul>\n'
    )
    found = [(message.context, message.msgid, message.plural) for message in extract(source, "a.html")]
    assert found == [
        ("", "Home", ""),
        ("", "%(n)s step", "%(n)s steps"),
        ("verb", "Answer", ""),
        ("", "Done", ""),
    ]


def test_messages_without_japanese_and_without_a_plural_are_faults() -> None:
    messages = {message.key: message for message in extract('_("New")\nngettext("%s day", "%s days", n)', "a.py")}
    known = {("", "%s day"): _entry("%s day", "%s日")}
    assert [(fault.kind, fault.where) for fault in missing(messages, known)] == [
        ("no Japanese", "a.py:1"),
        ("no plural form", "a.py:2"),
    ]


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("%(count)s steps", "ステップ"),
        ("%(count)s steps", "%(cuont)sステップ"),
        ("{} of {}", "{}のうち"),
        ("{name} left", "{nama}さんは退社しました"),
        ("%s file", "ファイル"),
        ("Read <a>this</a>", "これを読む"),
    ],
)
def test_a_lost_or_changed_placeholder_is_a_fault(part: Write, msgid: str, msgstr: str) -> None:
    path = part("one", f'msgid "{msgid}"\nmsgstr "{msgstr}"\n')
    assert [fault.kind for fault in mismatches(path)] == ["placeholder"]


def test_a_sound_entry_is_no_fault(part: Write) -> None:
    path = part(
        "one",
        'msgid "1 step by %(who)s"\nmsgid_plural "%(n)s steps by %(who)s"\nmsgstr[0] "%(who)sさんの%(n)sステップ"\n\n'
        'msgid "100% of <b>{}</b>"\nmsgstr "<b>{}</b>の100%"\n',
    )
    assert list(mismatches(path)) == []


def test_empty_fuzzy_unused_and_disagreeing_entries_are_faults(part: Write, tmp_path: Path) -> None:
    one = part("one", 'msgid "A"\nmsgstr ""\n\n#, fuzzy\nmsgid "B"\nmsgstr "び"\n\nmsgid "C"\nmsgstr "し"\n')
    two = part("two", 'msgid "C"\nmsgstr "ち"\n')
    messages = {message.key: message for message in extract('_("A"), _("B")', "a.py")}
    assert [(fault.kind, fault.where) for fault in unfinished(one)] == [
        ("empty", "locale_parts/one.po:1"),
        ("fuzzy", "locale_parts/one.po:4"),
    ]
    assert [(fault.kind, fault.where) for fault in disagreements(part_files(tmp_path))] == [
        ("disagreement", "locale_parts/two.po:1")
    ]
    assert [fault.where for fault in unused(messages, [one, two])] == [
        "locale_parts/one.po:8",
        "locale_parts/two.po:1",
    ]


def test_a_word_that_departs_from_the_glossary_is_a_fault_unless_it_says_why(part: Write) -> None:
    path = part(
        "one",
        'msgid "All materials"\nmsgstr "すべての資料"\n\nmsgid "New material"\nmsgstr "新しい教材"\n\n'
        '# glossary: the stuff of a garment\nmsgid "Material"\nmsgstr "素材"\n',
    )
    assert [fault.where for fault in departures(path, terms())] == ["locale_parts/one.po:1"]


def test_a_longer_term_hides_the_shorter_one_inside_it(part: Write) -> None:
    path = part("one", 'msgid "Course runs"\nmsgstr "開催回"\n')
    assert list(departures(path, terms())) == []


def test_our_own_words_win_over_what_wagtail_ships(part: Write, tmp_path: Path) -> None:
    assert known_japanese(tmp_path)[("", "Publish")].msgstr == "公開"
    part("one", 'msgid "Publish"\nmsgstr "公開する"\n')
    assert known_japanese(tmp_path)[("", "Publish")].msgstr == "公開する"


def _entry(msgid: str, msgstr: str) -> object:
    import polib

    return polib.POEntry(msgid=msgid, msgstr=msgstr)


def test_bare_words_are_found_in_templates() -> None:
    source = (
        '{% load i18n %}\n<h1>{% translate "Home" %} Terakoya</h1>\n<p class="lead">Bare\n {{ name }}</p>\n'
        '<img alt="A cat"><img alt="{% translate "A cat" %}">\n<code>ls --all</code>\n'
        "{% blocktranslate %}Not <b>bare</b>{% endblocktranslate %}\n{# no words #}{% comment %}None{% endcomment %}\n"
        "<p>{% if done %}済み{% endif %}</p>\n"
    )
    assert words_of_template(source) == [(3, "Bare"), (5, "A cat"), (9, "済み")]


def test_bare_words_are_found_in_python() -> None:
    source = (
        'panel = MultiFieldPanel([], heading="Settings")\nblock = CharBlock(label=_("Title"))\n'
        'raise ValidationError("Too long")\nraise ValidationError({"a": _("Too long")})\n'
        'column = models.TextField(help_text="a note for programmers")\nprint("hello")\n'
        'messages.success(request, "Saved")\nmenu_label = "Imports"\nlogger.error("Broken")\n'
    )
    assert words_of_module(source) == [(1, "Settings"), (3, "Too long"), (7, "Saved"), (8, "Imports")]


@pytest.mark.parametrize(
    ("text", "english"), [("Family name", True), ("姓", False), ("URL", False), ("URLの一覧", False)]
)
def test_a_label_without_japanese_is_english(text: str, english: bool) -> None:
    assert is_english(text) is english


def test_a_lapse_of_style_is_a_fault(part: Write) -> None:
    path = part(
        "one",
        'msgid "Choose a user."\nmsgstr "ユーザを選択して下さい"\n\nmsgid "Save"\nmsgstr "保存"\n\n'
        'msgid "Docker"\nmsgstr "Docker の教材"\n',
    )
    assert [(fault.where, fault.what.split(":")[0]) for fault in lapses(path)] == [
        ("locale_parts/one.po:1", "long vowels keep their ー"),
        ("locale_parts/one.po:1", "write this in kana"),
        ("locale_parts/one.po:1", "a sentence ends with 。"),
        ("locale_parts/one.po:7", "no space between Japanese and Latin letters"),
    ]


def test_a_message_inside_an_f_string_is_a_fault() -> None:
    source = "shown = _('Seen')\nhidden = f'<p>{escape(_(\"Hidden\"))} {shown}</p>'\n"
    assert calls_in_f_strings(source) == [2]


def test_an_entry_that_changes_the_words_of_wagtail_is_a_fault(part: Write) -> None:
    path = part("one", 'msgid "Copy"\nmsgstr "コピー"\n\n# clash: better\nmsgid "Save"\nmsgstr "保存する"\n')
    theirs = {("", "Copy"): _entry("Copy", "複製"), ("", "Save"): _entry("Save", "保存")}
    assert [fault.where for fault in clashes([path], theirs)] == ["locale_parts/one.po:1"]
