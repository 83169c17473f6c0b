"""Status changes: a closed enum, a tuple of transitions, and the one function that writes a status.

    register_workflow(Workflow("enrolment", Enrolment, EnrolmentStatus, transitions=(
        Transition("withdraw", _("Withdraw"), {Status.ENROLLED, Status.WAITING}, Status.WITHDRAWN, permission=is_own,
                   guards=(before_the_deadline,)),
    )))
    change_status(enrolment, "withdraw", actor=person)

Buttons are drawn from the same table (`available_transitions`), so a page and a rule cannot disagree. How it is used
stands in docs/core/transitions.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.domain import audit
from core.events import Event, emit
from core.models.person import Person

Row = TypeVar("Row", bound=models.Model)
Text = str | Promise
# Who acts is None where the portal itself does (promotion from a waiting list, a job of the night).
Permission = Callable[[Person | None, Any], bool]
# Why not now, in the language of whoever asks; None: nothing stands in the way.
Guard = Callable[[Person | None, Any], Text | None]


class RefusedError(ValidationError):
    """A status that stays as it is. Its message says why, in the language of whoever asked."""


class OvertakenError(RefusedError):
    """The thing is no longer where the transition begins: somebody else, or another tab, was quicker."""


class ForbiddenError(RefusedError):
    """This person may not do that."""


class NotNowError(RefusedError):
    """A guard stands in the way."""


@dataclass(frozen=True)
class Transition:
    """One way from some statuses to another. `name` is for code and the trail, `label` stands on the button.

    permission   who may, whenever (person, object); whoever may not sees no button
    guards       what must hold at the time (person, object); each says why not
    """

    name: str
    label: Text
    sources: Collection[Any]
    target: Any
    permission: Permission
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """The statuses of a model and every way between them. `name` begins the actions of the trail: "enrolment.withdraw".

    field     the column of the status
    subject   whose record a row is, for the audit trail
    """

    name: str
    model: type[models.Model]
    statuses: type[models.TextChoices]
    transitions: tuple[Transition, ...]
    field: str = "status"
    subject: Callable[[Any], Person | None] = lambda row: None

    def __post_init__(self) -> None:
        names = [each.name for each in self.transitions]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: two transitions have one name")
        for each in self.transitions:
            foreign = {str(status) for status in {*each.sources, each.target}} - set(self.statuses.values)
            if foreign or not each.sources:
                raise ValueError(f"{self.name}.{each.name}: no sources, or no statuses of it: {sorted(foreign)}")

    def named(self, name: str) -> Transition:
        return next(each for each in self.transitions if each.name == name)

    def status_of(self, row: models.Model) -> Any:
        return self.statuses(getattr(row, self.field))


@dataclass(frozen=True)
class StatusChanged(Event):
    """A status was changed: told after the commit."""

    workflow: str
    pk: Any
    transition: str
    source: str
    target: str
    actor_id: int | None


@dataclass(frozen=True)
class Offer:
    """A transition as a page shows it: one with a `refusal` is a button that cannot be pressed, and why."""

    transition: Transition
    refusal: str = ""


_workflows: dict[type[models.Model], Workflow] = {}


def register_workflow(workflow: Workflow) -> Workflow:
    """Make a workflow the one of its model. Call it where the app is loaded, or beside the verbs that use it."""
    _workflows[workflow.model] = workflow
    return workflow


def workflow_of(row: models.Model) -> Workflow:
    return _workflows[type(row)]


def by_the_portal(person: Person | None, row: Any) -> bool:
    """A permission: no person, only the portal's own verbs (which call without an actor)."""
    return person is None


def change_status(
    row: Row,
    name: str,
    *,
    actor: Person | None,
    changes: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Row:
    """Take a row from its status to the next by the transition `name`; nothing else writes a status.

    The row is locked and read anew (into `row` itself: what was changed in memory does not count), then source,
    permission and guards are looked at, in this order. `changes` are other columns that go with it (a constraint may
    join them to the status), `detail` goes into the audit entry: plain JSON, no secret. Raises `OvertakenError`,
    `ForbiddenError` or `NotNowError`; the row is then as the database has it. KeyError and StopIteration never
    reach a person: a model without workflow and a name that is none are faults of the caller.
    """
    workflow = workflow_of(row)
    transition = workflow.named(name)
    with transaction.atomic():
        _read_locked(row)
        source = workflow.status_of(row)
        _check(workflow, transition, row, actor)
        values = {**(changes or {}), workflow.field: transition.target}
        before = {column: getattr(row, column) for column in values}
        _write(row, values, before)
        _log(workflow, transition, row, source=source, actor=actor, detail=detail or {})
    return row


def available_transitions(row: models.Model, person: Person | None) -> list[Transition]:
    """What this person could do with it now: what the buttons are drawn from."""
    return [offer.transition for offer in offered_transitions(row, person) if not offer.refusal]


def offered_transitions(row: models.Model, person: Person | None) -> list[Offer]:
    """The same, with those that a guard forbids at present, each with its reason."""
    workflow = workflow_of(row)
    status = workflow.status_of(row)
    fit = [each for each in workflow.transitions if status in each.sources and each.permission(person, row)]
    return [Offer(each, _refusal(each, row, person)) for each in fit]


def _read_locked(row: models.Model) -> None:
    """On SQLite the transaction holds the one lock that there is (IMMEDIATE)."""
    manager = type(row)._base_manager
    try:
        row.refresh_from_db(from_queryset=manager.select_for_update(of=("self",)))
    except type(row).DoesNotExist:  # type: ignore[attr-defined]
        raise OvertakenError(_("It is no longer there.")) from None


def _check(workflow: Workflow, transition: Transition, row: models.Model, actor: Person | None) -> None:
    status = workflow.status_of(row)
    if status not in transition.sources:
        words = {"status": status.label}
        if status == transition.target:
            raise OvertakenError(_("This is already done: it is “%(status)s”.") % words, code="already")
        raise OvertakenError(_("Somebody else was quicker: it is now “%(status)s”.") % words, code="overtaken")
    if not transition.permission(actor, row):
        raise ForbiddenError(_("You may not do this."))
    for guard, reason in _reasons(transition, row, actor):
        raise NotNowError(reason, code=guard.__name__)


def _refusal(transition: Transition, row: models.Model, person: Person | None) -> str:
    return next((reason for _guard, reason in _reasons(transition, row, person)), "")


def _reasons(
    transition: Transition, row: models.Model, person: Person | None
) -> Iterator[tuple[Callable[..., Any], str]]:
    """What stands in the way, the first reason first; programs know it by the name of the guard."""
    for guard in transition.guards:
        if reason := guard(person, row):
            yield guard, str(reason)


def _write(row: models.Model, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """A constraint that refuses leaves the object as it was, not only the table."""
    try:
        with transaction.atomic():
            for column, value in values.items():
                setattr(row, column, value)
            row.save(update_fields=list(values))
    except BaseException:
        for column, value in before.items():
            setattr(row, column, value)
        raise


def _log(
    workflow: Workflow,
    transition: Transition,
    row: models.Model,
    *,
    source: Any,
    actor: Person | None,
    detail: Mapping[str, Any],
) -> None:
    """The trail in the same transaction; everybody else once it has committed."""
    audit.record(
        f"{workflow.name}.{transition.name}",
        actor=actor,
        subject=workflow.subject(row),
        on=row,
        detail={"from": str(source), "to": str(transition.target), **detail},
    )
    actor_id = actor.pk if actor is not None else None
    emit(StatusChanged(workflow.name, row.pk, transition.name, str(source), str(transition.target), actor_id))
