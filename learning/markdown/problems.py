"""What was wrong in a file. A problem keeps its kind and place; its words are made when they are read."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from django.utils.translation import gettext

Severity = Literal["error", "warning", "info"]


def _(message: str) -> str:
    """Marks a message for translation; Django's own gettext_noop wants settings already while modules load."""
    return message


# kind: (severity, message). Errors are what a reader would run into; information needs nobody to act.
KINDS: Final[dict[str, tuple[Severity, str]]] = {
    "front_matter_broken": ("error", _("The front matter is not valid YAML: %(detail)s")),
    "front_matter_unclosed": ("error", _("The front matter begins with --- but never ends.")),
    "front_matter_not_mapping": ("error", _("The front matter must be lines of “name: value”.")),
    "front_matter_alias": ("error", _("The front matter uses YAML anchors or aliases, which are not allowed.")),
    "front_matter_too_large": ("error", _("The front matter is too large or too deep.")),
    "front_matter_value": ("warning", _("“%(target)s” in the front matter must be a single line of text.")),
    "time_not_understood": ("warning", _("The time “%(target)s” was not understood. Write it like 1.5h or 90min.")),
    "too_many_steps": ("warning", _("The page has %(detail)s steps; more than 25 are hard to follow.")),
    "nesting_too_deep": ("error", _("Lists, quotes or boxes are nested too deep; the rest is shown as plain text.")),
    "too_complex": ("error", _("The page has more mark-up than can be read; the rest is shown as plain text.")),
    "unclosed_fence": ("warning", _("A code block is never closed.")),
    "unclosed_container": ("warning", _("A “:::” box is never closed.")),
    "unknown_container": ("warning", _("There is no box of the kind “%(target)s”.")),
    "unclosed_comment": ("warning", _("A comment is never closed; it is shown as text.")),
    "unclosed_tag": ("warning", _("<%(target)s> is never closed.")),
    "stray_close_tag": ("warning", _("</%(target)s> closes nothing.")),
    "raw_html": ("info", _("<%(target)s> is not HTML that materials may use; it is shown as text.")),
    "unknown_component": ("warning", _("There is no component <%(target)s>; it is shown as text.")),
    "unknown_variable": ("warning", _("%(target)s has no value in the front matter.")),
    "unknown_language": ("info", _("The code language “%(target)s” is not known. %(detail)s")),
    "highlight_out_of_range": ("info", _("The marked lines “%(target)s” lie outside the code.")),
    "dead_link_empty": ("error", _("The link “%(detail)s” has no address.")),
    "dead_link_scheme": ("error", _("The link address “%(target)s” begins with an unknown scheme.")),
    "dead_link_nested": ("error", _("A link stands inside the address of a link: “%(target)s”.")),
    "dead_link_outside": ("error", _("The link “%(target)s” leads out of the materials.")),
    "dead_link_page": ("error", _("There is no page or file “%(target)s”.")),
    "dead_anchor": ("warning", _("There is no heading for “%(target)s”.")),
    "missing_image": ("error", _("The image “%(target)s” is missing.")),
    "missing_file": ("error", _("The file “%(target)s” is missing.")),
    "external_image": ("info", _("The image “%(target)s” lies on another host; it is shown as a link.")),
    "case_mismatch": ("warning", _("“%(target)s” differs from the file's name in upper and lower case: %(detail)s")),
    "no_title": ("warning", _("The page has no title.")),
    "too_many_problems": ("info", _("More problems were found than are listed.")),
}
MAX_PER_DOCUMENT = 500


@dataclass(frozen=True)
class Problem:
    """`line` counts from 1 in the source file; 0 means the file as a whole."""

    kind: str
    line: int = 0
    target: str = ""
    detail: str = ""
    path: str = ""

    @property
    def severity(self) -> Severity:
        return KINDS[self.kind][0]

    @property
    def message(self) -> str:
        """In the language that is active now."""
        return gettext(KINDS[self.kind][1]) % {"target": self.target[:200], "detail": self.detail[:200]}

    def to_json(self) -> dict[str, str | int]:
        return {
            "file": self.path,
            "line": self.line,
            "kind": self.kind,
            "severity": self.severity,
            "message": self.message,
            "target": self.target[:500],
        }


def tidy(problems: list[Problem], path: str) -> tuple[Problem, ...]:
    """In the order of lines, each once, with their file; a hopeless file does not fill the report."""
    unique = sorted(dict.fromkeys(problems), key=lambda problem: problem.line)
    if len(unique) > MAX_PER_DOCUMENT:
        unique = [*unique[:MAX_PER_DOCUMENT], Problem("too_many_problems")]
    return tuple(replace(problem, path=path) for problem in unique)
