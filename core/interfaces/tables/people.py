"""The table of people: one row a person, known by the employee number, with their main place where the file has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.domain.people_files import PLACE, PersonRow, write_managers, write_people
from core.enums import AssignmentKind, HireType, Language
from core.interfaces.tables.cells import identity_of, sign_of, text_of
from core.interfaces.tables.columns import Column, References, choice, date, one_of, read_cells, reading, sign, text
from core.interfaces.tables.plan import Planned
from core.interfaces.tables.reading import Cell, Row, Sheet
from core.interfaces.tables.rights import guarded_numbers, of_administrators
from core.models.assignment import Assignment
from core.models.organisation import Company, Department, Grade, Occupation, Position, Region
from core.models.person import Person


def full_name(cell: Cell, _references: References) -> tuple[str, str]:
    """Family and given name in one cell, with a blank between them."""
    return _two_of(text_of(cell))


def full_reading(cell: Cell, references: References) -> tuple[str, str]:
    return _two_of(reading(cell, references))


def _two_of(name: str) -> tuple[str, str]:
    parts = name.split(maxsplit=1)
    if len(parts) != 2:
        raise ValidationError(_("Put a blank between family name and given name, or use two columns."))
    return parts[0], parts[1]


def lower(cell: Cell, _references: References) -> str:
    return sign_of(cell).lower()


COLUMNS = (
    Column("employee_number", gettext_lazy("Employee number"), sign,
           ("社員番号", "社員ID", "社員コード", "従業員番号", "number", "employee id", "employee no", "staff id"),
           needed=True, example="MN01001"),
    Column("family_name", gettext_lazy("Family name"), text, ("姓", "名字", "last name", "surname"),
           needed=True, example="佐藤"),
    Column("given_name", gettext_lazy("Given name"), text, ("名", "first name"), needed=True, example="花子"),
    Column("full_name", gettext_lazy("Full name"), full_name, ("氏名", "名前", "社員名", "name")),
    Column("family_kana", gettext_lazy("Family name in kana"), reading,
           ("姓カナ", "姓かな", "セイ", "せい", "姓(カナ)", "姓ふりがな"), clearable=True, example="さとう"),
    Column("given_kana", gettext_lazy("Given name in kana"), reading,
           ("名カナ", "名かな", "メイ", "めい", "名(カナ)", "名ふりがな"), clearable=True, example="はなこ"),
    Column("full_kana", gettext_lazy("Full name in kana"), full_reading,
           ("氏名カナ", "氏名かな", "フリガナ", "ふりがな", "name kana")),
    Column("family_romaji", gettext_lazy("Family name in romaji"), text,
           ("姓ローマ字", "姓英字", "last name romaji"), clearable=True, example="Sato"),
    Column("given_romaji", gettext_lazy("Given name in romaji"), text,
           ("名ローマ字", "名英字", "first name romaji"), clearable=True, example="Hanako"),
    Column("email", gettext_lazy("E-mail"), lower,
           ("メールアドレス", "メール", "会社メール", "mail", "e-mail address", "email address"),
           needed=True, example="hanako.sato@example.com"),
    Column("language", gettext_lazy("Language"),
           choice(Language, 日本語="ja", japanese="ja", 英語="en", english="en"), ("言語",), example="ja"),
    Column("time_zone", gettext_lazy("Time zone"), text, ("タイムゾーン", "timezone"), example="Asia/Tokyo"),
    Column("region", gettext_lazy("Region"), one_of(Region), ("地域", "勤務地", "リージョン", "location"), needed=True,
           example="japan"),
    Column("hire_type", gettext_lazy("Hire type"),
           choice(HireType, 新卒="new_graduate", 新卒採用="new_graduate", 中途="mid_career", 中途採用="mid_career",
                  キャリア採用="mid_career", 経験者採用="mid_career"),
           ("採用区分", "入社区分"), needed=True, example="new_graduate"),
    Column("joined_on", gettext_lazy("Joined on"), date, ("入社日", "入社年月日", "hire date", "joined"), needed=True,
           example="2026-04-01"),
    Column("left_on", gettext_lazy("Left on (first day without access)"), date,
           ("退職日の翌日", "利用終了日", "left", "first day without access"), clearable=True),
    Column("manager", gettext_lazy("Manager (employee number)"), sign,
           ("上司", "上司社員番号", "上長", "上長社員番号", "manager number", "manager employee number", "reports to"),
           clearable=True, example="MN00042"),
    Column("company", gettext_lazy("Company"), one_of(Company), ("会社", "所属会社")),
    Column("department", gettext_lazy("Department"), one_of(Department),
           ("部署", "部門", "所属", "所属部署", "部署コード")),
    Column("position", gettext_lazy("Position"), one_of(Position), ("役職", "役職名", "job title", "title")),
    Column("occupation", gettext_lazy("Occupation"), one_of(Occupation), ("職種",)),
    Column("grade", gettext_lazy("Grade"), one_of(Grade), ("等級", "グレード"), clearable=True),
    Column("placed_on", pgettext_lazy("assignment", "In this place since"), date,
           ("発令日", "配属日", "異動日", "着任日", "assigned on", "effective date")),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
OWN = ("employee_number", "family_name", "given_name", "family_kana", "given_kana", "family_romaji", "given_romaji",
       "email", "language", "time_zone", "region", "hire_type", "joined_on", "left_on")  # fmt: skip


@dataclass
class Whole:
    """What must be known of the whole file before a row can be judged: numbers, addresses, who reports to whom."""

    row_of_number: dict[str, int] = field(default_factory=dict)
    row_of_email: dict[str, int] = field(default_factory=dict)
    manager_of: dict[str, str] = field(default_factory=dict)
    looped: dict[str, str] = field(default_factory=dict)
    owner_of_email: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    guarded: set[str] = field(default_factory=set)
    sender: str = ""


class PeopleTable:
    """See the module."""

    name = "people"
    label = gettext_lazy("People")
    order = 60
    columns = COLUMNS
    sheet_names = ("people", "社員", "従業員", "employees", "人")
    identity = "employee_number"

    def prepare(self, sheet: Sheet, matched: Mapping[int, Column], references: References) -> Whole:
        """Read numbers, addresses and managers of every row."""
        places = {column.name: place for place, column in matched.items()}
        whole = Whole()
        for number, email, manager in Person.objects.get_queryset().values_list(
            "employee_number", "email", "manager__employee_number"
        ):
            whole.owner_of_email[email.lower()] = number
            whole.known.add(number)
            if manager:
                whole.manager_of[number] = manager
        for row in sheet.rows():
            self._note(row, places, whole)
        whole.guarded = guarded_numbers(references.actor)
        whole.sender = references.actor.employee_number if references.actor is not None else ""
        whole.looped = _loops(whole.manager_of, among=whole.row_of_number)
        return whole

    def _note(self, row: Row, places: Mapping[str, int], whole: Whole) -> None:
        def cell(name: str) -> str:
            place = places.get(name)
            return identity_of(row.cells[place]) if place is not None and place < len(row.cells) else ""

        number = cell("employee_number")
        if not number:
            return
        whole.row_of_number.setdefault(number, row.number)
        if email := cell("email").lower():
            whole.row_of_email.setdefault(email, row.number)
        manager = cell("manager")
        if manager == "-":
            whole.manager_of.pop(number, None)
        elif manager:
            whole.manager_of[number] = manager

    def check(
        self, rows: Sequence[Row], matched: Mapping[int, Column], references: References, whole: Whole
    ) -> Iterator[Planned]:
        """Each row of a chunk, compared with the database in a handful of queries."""
        read = [(row, *read_cells(row.cells, matched, references)) for row in rows]
        numbers = {str(values.get("employee_number", "")) for _row, values, _problems in read}
        people = Person.objects.get_queryset().select_related("region", "manager").filter(employee_number__in=numbers)
        known = {person.employee_number: person for person in people}
        open_places = Assignment.objects.filter(
            person__employee_number__in=numbers, kind=AssignmentKind.REGULAR, ends_on__isnull=True
        ).select_related(*PLACE, "person")
        places = {place.person.employee_number: place for place in open_places}
        for row, values, problems in read:
            found = [(column.name, message) for column, message in problems]
            yield self._plan(row, _with_split_names(values), found, known, places, whole)

    def _plan(
        self,
        row: Row,
        values: dict[str, Any],
        problems: list[tuple[str, str]],
        known: Mapping[str, Person],
        places: Mapping[str, Assignment],
        whole: Whole,
    ) -> Planned:
        number = values.get("employee_number", "")
        if row.problem:
            return Planned(row.number, number, problems=(("", row.problem),))
        if not number:
            asked = problems or [("employee_number", _("The employee number is missing."))]
            return Planned(row.number, "", problems=tuple(asked))
        person = known.get(number) or Person(employee_number=number)
        is_new = person.pk is None
        told = {name for name, _message in problems}
        problems += _against_the_file(row, values, whole)
        if is_new:
            problems += _missing(values, told)
        changes = _changes(person, values) | _place_changes(values, places.get(number))
        problems += _place_problems(values, places.get(number), told)
        problems += _model_problems(person, values, {name for name in changes if name in OWN}, told)
        manager_now = person.manager.employee_number if person.manager is not None else None
        if "manager" in values and values["manager"] != manager_now:
            changes["manager"] = (manager_now, values["manager"])
        if changes and number in whole.guarded:
            problems.append(("employee_number", of_administrators()))
        if number == whole.sender and changes.get("left_on", (None, None))[1] is not None:
            problems.append(("left_on", _("You cannot close your own account.")))
        title = f"{values.get('family_name', person.family_name)} {values.get('given_name', person.given_name)}".strip()
        return Planned(row.number, number, title, person, values, changes, tuple(problems), is_new)

    def write(self, planned: Sequence[Planned], *, actor: Person | None) -> None:
        """The people of a chunk; whom they report to follows in `finish`, when everybody is there."""
        rows = [_row(each) for each in planned]
        write_people([row for row in rows if row.facts or row.place or row.person.pk is None], actor=actor)

    def finish(self, planned: Sequence[Planned], *, actor: Person | None) -> list[tuple[Planned, str, str]]:
        """Whom the people of a chunk report to; returns (row, column, message) for those that could not be set."""
        wanted = [each for each in planned if "manager" in each.changes]
        if not wanted:
            return []
        numbers = {each.key for each in wanted} | {each.changes["manager"][1] for each in wanted}
        people = Person.objects.get_queryset().filter(employee_number__in=numbers - {None})
        known = {person.employee_number: person for person in people}
        pairs, refused = [], []
        for each in wanted:
            number = each.changes["manager"][1]
            if each.key in known and (number is None or number in known):
                pairs.append((known[each.key], known.get(number) if number else None))
            elif each.key in known:
                refused.append(
                    (each, "manager", _("The row of the manager “%(value)s” was refused.") % {"value": number})
                )
        write_managers(pairs, actor=actor)
        return refused

    def missing(self, whole: Whole) -> Iterator[tuple[str, str]]:
        """(number, name) of those employed today whom a full file does not name; nothing is done to them."""
        for person in Person.objects.employed().order_by("employee_number").iterator(chunk_size=1000):
            if person.employee_number not in whole.row_of_number:
                yield person.employee_number, person.display_name


def _row(planned: Planned) -> PersonRow:
    values = planned.values
    facts = {name: _stored(name, values[name]) for name in OWN if name in planned.changes}
    place = {name: values[name] for name in PLACE if name in planned.changes}
    if place and planned.is_new:
        place.setdefault("company", place["department"].company)
    return PersonRow(planned.subject, facts, place, values.get("placed_on"))


def _with_split_names(values: dict[str, Any]) -> dict[str, Any]:
    for whole, (family, given) in {
        "full_name": ("family_name", "given_name"),
        "full_kana": ("family_kana", "given_kana"),
    }.items():
        if whole in values:
            parts = values.pop(whole)
            values.setdefault(family, parts[0])
            values.setdefault(given, parts[1])
    return values


def _against_the_file(row: Row, values: Mapping[str, Any], whole: Whole) -> list[tuple[str, str]]:
    number, found = values["employee_number"], []
    first = whole.row_of_number.get(number, row.number)
    if first != row.number:
        found.append(("employee_number", _("Row %(row)d has this number already.") % {"row": first}))
    email = values.get("email")
    if email:
        first = whole.row_of_email.get(email, row.number)
        if first != row.number:
            found.append(("email", _("Row %(row)d has this address already.") % {"row": first}))
        if whole.owner_of_email.get(email, number) != number:
            words = _("%(number)s has this address already.") % {"number": whole.owner_of_email[email]}
            found.append(("email", words))
    manager = values.get("manager")
    if manager == number:
        found.append(("manager", _("A person cannot be their own manager.")))
    elif number in whole.looped:
        found.append(("manager", _("They would report to themselves: %(way)s.") % {"way": whole.looped[number]}))
    elif manager and manager not in whole.known and manager not in whole.row_of_number:
        found.append(("manager", _("There is nobody with the number “%(value)s”.") % {"value": manager}))
    return found


def _missing(values: Mapping[str, Any], told: set[str]) -> list[tuple[str, str]]:
    if "full_name" in told:
        told = told | {"family_name", "given_name"}
    return [
        (column.name, _("%(column)s is missing; a new person needs it.") % {"column": column.label})
        for column in COLUMNS
        if column.needed and column.name not in values and column.name not in told
    ]


def _stored(name: str, value: Any) -> Any:
    """What the field holds for a cleared cell."""
    return value if value is not None or name == "left_on" else ""


def _changes(person: Person, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    found = {}
    for name in OWN:
        if name not in values:
            continue
        # A new row may lack what it needs: nothing is to be looked up then.
        before = None if person.pk is None else getattr(person, name)
        after = _stored(name, values[name])
        if person.pk is None or before != after:
            found[name] = (before, after)
    return found


def _place_changes(values: Mapping[str, Any], place: Assignment | None) -> dict[str, tuple[Any, Any]]:
    named = {name: values[name] for name in PLACE if name in values}
    if not named:
        return {}
    return {
        name: (getattr(place, name, None), value)
        for name, value in named.items()
        if place is None or getattr(place, f"{name}_id") != getattr(value, "pk", None)
    }


def _place_problems(values: Mapping[str, Any], place: Assignment | None, told: set[str]) -> list[tuple[str, str]]:
    """A first place needs a department, a position and an occupation; the company follows from the department."""
    if place is not None:
        return _earlier_place(values, place)
    if not any(name in values for name in PLACE):
        return []
    needed = ("department", "position", "occupation")
    return [
        (name, _("%(column)s is missing; a first place needs it.") % {"column": BY_NAME[name].label})
        for name in needed
        if name not in values and name not in told
    ]


def _earlier_place(values: Mapping[str, Any], place: Assignment) -> list[tuple[str, str]]:
    """A place from an earlier day is history: it would overwrite the present one."""
    says, since = values.get("placed_on"), place.starts_on
    if says is None or says >= since or not _place_changes(values, place):
        return []
    words = _("A place from %(day)s on is known. Earlier ones go into the table of assignments.")
    return [("placed_on", words % {"day": since.isoformat()})]


def _model_problems(
    person: Person, values: Mapping[str, Any], changed: set[str], told: set[str]
) -> list[tuple[str, str]]:
    """What the model itself says: lengths, kana, time zones, leaving before joining."""
    if not changed:
        return []
    trial = Person(employee_number=person.employee_number)
    for name in changed:
        setattr(trial, name, _stored(name, values[name]))
    found: list[tuple[str, str]] = []
    try:
        # A region was looked up already, and may be one that the same file brings.
        given = changed - {"region"}
        trial.clean_fields(exclude=[each.name for each in Person._meta.fields if each.name not in given])
    except ValidationError as error:
        by_field = error.message_dict.items()
        found += [(name, words) for name, every in by_field for words in every if name not in told]
    joined = values.get("joined_on", person.joined_on if person.pk else timezone.localdate())
    left = values.get("left_on", person.left_on)
    if left is not None and joined is not None and left < joined:
        found.append(("left_on", _("The day of leaving lies before the day of joining.")))
    return found


def _loops(manager_of: Mapping[str, str], *, among: Mapping[str, int]) -> dict[str, str]:
    """Of the file's people those who would report to themselves, with the way round as text."""
    found: dict[str, str] = {}
    clear: set[str] = set()
    for number in among:
        way: list[str] = []
        at: str | None = number
        while at is not None and at not in clear and at not in way and at not in found:
            way.append(at)
            at = manager_of.get(at)
        if at is not None and at in way:
            circle = way[way.index(at) :]
            shown = " → ".join([*circle, at])
            if len(circle) > 1:
                found.update({each: shown for each in circle if each in among})
        clear.update(each for each in way if each not in found)
    return found
