"""What learning holds about people (checked and written out by `manage.py check_privacy`)."""

from core.privacy import Keeping, Privacy
from learning import privacy_of_courses as courses

EMPLOYMENT = Keeping(
    "the person left", days=30, job="learning.progress", then="a number among others, or deleted where it is none"
)
MATERIAL = Keeping("the material is deleted", job="learning.orphans", then="deleted within a day")
PAGE = Keeping("the material is deleted")
UNSENT = Keeping("it was chosen, unless it was sent before", days=1, job="learning.unsent")
IMPORT = Keeping(
    "it ended (the last of each source, and what waits for a decision, stay)", years=1, job="learning.imports"
)


def _progress(what: str) -> Privacy:
    return Privacy(what, "So that readers find where they stopped; others see numbers alone", EMPLOYMENT)


def _asked(what: str) -> Privacy:
    return Privacy(what, "To help who is stuck, and whoever is stuck there next", MATERIAL)


def _mistake(what: str) -> Privacy:
    return Privacy(what, "To mend the text and to tell who reported it", PAGE)


NOTES: dict[str, dict[str, Privacy]] = {
    "learning.StepMark": {
        "person": _progress("Whose mark it is"),
        "translation_key": _progress("At which material"),
        "step_id": _progress("At which step"),
        "state": _progress("Done or stuck"),
        "first_stuck_at": _progress("When they were first stuck"),
        "done_at": _progress("When they got through"),
        "at": _progress("When it was last changed"),
        "gone_reader": Privacy(
            "A number in place of whoever left", "So that the count of readers stays true", MATERIAL
        ),
    },
    "learning.ReadingPlace": {
        "person": _progress("Who reads"),
        "head_key": _progress("Which material"),
        "translation_key": _progress("Which page"),
        "step_id": _progress("Which step"),
        "at": _progress("When"),
    },
    "learning.StuckReport": {
        "person": _asked("Who asks; named to authors, lecturers and who answers"),
        "seen": _asked("What they pasted; a warning comes before anything that looks like a secret"),
        "tried": _asked("What they tried"),
        "step_title": _asked("The step as it was called"),
        "translation_key": _asked("At which material"),
        "step_id": _asked("At which step"),
        "language": _asked("In which language they wrote"),
        "created_at": _asked("When they asked"),
        "edited_at": _asked("When they changed it"),
        "solved_at": _asked("When it was solved"),
        "solved_by": _asked("What solved it"),
        "hidden_at": _asked("When an editor took it out of sight"),
    },
    "learning.StuckPicture": {"file": _asked("A picture of what was seen, written anew without its hidden data")},
    "learning.UnsentPicture": {
        "person": Privacy("Who chose it", "So that a form that comes back keeps it", UNSENT),
        "file": Privacy("A picture for a question, not sent yet", "So that a form that comes back keeps it", UNSENT),
        "created_at": Privacy("When", "To delete it in time", UNSENT),
    },
    "learning.StuckAnswer": {
        "author": _asked("Who answers"),
        "body": _asked("The answer"),
        "created_at": _asked("When"),
        "edited_at": _asked("When it was changed"),
        "hidden_at": _asked("When an editor took it out of sight"),
    },
    "learning.Helped": {
        "person": Privacy("Whom an answer helped", "To put the best answer first; shown as a number", MATERIAL),
        "answer": Privacy("Which answer", "To put the best answer first", MATERIAL),
        "at": Privacy("When", "To put the best answer first", MATERIAL),
    },
    "learning.Asked": {
        "person": _asked("Who was asked"),
        "because": _asked("Why them: an author, or got past the step"),
        "at": _asked("When"),
        "mailed_at": _asked("When they were written to"),
        "set_aside_at": _asked("When they set it aside"),
        "report": _asked("About what"),
    },
    "learning.MistakeReport": {
        "person": _mistake("Who reports"),
        "message": _mistake("What is wrong"),
        "quote": _mistake("The place in the text"),
        "reply": _mistake("The answer to them"),
        "reply_seen_at": _mistake("When they read it"),
        "closed_by": _mistake("Who dealt with it"),
        "closed_at": _mistake("When"),
        "created_at": _mistake("When it was reported"),
    },
    "learning.MaterialPage": {
        "authors": Privacy("Who wrote it", "Credit, as its licence asks, and who can be asked", PAGE),
        "credit": Privacy("Names of authors, from the page or its repository", "Credit, as its licence asks", PAGE),
        "front_matter": Privacy("What the file says of itself, its author too", "Kept as it came", PAGE),
        "markdown": Privacy("The text; it may name people", "To be read", PAGE),
    },
    "learning.MaterialPage_authors": {"person": Privacy("Who wrote it", "Credit, and who can be asked", PAGE)},
    "learning.ImportRun": {
        "actor": Privacy("Who started it", "To answer for it", IMPORT),
        "report": Privacy("What was found; it may quote files", "To mend the source", IMPORT),
        "created_at": Privacy("When", "To answer for it", IMPORT),
    },
    "learning.ImportProposal": {
        "decided_by": Privacy("Who decided", "To answer for it", IMPORT),
        "decided_at": Privacy("When", "To answer for it", IMPORT),
        "authors": Privacy("Names of authors elsewhere", "Credit, as its licence asks", IMPORT),
        "content": Privacy("The text that waits; it may name people", "To be taken over", IMPORT),
    },
}

NOT_PERSONAL: dict[str, frozenset[str]] = {
    "learning.StuckReport": frozenset({"token"}),
    "learning.UnsentPicture": frozenset({"token", "width", "height"}),
    "learning.StuckPicture": frozenset({"report", "width", "height"}),
    "learning.StuckAnswer": frozenset({"report", "token"}),
    "learning.MistakeReport": frozenset({"page", "status", "step_id", "step_title", "token"}),
    "learning.MaterialPage": frozenset(
        {"description", "is_chapter", "is_overview", "licence", "minutes", "prior_knowledge", "step_level", "steps"}
        | {"tags", "translated_from"}
    ),
    "learning.MaterialPage_authors": frozenset({"materialpage"}),
    "learning.ImportRun": frozenset(
        {"address", "base_path", "branch", "done", "dry_run", "error", "finished_at", "holder", "into", "key", "kind"}
        | {"language", "lease_until", "source", "source_key", "started_at", "status", "subfolder", "total"}
    ),
    "learning.ImportProposal": frozenset({"created_at", "page", "path", "reason", "revision", "run", "status"}),
}

NOTES |= courses.NOTES
NOT_PERSONAL |= courses.NOT_PERSONAL
