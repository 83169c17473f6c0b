"""Who gets in where: every address of the portal stands here, or the crawl fails.

To add yours, write one line with the name of the address (or a pattern, `shop:*`) and who gets in:

    row("my_page", EMPLOYED),                          # everyone employed, whatever it shows of
    row("team_report", EMPLOYED, foreign=EVERYTHING),  # of another department's thing: editors of everything alone

Whoever does not get in is answered 404; strangers are sent to the sign-in page, their forms refused with 403.
`may_miss`: the sample names something that is not there, or an empty form names nothing: 404 says nothing of rights.
`refused` are roles that Wagtail turns away in its own words (403, or back to the admin's home) inside their own part.
An argument of the address that is new here needs a sample: see `samples.py`. The first line that fits decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.contracts.roles import (
    ACCOUNTS,
    ADMINISTRATOR,
    EDITORS,
    EMPLOYED,
    EVERYBODY,
    EVERYTHING,
    NOBODY,
    OVERSEERS,
    RULE_MAKERS,
)


@dataclass(frozen=True)
class Row:
    """Who gets in: `own` where the address names something of the crawl's department or nothing, `foreign` else."""

    pattern: str
    own: frozenset[str]
    foreign: frozenset[str]
    refused: frozenset[str]
    may_miss: bool


def row(
    pattern: str,
    own: frozenset[str],
    *,
    foreign: frozenset[str] | None = None,
    refused: frozenset[str] = NOBODY,
    may_miss: bool = False,
) -> Row:
    return Row(pattern, own, own if foreign is None else foreign, refused, may_miss)


DEPARTMENT_EDITOR = frozenset({"department_editor"})
MANAGER = frozenset({"manager"})

# They look after the runs of every department.
RUNS = frozenset({"hr", "programme_owner"})

ROWS = [
    # In and out
    row("root", EMPLOYED),
    row("styles", EVERYBODY),
    row("sign_in", EVERYBODY),
    row("sign_in_with", NOBODY),  # without a provider in the settings there is none
    row("sign_in_back", NOBODY),
    row("sign_out", EVERYBODY),
    row("demo_sign_in", NOBODY),
    row("forgotten_password*", EVERYBODY),
    row("account_link", EVERYBODY),
    row("set_password", EVERYBODY),
    row("change_password", EMPLOYED),
    # Myself, colleagues, departments
    row("my_profile", EMPLOYED),
    row("edit_profile", EMPLOYED),
    row("my_settings", EMPLOYED),
    row("set_theme", EMPLOYED),
    row("sign_out_everywhere", EMPLOYED),
    row("notices", EMPLOYED),
    row("notice_count", EMPLOYED),
    row("notice_settings", EMPLOYED),
    row("mark_notices_read", EMPLOYED),
    row("notice", NOBODY),  # the sample is a colleague's: nobody opens what another was told
    row("mark_notice_read", NOBODY),
    row("profile", EMPLOYED),
    row("departments", EMPLOYED),
    row("department", EMPLOYED),
    row("style_guide", NOBODY),
    row("my_tokens", EMPLOYED),
    row("revoke_token", NOBODY),
    # My calendar: the crawl's sample is nobody's who crawls. A feed is its owner's, whoever asks.
    row("my_calendar", EMPLOYED),
    row("reset_calendar_feed", EMPLOYED),
    row("calendar_event", NOBODY),
    row("calendar_feed", EVERYBODY),
    # Accounts
    row("people_accounts", ACCOUNTS),
    row("people_account", ACCOUNTS),
    row("invite", ACCOUNTS),
    row("invite_again", ACCOUNTS),
    row("end_access", ACCOUNTS),
    row("take_leaving_back", ACCOUNTS),
    row("end_sessions", ACCOUNTS),
    row("switch_account", ACCOUNTS),
    row("forget_outside", ACCOUNTS, may_miss=True),
    row("grant_role", ADMINISTRATOR),
    row("revoke_role", ADMINISTRATOR),
    row("people_files", ACCOUNTS),
    row("people_file", ACCOUNTS),
    row("people_file_problems", ACCOUNTS, may_miss=True),
    row("check_people_file", ACCOUNTS),
    row("import_people_file", ACCOUNTS),
    row("drop_people_file", ACCOUNTS),
    row("invite_waiting", ACCOUNTS),
    row("export_people", ACCOUNTS),
    # Learning
    row("materials", EMPLOYED),
    row("my_learning", EMPLOYED),
    row("my_readers", EMPLOYED),
    row("courses", EMPLOYED),
    row("course", EMPLOYED, foreign=EVERYTHING),
    row("course_run", EMPLOYED, foreign=EVERYTHING | RUNS),
    row("enrol", EMPLOYED, foreign=EVERYTHING | RUNS),
    row("undo_withdrawal", EMPLOYED, foreign=EVERYTHING | RUNS, may_miss=True),
    row("withdraw", EMPLOYED, foreign=EVERYTHING | RUNS, may_miss=True),
    row("check_in", EMPLOYED, foreign=EVERYTHING | RUNS),
    row("give_feedback", EMPLOYED, foreign=EVERYTHING | RUNS, may_miss=True),
    row("my_runs", EMPLOYED),
    row("new_run", EDITORS | RUNS | {"lecturer"}),
    row("run_attendance", EDITORS | RUNS, foreign=EVERYTHING | RUNS, may_miss=True),
    row("run_decide", EDITORS | RUNS, foreign=EVERYTHING | RUNS, may_miss=True),
    *(
        row(name, EDITORS | RUNS, foreign=EVERYTHING | RUNS)
        for name in ("edit_run", "run_again", "open_run", "close_run", "cancel_run", "run_*", "export_run")
    ),
    row("approvals", EMPLOYED),
    row("decide_enrolment", EMPLOYED, may_miss=True),
    row("my_history*", EMPLOYED),
    row("my_materials", EMPLOYED),
    row("material", EMPLOYED, foreign=EVERYTHING),
    row("mark_step", EMPLOYED, foreign=EVERYTHING, may_miss=True),
    row("remember_place", EMPLOYED, foreign=EVERYTHING),
    row("readers", EDITORS | {"lecturer"}, foreign=EVERYTHING),
    row("stuck", EMPLOYED, foreign=EVERYTHING),
    row("similar_answers", EMPLOYED, foreign=EVERYTHING),
    row("report_mistake", EMPLOYED, foreign=EVERYTHING),
    # Curricula: a department's matrix is seen by everyone, laid out by its editors
    row("curricula", EMPLOYED),
    row("matrix", EMPLOYED),
    row("matrices", EDITORS),
    row("new_matrix", EDITORS),
    row("edit_matrix*", EDITORS, foreign=EVERYTHING),
    row("delete_matrix", EDITORS, foreign=EVERYTHING),
    row("matrix_square", EDITORS, foreign=EVERYTHING),
    # Rules of training: a department's editors their own; of a person, who they report to and who oversees training
    row("for_me", EMPLOYED),
    row("team", MANAGER),
    row("team_csv", MANAGER),
    row("training_people*", OVERSEERS),
    row("remind_of_training", OVERSEERS | MANAGER),
    row("exempt_from_training", OVERSEERS | MANAGER),
    row("record_completion", OVERSEERS - {"programme_owner"}),
    row("training_rules", RULE_MAKERS),
    row("new_training_rule", RULE_MAKERS),
    *(
        row(name, RULE_MAKERS, foreign=OVERSEERS)
        for name in ("training_rule", "edit_training_rule", "switch_training_rule", "end_exemption")
    ),
    row("mistakes", EMPLOYED),
    row("mistake", EDITORS, foreign=EVERYTHING),
    row("questions", EMPLOYED),
    row("question", EMPLOYED, foreign=EVERYTHING),
    row("edit_question", NOBODY),
    row("delete_question", NOBODY),
    row("solve_question", NOBODY),
    row("hide_question", EDITORS, foreign=EVERYTHING),
    row("set_question_aside", EMPLOYED, foreign=EVERYTHING),
    row("answer_helped", EMPLOYED, foreign=EVERYTHING),
    row("edit_answer", NOBODY),
    row("delete_answer", NOBODY),
    row("hide_answer", EDITORS, foreign=EVERYTHING),
    # Search: everybody, each with their own sight
    row("search", EMPLOYED),
    row("search_palette", EMPLOYED),
    row("people", EMPLOYED),
    # Saved searches: each person's own; the crawl's sample is nobody's who crawls. A feed is its owner's, whoever asks.
    row("my_searches", EMPLOYED),
    row("save_search", EMPLOYED),
    row("open_saved_search", NOBODY),
    row("rename_search", NOBODY),
    row("remove_search", NOBODY),
    row("restore_search", NOBODY),
    row("reset_feed", NOBODY),
    row("search_feed", EVERYBODY),
    row("similar", EMPLOYED, may_miss=True),
    # The API answers strangers itself: 401 in its own words.
    row("api_docs", EMPLOYED),
    row("search_api_docs", EMPLOYED),
    row("api:api-root", NOBODY),
    row("api:openapi-json", EMPLOYED),
    row("api:similar", EMPLOYED, may_miss=True),
    row("api:course", EMPLOYED, foreign=EVERYTHING),
    row("api:run", EMPLOYED, foreign=EVERYTHING | RUNS),
    row("api:curriculum", EMPLOYED, may_miss=True),
    # A body that is no JSON is refused before anybody looks which run it names.
    row("api:enrol", EMPLOYED, may_miss=True),
    row("api:withdraw", EMPLOYED, may_miss=True),
    row("api:*", EMPLOYED),
    row("api_unknown", NOBODY),
    # Files and pages (the crawl asks for each kind by its own address)
    row("file:image", EMPLOYED, foreign=EVERYTHING),
    row("file:rendition", EMPLOYED, foreign=EVERYTHING),
    row("file:document", EMPLOYED, foreign=EVERYTHING),
    row("file:stuck", EMPLOYED, foreign=EVERYTHING),  # a picture of what was seen: whoever may read the question
    row("file:unsent", NOBODY),  # a picture that waits in a form: whoever chose it
    row("file:*", NOBODY),
    row("page:live", EMPLOYED, foreign=EVERYTHING),
    row("page:section", EMPLOYED, foreign=EVERYTHING),
    row("page:general", EMPLOYED),
    row("page:home", EMPLOYED),
    row("page:draft", NOBODY),
    row("page:absent", NOBODY),
    # Wagtail's admin: closed for good
    row("wagtailadmin_login", EMPLOYED, refused=EMPLOYED),
    row("wagtailadmin_password_reset*", NOBODY),
    row("wagtailcore_*", NOBODY),
    row("wagtailadmin_error_test", NOBODY),
    row("wagtailusers_*", NOBODY),
    row("wagtailadmin_pages:set_privacy", NOBODY),
    row("wagtailadmin_collections:set_privacy", NOBODY),
    row("wagtailimages:url_generator*", NOBODY),
    row("wagtailembeds:*", NOBODY),
    row("simple_translation:submit_snippet_translation", NOBODY),
    row("unnamed:test404", ADMINISTRATOR),
    row("unnamed:admin", NOBODY),
    # For editors of everything
    row("wagtailredirects:*import", NOBODY),
    row("wagtailredirects:*", EVERYTHING, may_miss=True),
    row("wagtailadmin_pages:type_use*", EVERYTHING),
    row("wagtailadmin_reports:*", EVERYTHING),
    # For every editor, each in their own part
    row("wagtailadmin_explore*", EDITORS, foreign=EVERYTHING),
    row("wagtailadmin_choose_page_child", EDITORS, foreign=EVERYTHING),
    row("wagtailadmin_choose_page*", EDITORS),
    row("wagtailadmin_pages:search*", EDITORS),
    row("wagtailadmin_pages:choose_parent", EDITORS),
    row("wagtailadmin_pages:convert_alias", EDITORS, foreign=EVERYTHING, may_miss=True),
    row("wagtailadmin_pages:*workflow*", EDITORS, foreign=EVERYTHING, refused=EDITORS, may_miss=True),
    row("wagtailadmin_editing_sessions:*", EDITORS, foreign=EVERYTHING, may_miss=True),
    row("wagtailadmin_pages:*", EDITORS, foreign=EVERYTHING, refused=DEPARTMENT_EDITOR),
    row("wagtailadmin_api:*:listing", EDITORS),
    row("wagtailadmin_api:*:find", EDITORS, may_miss=True),
    row("wagtailadmin_api:pages:action", EDITORS, foreign=EVERYTHING, refused=DEPARTMENT_EDITOR),
    row("wagtailadmin_api:*", EDITORS, foreign=EVERYTHING),
    row("material_import", EVERYTHING, may_miss=True),
    row("material_import_*", EVERYTHING, may_miss=True),
    row("material_imports", EVERYTHING),
    row("mistake_reports*", EDITORS),
    row("admin_run_edit", EDITORS, foreign=EVERYTHING),
    row("admin_run*", EDITORS),
    row("synonym", EVERYTHING),
    row("synonym_restore", EVERYTHING, may_miss=True),
    row("synonym*", EVERYTHING),
    row("empty_searches*", EVERYTHING),
    row("search_status*", ADMINISTRATOR),
    row("wagtailadmin_home", EDITORS),
    row("wagtailadmin_account", EDITORS),
    row("wagtailadmin_logout", EDITORS),
    row("wagtailadmin_dismissibles", EDITORS),
    row("wagtailadmin_sprite", EDITORS),
    row("wagtailadmin_javascript_catalog", EDITORS),
    row("wagtailadmin_block_preview", EDITORS, may_miss=True),
    row("wagtailadmin_tag_*", EDITORS),
    row("wagtail_bulk_action", EDITORS, foreign=EVERYTHING),
    row("wagtailimages:*upload*", EDITORS, may_miss=True),
    row("wagtailimages:*", EDITORS, foreign=EVERYTHING),
    row("wagtailimages_chooser:*", EDITORS, foreign=EVERYTHING),
    row("wagtaildocs:*upload*", EDITORS, may_miss=True),
    row("wagtaildocs:*", EDITORS, foreign=EVERYTHING),
    row("wagtaildocs_chooser:*", EDITORS, foreign=EVERYTHING),
    row("simple_translation:submit_page_translation", EDITORS, foreign=EVERYTHING, refused=DEPARTMENT_EDITOR),
    row("page_audience", EDITORS, foreign=EVERYTHING, refused=DEPARTMENT_EDITOR),
    row("collection_access_list", EDITORS),
    row("collection_access", EDITORS, foreign=EVERYTHING),
    row("translations_behind*", EDITORS),
    row("confirm_translation", EDITORS, foreign=EVERYTHING),
    # For administrators
    row("audit_trail*", ADMINISTRATOR),
    row("wagtailadmin_collections:delete", ADMINISTRATOR, refused=ADMINISTRATOR),  # not while it holds files
    row("*:delete", ADMINISTRATOR, refused=ADMINISTRATOR),  # not while it is in use
    row("department:*", ADMINISTRATOR),
    row("company:*", ADMINISTRATOR),
    row("position:*", ADMINISTRATOR),
    row("occupation:*", ADMINISTRATOR),
    row("grade:*", ADMINISTRATOR),
    row("region:*", ADMINISTRATOR),
    row("audience:*", ADMINISTRATOR),
    row("wagtailadmin_collections:*", ADMINISTRATOR),
    row("wagtailadmin_workflows:*", ADMINISTRATOR),
    row("wagtailsites:*", ADMINISTRATOR),
    row("wagtailsnippets:*", ADMINISTRATOR, refused=ADMINISTRATOR),  # there are none
]


def expectation(name: str) -> Row | None:
    """The first line that fits an address."""
    return next((each for each in ROWS if fnmatchcase(name, each.pattern)), None)
