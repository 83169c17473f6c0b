"""Who may open which address of Wagtail's admin. An address that no line names is for administrators alone.

An app that adds admin addresses opens them with `open_to` in its `wagtail_hooks.py`, or leaves them shut.
"""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase

from core.enums import Role
from core.rules import Viewer, edits_everything, has_role, is_administrator

Rule = Callable[[Viewer], bool]


def enters_admin(viewer: Viewer) -> bool:
    """Editors of everything or of a department, and administrators."""
    return edits_everything(viewer) or has_role(viewer, Role.DEPARTMENT_EDITOR)


def nobody(viewer: Viewer) -> bool:
    """Closed for good: what we do in another way, or not at all."""
    return False


# The first pattern that fits decides.
_rules: list[tuple[str, Rule]] = [
    # There is one sign-in, and one place for passwords, people, groups and languages: ours.
    ("wagtailadmin_password_reset*", nobody),
    ("wagtailadmin_login", nobody),
    ("wagtailadmin_error_test", nobody),
    ("wagtailusers_*", nobody),
    # Who may see a page or a file is said by its audience, never by a password on it.
    ("wagtailadmin_pages:set_privacy", nobody),
    ("wagtailadmin_collections:set_privacy", nobody),
    # Addresses that hand out images without asking who looks.
    ("wagtailimages:url_generator*", nobody),
    # Fetches addresses that someone typed.
    ("wagtailembeds:*", nobody),
    ("simple_translation:submit_snippet_translation", nobody),
    # These lists span all departments.
    ("wagtailadmin_pages:type_use*", edits_everything),
    # Of locks, reviews and pages that age: Wagtail sends whoever may not publish back home; here it is not found.
    ("wagtailadmin_reports:*", edits_everything),
    ("wagtailredirects:*import", nobody),
    ("wagtailredirects:*", edits_everything),
    ("wagtailadmin_home", enters_admin),
    ("wagtailadmin_account", enters_admin),
    ("wagtailadmin_logout", enters_admin),
    ("wagtailadmin_dismissibles", enters_admin),
    ("wagtailadmin_sprite", enters_admin),
    ("wagtailadmin_javascript_catalog", enters_admin),
    ("wagtailadmin_block_preview", enters_admin),
    ("wagtailadmin_explore*", enters_admin),
    ("wagtailadmin_pages:*", enters_admin),
    ("wagtailadmin_choose_page*", enters_admin),
    ("wagtailadmin_tag_*", enters_admin),
    ("wagtailadmin_editing_sessions:*", enters_admin),
    ("wagtailadmin_api:*", enters_admin),
    ("wagtail_bulk_action", enters_admin),
    ("wagtailimages:*", enters_admin),
    ("wagtailimages_chooser:*", enters_admin),
    ("wagtaildocs:*", enters_admin),
    ("wagtaildocs_chooser:*", enters_admin),
    ("simple_translation:submit_page_translation", enters_admin),
    ("page_audience", enters_admin),
    ("collection_access*", enters_admin),
    ("translations_behind*", enters_admin),
    ("confirm_translation", enters_admin),
]


def open_to(pattern: str, rule: Rule) -> None:
    """Let those for whom `rule(viewer)` holds open the addresses whose name fits `pattern` (`shop:*`)."""
    _rules.append((pattern, rule))


def may_open(viewer: Viewer, name: str) -> bool:
    """Whether a viewer may open the admin address of this name; what it shows is checked beside this."""
    rule = next((rule for pattern, rule in _rules if fnmatchcase(name, pattern)), is_administrator)
    return rule(viewer)
