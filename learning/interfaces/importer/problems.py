"""What an import found wrong beside the Markdown itself. Its words are made when they are read."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from learning.enums import ProposalReason
from learning.markdown.problems import KINDS as MARKDOWN_KINDS
from learning.markdown.problems import Problem, Severity

KINDS: Final[dict[str, tuple[Severity, str]]] = {
    "symlink": ("error", _("This is a link to a place outside the source; it was left out.")),
    "symlink_folder": ("warning", _("This is a link to another folder; what lies there is imported where it lies.")),
    "special_file": ("error", _("This is no plain file; it was left out.")),
    "folder_too_deep": ("error", _("Folders are nested too deep here; what lies in this one was left out.")),
    "submodule": ("error", _("This is another repository (a git submodule); import it by itself.")),
    "odd_name": ("error", _("The name cannot be read as text or is too long; the file was left out.")),
    "file_too_large": ("error", _("The file is larger than %(detail)s MB; it was left out.")),
    "unreadable": ("error", _("The file cannot be read; it was left out.")),
    "case_clash": ("warning", _("“%(target)s” differs only in upper and lower case; many computers keep just one.")),
    "damaged_image": ("warning", _("The image is damaged: %(detail)s. It was kept as it is.")),
    "empty_image": ("warning", _("The image file is empty.")),
    "image_bomb": ("error", _("The image has %(detail)s pixels, which is too many to show; it was left out.")),
    "svg_script": ("error", _("The SVG image holds a program; it was taken out of our copy.")),
    "svg_refused": ("error", _("The SVG image cannot be read and may hold a program; it was left out.")),
    "not_an_image": ("error", _("The file is not the image that its name says; it was left out.")),
    "encoding": ("error", _("The page cannot be read: %(detail)s")),
    "too_large": ("error", _("The page is too large: %(detail)s")),
    "nul": ("error", _("The page cannot be read: %(detail)s")),
    "page_failed": ("error", _("The page could not be imported: %(detail)s")),
    "page_waits": ("warning", _("What the source says waits as a proposal: %(detail)s.")),
    "gone_but_edited": ("warning", _("The file is gone from the source, but the page was changed here; it stays.")),
    "outside_languages": ("info", _("The page lies outside the language folders; it was left out.")),
    "sample_page": ("info", _("The page lies among the sample files of a material; it is shown without steps.")),
}


def severity(kind: str) -> Severity:
    return (KINDS.get(kind) or MARKDOWN_KINDS.get(kind) or ("error", ""))[0]


def message(kind: str, *, target: str = "", detail: str = "") -> str:
    """In the language that is active now; a kind that is no longer known keeps its details."""
    known = KINDS.get(kind) or MARKDOWN_KINDS.get(kind)
    text = gettext(known[1]) if known else f"{kind}: %(target)s %(detail)s"
    if kind == "page_waits" and detail in ProposalReason.values:
        detail = str(ProposalReason(detail).label)
    return text % {"target": target[:200], "detail": detail[:200]}


def to_row(problem: Problem) -> dict[str, Any]:
    """How a problem is kept: without words."""
    return {
        "file": problem.path,
        "line": problem.line,
        "kind": problem.kind,
        "target": problem.target[:500],
        "detail": problem.detail[:500],
    }


def with_words(row: dict[str, Any]) -> dict[str, Any]:
    """A kept problem as a person or a program reads it."""
    said = message(row["kind"], target=row.get("target", ""), detail=row.get("detail", ""))
    return {**row, "severity": severity(row["kind"]), "message": said}
