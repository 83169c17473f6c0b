"""What courses, enrolments and training rules hold about people; a part of `learning.privacy_notes`."""

from core.privacy import Keeping, Privacy

TRAINING = Keeping("the person left", years=5, job="learning.training", then="deleted")
RUN = Keeping("the course run is deleted")
RULE = Keeping("the rule is deleted")


def _record(what: str) -> Privacy:
    return Privacy(what, "The record of what a person learned; they, their managers and HR read it", TRAINING)


def _run(what: str) -> Privacy:
    return Privacy(what, "So that those who come know when, where and with whom", RUN)


def _rule(what: str) -> Privacy:
    return Privacy(what, "To answer for what is asked of people", RULE)


def _opinion(what: str) -> Privacy:
    return Privacy(what, "To make the next run better; read without names", TRAINING)


NOTES: dict[str, dict[str, Privacy]] = {
    "learning.CourseRun": {
        "lecturers": _run("Who leads it"),
        "organiser": _run("Who organises it"),
        "note": _run("What those who come should know; it may name people"),
        "cancelled_because": _run("Why it is cancelled; it may name people"),
    },
    "learning.CourseRun_lecturers": {"person": _run("Who leads it")},
    "learning.RunMessage": {
        "author": _run("Who wrote to those who come"),
        "subject": _run("Of what"),
        "body": _run("The message; it may name people"),
        "sent_at": _run("When"),
    },
    "learning.Enrolment": {
        "person": _record("Who comes"),
        "run": _record("To which run"),
        "status": _record("Enrolled, waiting, withdrawn, completed …"),
        "line": _record("The place in the line"),
        "asked_at": _record("When they asked"),
        "seated_at": _record("When they got a seat"),
        "ended_at": _record("When it ended"),
        "enrolled_by": _record("Who enrolled them, where it was not themselves"),
        "approver": _record("Who is asked to agree"),
        "decided_at": _record("When it was decided"),
        "wish": _record("Why they would like to come"),
        "reason": _record("The reason of a decision or a withdrawal"),
    },
    "learning.Attendance": {
        "enrolment": _record("Whose"),
        "sitting": _record("At which sitting"),
        "state": _record("Present, absent or excused"),
        "how": _record("How it is known"),
        "marked_by": _record("Who marked it"),
        "at": _record("When"),
    },
    "learning.Feedback": {
        "enrolment": _opinion("Whose"),
        "useful": _opinion("How useful it was"),
        "pace": _opinion("Too slow, right or too fast"),
        "recommends": _opinion("Whether they would recommend it"),
        "good": _opinion("What was good"),
        "better": _opinion("What could be better"),
        "at": _opinion("When"),
    },
    "learning.Completion": {
        "person": _record("Who"),
        "course": _record("Which course"),
        "material_key": _record("Which material"),
        "title": _record("As it was called"),
        "minutes": _record("How long it takes"),
        "completed_on": _record("When"),
        "source": _record("From what it is known"),
        "enrolment": _record("By which enrolment"),
        "recorded_by": _record("Who recorded it"),
        "note": _record("A note"),
        "created_at": _record("When it was recorded"),
    },
    "learning.TrainingRule": {"created_by": _rule("Who made it"), "created_at": _rule("When")},
    "learning.Equivalent": {"added_by": _rule("Who said so"), "added_at": _rule("When")},
    "learning.Requirement": {
        "rule": _record("By which rule"),
        "person": _record("Who is to take it"),
        "round": _record("Which time, where it is repeated"),
        "since_on": _record("Since when"),
        "due_on": _record("By when"),
        "state": _record("Open, met, exempt …"),
        "met_on": _record("When it was met"),
        "because": _record("Why it is asked of them: joined, assigned, …"),
        "reminded_at": _record("When they were reminded"),
        "told": _record("How far the portal told them"),
        "told_on": _record("When it told them last"),
    },
    "learning.Exemption": {
        "rule": _record("Of which rule"),
        "person": _record("Who is exempt"),
        "reason": _record("Why"),
        "until": _record("Until when"),
        "granted_by": _record("Who said so"),
        "granted_at": _record("When"),
    },
}

NOT_PERSONAL: dict[str, frozenset[str]] = {
    "learning.CoursePageMaterial": frozenset({"material", "page", "sort_order"}),
    "learning.CourseRun": frozenset(
        {"attendance_code", "course", "created_at", "ends_at", "enrol_from", "enrol_until", "key", "link", "name_en"}
        | {"name_ja", "place", "repeats", "seats", "spoken", "starts_at", "status", "withdraw_until", "zone"}
    ),
    "learning.CourseRun_lecturers": frozenset({"courserun"}),
    "learning.RunMaterial": frozenset({"material_key", "order", "run"}),
    "learning.RunMessage": frozenset({"run", "to_waiting"}),
    "learning.Sitting": frozenset({"ends_at", "link", "place", "run", "starts_at"}),
    "learning.TrainingRule": frozenset(
        {"audience", "computed_at", "credit_months", "curriculum", "due_day", "due_days", "due_kind", "due_month"}
        | {"due_on", "ends_on", "is_active", "name_en", "name_ja", "repeat_months", "starts_on"}
    ),
    "learning.Equivalent": frozenset({"counts", "course"}),
}
