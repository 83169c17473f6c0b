"""Who may do what with materials, questions, mistakes and course runs. Seeing a page itself is asked of the core."""

from __future__ import annotations

from core.enums import Role
from core.models.organisation import Department
from core.models.pages import DepartmentSectionPage
from core.models.person import Person
from core.rules import (
    Viewer,
    edits_department,
    edits_everything,
    has_role,
    is_administrator,
    is_employee,
    is_manager_of,
    own_departments,
)
from learning.models import (
    Course,
    CourseRun,
    Exemption,
    MaterialPage,
    MistakeReport,
    StuckAnswer,
    StuckReport,
    TrainingRule,
)


def writes_material(viewer: Viewer, page: MaterialPage) -> bool:
    """An author of the page, or its owner."""
    if not is_employee(viewer) or not isinstance(viewer, Person):
        return False
    return page.owner_id == viewer.pk or viewer.pk in {author.pk for author in authors_of(page)}


def authors_of(page: MaterialPage) -> list[Person]:
    """The authors, read once for each page object."""
    known: list[Person] | None = getattr(page, "_authors", None)
    if known is None:
        known = list(page.authors.all())
        page._authors = known
    return known


def edits_material(viewer: Viewer, page: MaterialPage) -> bool:
    """An editor of everything, or of the department in whose section the page lies."""
    if edits_everything(viewer):
        return True
    if not has_role(viewer, Role.DEPARTMENT_EDITOR):
        return False
    department = department_of(page)
    return department is not None and edits_department(viewer, department)


def department_of(page: MaterialPage) -> Department | None:
    """The department in whose section of the tree the page lies."""
    section = DepartmentSectionPage.objects.ancestor_of(page).select_related("department").first()
    return section.department if section else None


def sees_who_is_stuck(viewer: Viewer, page: MaterialPage) -> bool:
    """Names of stuck readers: authors, lecturers and editors of the material. Everyone else sees numbers."""
    return writes_material(viewer, page) or has_role(viewer, Role.LECTURER) or edits_material(viewer, page)


def sees_asker(viewer: Viewer, report: StuckReport, page: MaterialPage) -> bool:
    """Who asked: themselves, whoever sees names, and whoever was asked to answer or has answered."""
    if not isinstance(viewer, Person):
        return False
    if report.person_id == viewer.pk or sees_who_is_stuck(viewer, page):
        return True
    return (
        report.asked.filter(person=viewer).exists()
        or report.answers.filter(author=viewer, hidden_at__isnull=True).exists()
    )


def changes_report(viewer: Viewer, report: StuckReport) -> bool:
    """Only who wrote it changes or deletes it."""
    return is_employee(viewer) and isinstance(viewer, Person) and report.person_id == viewer.pk


def changes_answer(viewer: Viewer, answer: StuckAnswer) -> bool:
    """Only who wrote it changes or deletes it."""
    return is_employee(viewer) and isinstance(viewer, Person) and answer.author_id == viewer.pk


def closes_mistake(viewer: Viewer, report: MistakeReport) -> bool:
    """The page's owner, its authors and its editors."""
    return writes_material(viewer, report.page) or edits_material(viewer, report.page)


def sees_mistake(viewer: Viewer, report: MistakeReport) -> bool:
    """Who reported it, and who may close it."""
    own = is_employee(viewer) and isinstance(viewer, Person) and report.person_id == viewer.pk
    return own or closes_mistake(viewer, report)


def manages_course(viewer: Viewer, course: Course) -> bool:
    """Whoever looks after all runs of a course: editors of everything or of its department, HR, programme owners."""
    if edits_everything(viewer) or has_role(viewer, Role.HR, Role.PROGRAMME_OWNER):
        return True
    if not has_role(viewer, Role.DEPARTMENT_EDITOR):
        return False
    return course.department is not None and edits_department(viewer, course.department)


def leads_run(viewer: Viewer, run: CourseRun) -> bool:
    """A lecturer of the run, or its organiser; they may read `run.lecturers` as the list has loaded them."""
    if not is_employee(viewer) or not isinstance(viewer, Person):
        return False
    return run.organiser_id == viewer.pk or viewer.pk in {each.pk for each in run.lecturers.all()}


def manages_run(viewer: Viewer, run: CourseRun) -> bool:
    """Who opens the desk of a run: sees names there, adds and withdraws people, marks who came, changes and cancels."""
    return manages_course(viewer, run.course) or leads_run(viewer, run)


def lays_out(viewer: Viewer, department: Department | None) -> bool:
    """Who lays out a matrix: editors of everything, and a department's editors its own."""
    return edits_everything(viewer) or (department is not None and edits_department(viewer, department))


def oversees_training(viewer: Viewer) -> bool:
    """Who makes rules for anyone, and reads what is asked of everyone: HR, programme owners, administrators."""
    return has_role(viewer, Role.HR, Role.PROGRAMME_OWNER) or is_administrator(viewer)


def makes_rules(viewer: Viewer) -> bool:
    """They, and a department's editors for their own department."""
    return oversees_training(viewer) or bool(own_departments(viewer))


def changes_rule(viewer: Viewer, rule: TrainingRule) -> bool:
    """A department's editors: rules for curricula of their department that reach nobody outside it."""
    if oversees_training(viewer):
        return True
    own = own_departments(viewer)
    department = rule.curriculum.department
    if not own or department is None or rule.audience.everyone:
        return False
    named = list(rule.audience.departments.all())
    inside = [any(each.path.startswith(mine.path) for mine in own) for each in (department, *named)]
    return bool(named) and all(inside)


def sees_training_of(viewer: Viewer, person: Person) -> bool:
    """What is asked of someone: themselves, those whom they report to, and who oversees training."""
    if not is_employee(viewer) or not isinstance(viewer, Person):
        return False
    return viewer.pk == person.pk or oversees_training(viewer) or is_manager_of(viewer, person)


def exempts(viewer: Viewer, person: Person) -> bool:
    """Who says that someone need not: those whom they report to, and who oversees training. Nobody themselves."""
    if not isinstance(viewer, Person) or viewer.pk == person.pk:
        return False
    return oversees_training(viewer) or is_manager_of(viewer, person)


def ends_exemption(viewer: Viewer, row: Exemption) -> bool:
    """Who may change the rule; and who granted it, as long as they still could. Nobody their own."""
    if not isinstance(viewer, Person) or row.person_id == viewer.pk:
        return False
    return changes_rule(viewer, row.rule) or (row.granted_by_id == viewer.pk and exempts(viewer, row.person))
