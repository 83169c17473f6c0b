"""A value for every argument that an address may have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core import signing

from core.domain.accounts import SALT
from core.domain.queries.calendar_feed import feed_address as calendar_address
from learning.models import Matrix, TrainingRule
from search.domain.queries.saved import feed_address
from tests.contracts.world import Part, World

Sample = Callable[[World, Part], Any]


def _matrix(part: Part) -> Matrix:
    return Matrix.objects.get(department=part.department)


def _rule(part: Part) -> TrainingRule:
    return TrainingRule.objects.get(audience__departments=part.department)


# By the name of the argument, or by address and argument where the name alone does not say.
SAMPLES: dict[str, Sample] = {
    "page_id": lambda world, part: part.live.pk,
    "parent_page_id": lambda world, part: part.section.pk,
    "page_to_move_id": lambda world, part: part.live.pk,
    "destination_id": lambda world, part: part.section.pk,
    "page_pk": lambda world, part: part.live.pk,
    "image_id": lambda world, part: part.image.pk,
    "document_id": lambda world, part: part.document.pk,
    "doc_id": lambda world, part: part.document.pk,
    "revision_id": lambda world, part: part.live.latest_revision_id,
    "revision_id_a": lambda world, part: "earliest",
    "revision_id_b": lambda world, part: "live",
    "filter_spec": lambda world, part: "max-100x100",
    "content_type_app_name": lambda world, part: "core",
    "content_type_model_name": lambda world, part: "articlepage",
    "app_label": lambda world, part: "core",
    "model_name": lambda world, part: "articlepage",
    "app_name": lambda world, part: "taggit",
    "task_id": lambda world, part: world.task.pk,
    "task_state_id": lambda world, part: 999_999,
    "workflow_state_id": lambda world, part: 999_999,
    "workflow_pk": lambda world, part: world.workflow.pk,
    "uploaded_file_id": lambda world, part: 999_999,
    "session_id": lambda world, part: 999_999,
    "number": lambda world, part: 999_999,
    "redirect_id": lambda world, part: 999_999,
    "page_view_restriction_id": lambda world, part: 999_999,
    "uidb64": lambda world, part: "MQ",
    "token": lambda world, part: signing.dumps(world.samples["link"].key.hex, salt=SALT),
    "public_id": lambda world, part: world.colleague.public_id,
    "key": lambda world, part: part.material.translation_key,
    **{
        f"{name}.key": lambda world, part: world.samples["people_file"].key
        for name in (
            "people_file",
            "people_file_problems",
            "check_people_file",
            "import_people_file",
            "drop_people_file",
        )
    },
    "course.key": lambda world, part: part.course.translation_key,
    **{
        f"{name}.key": lambda world, part: part.run.key
        for name in ("course_run", "enrol", "withdraw", "undo_withdrawal", "check_in", "give_feedback")
    },
    **{
        f"{name}.key": lambda world, part: part.run.key
        for name in (
            *("edit_run", "run_again", "open_run", "close_run", "cancel_run", "run_desk", "run_people", "run_decide"),
            *("run_messages", "run_attendance", "run_code", "export_run", "admin_run_edit"),
        )
    },
    "run_decide.enrolment": lambda world, part: 999_999,
    "export_run.kind": lambda world, part: "csv",
    "decide_enrolment.pk": lambda world, part: 999_999,
    "export_people.name": lambda world, part: "regions.csv",
    **{
        f"{name}.code": lambda world, part: f"matrix-{part.department.code}"
        for name in (
            "matrix",
            "edit_matrix",
            "delete_matrix",
            "edit_matrix_row",
            "edit_matrix_column",
            "matrix_square",
        )
    },
    "matrix_square.row": lambda world, part: _matrix(part).rows.get().pk,
    "matrix_square.column": lambda world, part: _matrix(part).columns.get().pk,
    "edit_matrix_row.pk": lambda world, part: _matrix(part).rows.get().pk,
    "edit_matrix_column.pk": lambda world, part: _matrix(part).columns.get().pk,
    **{f"{name}.number": lambda world, part: world.samples["notice"].pk for name in ("notice", "mark_notice_read")},
    **{
        f"{name}.pk": lambda world, part: _rule(part).pk
        for name in ("training_rule", "edit_training_rule", "switch_training_rule")
    },
    "end_exemption.pk": lambda world, part: _rule(part).exemptions.get().pk,
    **{
        f"{name}.pk": lambda world, part: _rule(part).requirements.get().pk
        for name in ("remind_of_training", "exempt_from_training", "record_completion")
    },
    "step_id": lambda world, part: part.material.steps[0]["id"],
    "code": lambda world, part: part.department.code,
    "provider": lambda world, part: "nobody",
    "account_id": lambda world, part: 999_999,
    "wanted": lambda world, part: "main",
    "action_name": lambda world, part: "approve",
    "object_id": lambda world, part: part.live.pk,
    "collection_id": lambda world, part: part.collection.pk,
    "search_status_run.engine": lambda world, part: "embedded",
    "search_status_run.kind": lambda world, part: "check",
    "synonym_id": lambda world, part: world.samples["synonym"].pk,
    "open_saved_search.public_id": lambda world, part: world.samples["saved"].public_id,
    "rename_search.public_id": lambda world, part: world.samples["saved"].public_id,
    "remove_search.public_id": lambda world, part: world.samples["saved"].public_id,
    "restore_search.public_id": lambda world, part: world.samples["saved"].public_id,
    "reset_feed.public_id": lambda world, part: world.samples["saved"].public_id,
    "search_feed.token": lambda world, part: feed_address(world.samples["saved"]).rstrip("/").rpartition("/")[2],
    "revoke_token.public_id": lambda world, part: world.samples["api_token"].public_id,
    "course_id": lambda world, part: part.course.translation_key,
    "run_id": lambda world, part: part.run.key,
    "curriculum_id": lambda world, part: "11111111-2222-3333-4444-555555555555",
    "api:person.person_id": lambda world, part: world.colleague.public_id,
    "calendar_event.uid": lambda world, part: world.samples["event"].uid,
    "calendar_feed.token": lambda world, part: calendar_address(world.samples["calendar"]).rpartition("/")[2][:-4],
    "revoke_role.public_id": lambda world, part: world.people["lecturer"].public_id,
    "revoke_role.grant_id": lambda world, part: world.samples["grant"].pk,
    "mistake.pk": lambda world, part: part.mistake.pk,
    "wagtail_bulk_action.app_label": lambda world, part: "wagtailcore",
    "wagtail_bulk_action.model_name": lambda world, part: "page",
    "wagtail_bulk_action.action": lambda world, part: "delete",
    "wagtailadmin_tag_model_autocomplete.model_name": lambda world, part: "tag",
    "wagtailadmin_workflows:add_task.app_label": lambda world, part: "wagtailcore",
    "wagtailadmin_workflows:add_task.model_name": lambda world, part: "groupapprovaltask",
    "wagtailadmin_api:pages:action.action_name": lambda world, part: "copy",
}
# Arguments called `pk`, by the beginning of their address.
KEYS: dict[str, Sample] = {
    "wagtailadmin_api:pages": lambda world, part: part.live.pk,
    "wagtailadmin_pages:": lambda world, part: part.live.pk,
    "wagtailadmin_api:images": lambda world, part: part.image.pk,
    "wagtailimages_chooser:": lambda world, part: part.image.pk,
    "wagtailadmin_api:documents": lambda world, part: part.document.pk,
    "wagtaildocs_chooser:": lambda world, part: part.document.pk,
    "wagtailadmin_collections:": lambda world, part: part.collection.pk,
    "wagtailadmin_workflows:edit_task": lambda world, part: world.task.pk,
    "wagtailadmin_workflows:disable_task": lambda world, part: world.task.pk,
    "wagtailadmin_workflows:enable_task": lambda world, part: world.task.pk,
    "wagtailadmin_workflows:": lambda world, part: world.workflow.pk,
    "wagtailsites:": lambda world, part: 1,
    "wagtailusers_": lambda world, part: 1,
    "simple_translation:": lambda world, part: 1,
    "department:": lambda world, part: part.department.pk,
    "company:": lambda world, part: world.samples["company"].pk,
    "region:": lambda world, part: world.samples["region"].pk,
    "grade:": lambda world, part: world.samples["grade"].pk,
    "position:": lambda world, part: world.samples["position"].pk,
    "occupation:": lambda world, part: world.samples["occupation"].pk,
    "audience:": lambda world, part: world.samples["everyone"].pk,
    "question": lambda world, part: part.report.pk,
    "edit_question": lambda world, part: part.report.pk,
    "delete_question": lambda world, part: part.report.pk,
    "hide_question": lambda world, part: part.report.pk,
    "solve_question": lambda world, part: part.report.pk,
    "set_question_aside": lambda world, part: part.report.pk,
    "answer_helped": lambda world, part: part.answer.pk,
    "edit_answer": lambda world, part: part.answer.pk,
    "delete_answer": lambda world, part: part.answer.pk,
    "hide_answer": lambda world, part: part.answer.pk,
}
# What an address needs behind its question mark to mean anything.
QUERIES: dict[str, Sample] = {
    "wagtail_bulk_action": lambda world, part: f"?id={part.live.pk}",
    "wagtailadmin_choose_page_chosen_multiple": lambda world, part: f"?id={world.own.live.pk}",
    "wagtailadmin_choose_page_search": lambda world, part: "?q=Live",
    "wagtailadmin_pages:search": lambda world, part: "?q=Live",
}
# What a forged form must hold for Wagtail to read it at all.
FORMS: dict[str, dict[str, str]] = {
    "wagtailadmin_choose_page_external_link": {"external-link-chooser-url": "https://example.com/"},
}


def sample(name: str, argument: str, world: World, part: Part) -> Any:
    """The value of one argument. KeyError: there is none yet; add one above."""
    if f"{name}.{argument}" in SAMPLES:
        return SAMPLES[f"{name}.{argument}"](world, part)
    if argument == "pk":
        return next(found for start, found in KEYS.items() if name.startswith(start))(world, part)
    return SAMPLES[argument](world, part)
