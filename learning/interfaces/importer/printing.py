"""The report in a terminal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

SHOWN = 40


def outcome_words() -> dict[str, str]:
    return {
        "created": pgettext("pages", "created"),
        "updated": pgettext("pages", "updated"),
        "unchanged": pgettext("pages", "unchanged"),
        "unpublished": pgettext("pages", "unpublished"),
        "waiting": pgettext("pages", "waiting"),
        "failed": pgettext("pages", "failed"),
    }


def summary(report: dict[str, Any], *, is_verbose: bool) -> str:
    """A few lines; with problems all or the first of them."""
    counts = report["counts"]
    pages = ", ".join(f"{word} {report['pages'][outcome]}" for outcome, word in outcome_words().items())
    lines = [
        (_("Dry run: nothing was written.") if report["dry_run"] else ""),
        _("Pages: %(pages)s") % {"pages": pages},
        _(
            "Found: %(headings)s headings, %(containers)s boxes, %(code)s code blocks, %(tables)s tables, "
            "%(images)s images (%(images_missing)s missing), %(files)s attachments (%(files_missing)s missing)"
        )
        % {
            "headings": counts["headings"],
            "containers": counts["containers"],
            "code": counts["code_blocks"]["all"],
            "tables": counts["tables"],
            "images": counts["images"]["found"],
            "images_missing": counts["images"]["missing"],
            "files": counts["attachments"]["found"],
            "files_missing": counts["attachments"]["missing"],
        },
        *_problem_lines(report, is_verbose=is_verbose),
        _("It took %(seconds)s seconds.") % {"seconds": report["seconds"]},
    ]
    return "\n".join(line for line in lines if line)


def _problem_lines(report: dict[str, Any], *, is_verbose: bool) -> list[str]:
    rows = report["problems"] if is_verbose else [row for row in report["problems"] if row["severity"] != "info"]
    lines = [_("Problems: %(count)s") % {"count": report["problems_in_all"]}]
    for row in rows if is_verbose else rows[:SHOWN]:
        place = f"{row['file']}:{row['line']}" if row["line"] else row["file"]
        lines.append(f"  {place}  {row['message']}")
    hidden = report["problems_in_all"] - (len(lines) - 1)
    if hidden:
        lines.append(_("  … and %(count)s more (--report FILE.json has them all)") % {"count": hidden})
    return lines
