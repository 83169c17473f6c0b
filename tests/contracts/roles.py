"""The roles that the crawl walks as. Everyone who is employed works in the department `own`."""

ROLES = (
    "anonymous",
    "left",
    "employee",
    "lecturer",
    "manager",
    "hr",
    "programme_owner",
    "department_editor",
    "editor",
    "administrator",
)
STRANGERS = frozenset({"anonymous", "left"})
EMPLOYED = frozenset(ROLES) - STRANGERS
EDITORS = frozenset({"department_editor", "editor", "administrator"})  # who enters Wagtail's admin
EVERYTHING = frozenset({"editor", "administrator"})  # who edits everything
ADMINISTRATOR = frozenset({"administrator"})
ACCOUNTS = frozenset({"hr", "administrator"})
OVERSEERS = frozenset({"hr", "programme_owner", "administrator"})  # who oversees training
RULE_MAKERS = OVERSEERS | {"department_editor"}
NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset(ROLES)
