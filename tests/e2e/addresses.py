"""The pages that every browser test opens: (name, address below the language, who looks)."""

AUTHOR = "M0002"
EDITOR = "M0004"
HR = "M0007"
NEWCOMER = "M0014"

PAGES = [
    ("sign-in", "sign-in/", ""),
    ("forgotten password", "password/forgotten/", ""),
    ("style guide", "style-guide/", AUTHOR),
    ("home", "", AUTHOR),
    ("home of a newcomer", "", NEWCOMER),
    ("my profile", "me/", AUTHOR),
    ("edit my profile", "me/edit/", AUTHOR),
    ("settings", "settings/", AUTHOR),
    ("change password", "password/", AUTHOR),
    ("departments", "departments/", AUTHOR),
    ("a department", "departments/backbone/", AUTHOR),
    ("accounts", "accounts/", HR),
    ("invite", "accounts/invite/", HR),
    ("not found", "nothing-here/", AUTHOR),
]
