"""What the core holds about people (checked and written out by `manage.py check_privacy`)."""

from core.privacy import Keeping, Privacy

LEFT = "the person left"
EMPLOYMENT = Keeping(LEFT, years=5, job="core.people", then="made anonymous")
NAMED = Keeping(f"{LEFT} (authors stay named as long as their material)", years=5, job="core.people", then="deleted")
ACCOUNT = Keeping(LEFT, years=5, job="core.people", then="deleted or set to the default")
PROFILE = Keeping(LEFT, days=30, job="core.access", then="deleted")
LINKS = Keeping("it was made", years=1, job="core.links")
MAILS = Keeping("it was written", years=1, job="core.mails")
TOKENS = Keeping("it ended", days=90, job="core.api_tokens")
EVENTS = Keeping("the event ended", years=2, job="core.calendar")
NOTICES = Keeping("it was written", days=180, job="core.notices")
FILES = Keeping("it was sent", days=90, job="core.people_files")
TRAIL = Keeping("it was written: the trail is what shows that rules were kept", years=10, job="core.trail")
ATTEMPTS = Keeping("the last of them", days=1, job="core.sign_in_failures")
IMAGE = Keeping("the image is deleted")
DOCUMENT = Keeping("the document is deleted")
ALWAYS = Keeping("the row is deleted, which nothing does: it names nobody")
PAGE = Keeping("the page is deleted")


def _name(what: str) -> Privacy:
    return Privacy(what, "To address people, to show who did what, to find colleagues", NAMED)


def _place(what: str) -> Privacy:
    return Privacy(what, "Who belongs where on a day: audiences, profiles, training", EMPLOYMENT)


NOTES: dict[str, dict[str, Privacy]] = {
    "core.Person": {
        "employee_number": Privacy("Employee number", "To match with the HR system", EMPLOYMENT),
        "family_name": _name("Family name"),
        "given_name": _name("Given name"),
        "family_kana": _name("Reading of the family name"),
        "given_kana": _name("Reading of the given name"),
        "family_romaji": _name("Family name in Latin letters"),
        "given_romaji": _name("Given name in Latin letters"),
        "email": Privacy("E-mail address at work", "To sign in and to be written to", EMPLOYMENT),
        "password": Privacy("A salted hash of the password", "To sign in", PROFILE),
        "photo": Privacy("Photo, if the person chose one", "So that colleagues know each other", PROFILE),
        "about": Privacy("What the person says of themselves", "So that colleagues can ask them", PROFILE),
        "language": Privacy("Language of the pages", "Interface and mail", ACCOUNT),
        "time_zone": Privacy("Time zone", "To show times as the person lives them", ACCOUNT),
        "region": Privacy("Region of work", "Audiences", EMPLOYMENT),
        "hire_type": Privacy("New graduate or mid-career", "Audiences of training", EMPLOYMENT),
        "joined_on": Privacy("First day", "Years of service, due dates", EMPLOYMENT),
        "facts_since": Privacy("Since when region and hire type are as they are", "Due dates of training", EMPLOYMENT),
        "left_on": Privacy("First day without access", "To end access", EMPLOYMENT),
        "anonymised_at": Privacy("When what told of them was taken away", "Not to do it twice", ALWAYS),
        "manager": Privacy("Whom the person reports to", "Who sees and approves what", EMPLOYMENT),
        "last_login": Privacy("Last sign-in", "To notice accounts that nobody uses", ACCOUNT),
        "is_active": Privacy("Whether the account is open", "To end access", EMPLOYMENT),
        "is_superuser": Privacy("Whether they administer the portal", "Follows from the role", ACCOUNT),
        "groups": Privacy("Groups of editors", "Follow from the roles", ACCOUNT),
        "user_permissions": Privacy("Rights given one by one (none by us)", "Part of Django's accounts", ACCOUNT),
    },
    "core.Person_groups": {"person": Privacy("Membership of a group of editors", "Follows from the roles", ACCOUNT)},
    "core.Person_user_permissions": {"person": Privacy("A right given alone", "Part of Django's accounts", ACCOUNT)},
    "core.Assignment": {
        name: _place(what)
        for name, what in {
            "person": "Whose place it is", "kind": "Kind of place", "company": "Company", "department": "Department",
            "position": "Position", "occupation": "Occupation", "grade": "Grade", "share": "Share of working hours",
            "starts_on": "First day", "ends_on": "Last day",
        }.items()
    },
    "core.Departure": {
        "person": Privacy("Who leaves", "To take it back", EMPLOYMENT),
        "shortened": Privacy("Last days of places before that", "To take it back", EMPLOYMENT),
        "dropped": Privacy("Places that would have begun later", "To take it back", EMPLOYMENT),
        "at": Privacy("When it was entered", "To take it back", EMPLOYMENT),
    },
    "core.RoleGrant": {
        "person": Privacy("Who holds a role", "What they may see and do", ACCOUNT),
        "role": Privacy("The role", "What they may see and do", ACCOUNT),
        "department": Privacy("The department it is for", "What they may see and do", ACCOUNT),
        "granted_by": Privacy("Who gave it", "To answer for it", ACCOUNT),
        "granted_at": Privacy("When", "To answer for it", ACCOUNT),
    },
    "core.AccountLink": {
        "person": Privacy("Who was sent a link", "To set a password once", LINKS),
        "purpose": Privacy("Invitation or forgotten password", "To set a password once", LINKS),
        "created_by": Privacy("Who invited them", "To answer for it", LINKS),
        "created_at": Privacy("When", "To end the link in time", LINKS),
        "used_at": Privacy("When it was used", "So that it works once", LINKS),
    },
    "core.OutsideAccount": {
        "person": Privacy("Who signs in with an identity provider", "To sign in", ACCOUNT),
        "provider": Privacy("Which provider", "To sign in", ACCOUNT),
        "subject": Privacy("What the provider calls the account", "To know it again", ACCOUNT),
        "linked_at": Privacy("When it was used first", "To answer for it", ACCOUNT),
        "used_at": Privacy("When it was used last", "To notice what nobody uses", ACCOUNT),
    },
    "core.Mail": {
        "person": Privacy("Who is written to", "To send it once", MAILS),
        "template": Privacy("What about", "To send it", MAILS),
        "context": Privacy("Numbers of what it tells of; no text and no secret", "To compose it", MAILS),
        "sent_at": Privacy("When it went out", "To send it once", MAILS),
    },
    "core.ApiToken": {
        "person": Privacy("Whose programs may ask the API", "To answer them as that person", TOKENS),
        "name": Privacy("What they call the token", "To know which one to revoke", TOKENS),
        "scope": Privacy("What it may do", "To let it do no more", TOKENS),
        "made_at": Privacy("When it was made", "To know which one to revoke", TOKENS),
        "expires_at": Privacy("When it ends", "To end it", TOKENS),
        "last_used_at": Privacy("When it was last used", "To know which one to revoke", TOKENS),
    },
    "core.CalendarInvitation": {
        "person": Privacy("Who is invited to an event", "Their calendar, and what clashes", EVENTS),
        "invited_at": Privacy("When", "To show the newest", EVENTS),
        "withdrawn_at": Privacy("When they were taken out of it", "To take it out of their calendar", EVENTS),
        "told_at": Privacy("When they were first written to", "To tell them when it is off", EVENTS),
    },
    "core.CalendarFeed": {
        "person": Privacy("Whose calendar a private address is for", "To follow it in a calendar program", PROFILE),
        "made_at": Privacy("When the address was made", "To know how old it is", PROFILE),
        "answered_at": Privacy("When what it says last changed", "To say so to calendar programs", PROFILE),
    },
    "core.AuditEntry": {
        "actor": Privacy("Who did or opened something", "To answer for it", TRAIL),
        "subject": Privacy("Whose record it was", "So that they can be told who looked", TRAIL),
        "action": Privacy("What was done", "To answer for it", TRAIL),
        "at": Privacy("When", "To answer for it", TRAIL),
        "detail": Privacy("Names of fields, roles and pages; no content", "To understand it later", TRAIL),
        "object_id": Privacy("Number of the thing", "To find it", TRAIL),
        "request_id": Privacy("The request's number in the logs", "To find it there", TRAIL),
    },
    "core.Notice": {
        "person": Privacy("Who was told", "To tell them, and once only", NOTICES),
        "kind": Privacy("Kind of event", "To word it", NOTICES),
        "key": Privacy("Number of what it tells of", "Not to tell twice", NOTICES),
        "context": Privacy("Names of people and things as the reader may see them; no secret", "To word it", NOTICES),
        "address": Privacy("The page that it leads to", "To open it", NOTICES),
        "created_at": Privacy("When it happened", "To sort by", NOTICES),
        "read_at": Privacy("When the reader opened or ticked it off", "To count the rest", NOTICES),
        "mail": Privacy("The mail that told of it", "Not to write twice", NOTICES),
    },
    "core.NoticeChoice": {
        "person": Privacy("Who chose", "To tell people as they wish", ACCOUNT),
        "kind": Privacy("A kind of notice", "To tell people as they wish", ACCOUNT),
        "delivery": Privacy("By mail, daily, here, or not at all", "To tell people as they wish", ACCOUNT),
    },
    "core.NoticeHours": {
        "person": Privacy("Who chose", "To leave people alone when they wish", ACCOUNT),
        "quiet_from": Privacy("When quiet begins", "To leave people alone when they wish", ACCOUNT),
        "quiet_until": Privacy("When quiet ends", "To leave people alone when they wish", ACCOUNT),
        "digest_at": Privacy("When the daily mail comes", "To send it then", ACCOUNT),
    },
    "core.PeopleFile": {
        "actor": Privacy("Who sent a spreadsheet of people", "To answer for it", FILES),
        "name": Privacy("The name of the file", "To find it again", FILES),
        "file": Privacy("The file, until it is imported or given up", "To import it", FILES),
        "columns": Privacy("What its headings mean", "To read it", FILES),
        "report": Privacy("What was changed, and what was wrong, with values", "To correct the file", FILES),
        "error": Privacy("Why it could not be read", "To correct the file", FILES),
    },
    "core.PortalImage": {
        "uploaded_by_user": Privacy("Who uploaded it", "To ask about its rights", IMAGE),
        "file": Privacy("The picture: a photo may show people", "Materials, profiles", IMAGE),
        "title": Privacy("Its title", "To find it", IMAGE),
        "alt_text": Privacy("What is on it", "For those who cannot see it", IMAGE),
        "description": Privacy("What is on it", "For those who cannot see it", IMAGE),
    },
    "core.PortalRendition": {"file": Privacy("A smaller copy of the picture", "Quick pages", IMAGE)},
    "core.PortalDocument": {
        "uploaded_by_user": Privacy("Who uploaded it", "To ask about its rights", DOCUMENT),
        "file": Privacy("The attachment", "Materials", DOCUMENT),
        "title": Privacy("Its title", "To find it", DOCUMENT),
    },
}  # fmt: skip

# What packages hold about people for us: their fields stand in no model of ours, so no check finds them missing.
ELSEWHERE: dict[str, dict[str, Privacy]] = {
    "axes.AccessAttempt": {
        "username": Privacy("The address that was typed", "To lock out whoever guesses", ATTEMPTS),
        "ip_address": Privacy("The network address", "To lock out whoever guesses", ATTEMPTS),
        "user_agent": Privacy("The browser", "To lock out whoever guesses", ATTEMPTS),
    },
    "wagtailcore.Page": {"owner": Privacy("Who made the page", "To ask about it", PAGE)},
    "wagtailcore.PageLogEntry": {"user": Privacy("Who changed the page", "To show its history", PAGE)},
    "wagtailcore.Revision": {"user": Privacy("Who wrote the draft", "To show its history", PAGE)},
}

NOT_PERSONAL: dict[str, frozenset[str]] = {
    "core.Person": frozenset({"theme", "shortcuts", "public_id", "session_epoch"}),
    "core.Person_groups": frozenset({"group"}),
    "core.Person_user_permissions": frozenset({"permission"}),
    "core.AccountLink": frozenset({"key", "expires_at", "void_at"}),
    "core.Mail": frozenset({"key", "created_at", "claimed_at", "attempts"}),
    "core.ApiToken": frozenset({"public_id", "digest", "beginning", "session_epoch"}),
    "core.CalendarInvitation": frozenset({"event", "turns", "queued"}),
    "core.CalendarFeed": frozenset({"key", "answered"}),
    "core.Notice": frozenset({"delivery", "due_at"}),
    "core.AuditEntry": frozenset({"object_type"}),
    "core.PeopleFile": frozenset({"key", "table", "is_full", "status", "done", "total", "created_at", "finished_at"}),
    "core.PortalImage": frozenset(
        {"collection", "created_at", "damage", "file_hash", "file_size", "height", "width", "tags"}
        | {"focal_point_height", "focal_point_width", "focal_point_x", "focal_point_y"}
    ),
    "core.PortalRendition": frozenset({"filter_spec", "focal_point_key", "height", "image", "width"}),
    "core.PortalDocument": frozenset({"collection", "created_at", "file_hash", "file_size", "tags"}),
}
