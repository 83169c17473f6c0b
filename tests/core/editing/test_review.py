"""A department's editor drafts and submits; an editor reads, and the page is live. A schedule runs by itself."""

import datetime as dt
from unittest import mock

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page, Task, Workflow, WorkflowState

from core.domain.site import ensure_site
from core.enums import Role
from core.models import ArticlePage, AuditEntry, Department, DepartmentSectionPage, HomePage
from core.models.pages import PortalPage
from tests.people import add_page, home, make_department, make_person, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return make_department("ops")


@pytest.fixture
def article(department: Department) -> ArticlePage:
    page = add_page(ArticlePage(title="引き継ぎ", slug="handover"), make_section(department))
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def client_of(role: Role, **facts: object) -> Client:
    client = Client()
    client.force_login(make_person(role=role, **facts))
    return client


def edit(client: Client, page: ArticlePage, title: str, action: str) -> int:
    values = {
        "title": title, "slug": page.slug, "comment_notifications": "", "body-count": 0, action: "1",
        "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
    }  # fmt: skip
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), values).status_code


def test_the_review_has_a_name_of_ours_and_stands_at_the_root() -> None:
    home()
    for language, workflow, task in (("ja", "レビュー", "編集者が読む"), ("en", "Review", "Read by an editor")):
        with override(language):
            assert [row.name for row in Workflow.objects.all()] == [workflow]
            assert [row.name for row in Task.objects.all()] == [task]
            assert [row.specific.name for row in Task.objects.all()] == [task]


def test_a_review_that_was_saved_in_one_language_is_read_in_the_other() -> None:
    home()
    with override("en"):
        Workflow.objects.get().save()
    with override("ja"):
        assert str(Workflow.objects.get()) == "レビュー"


def test_a_name_of_one_s_own_is_kept() -> None:
    home()
    Workflow.objects.update(name="承認 / Approval")
    ensure_site()
    assert Workflow.objects.get().name == "承認 / Approval"


def test_a_department_s_editor_submits_and_an_editor_approves(article: ArticlePage, department: Department) -> None:
    author = client_of(Role.DEPARTMENT_EDITOR, department=department)
    assert edit(author, article, "当番の引き継ぎ", "action-submit") == 302
    assert ArticlePage.objects.get(pk=article.pk).title == "引き継ぎ"
    state = WorkflowState.objects.get()
    task = state.current_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task.pk])
    author.post(approve)
    assert ArticlePage.objects.get(pk=article.pk).title == "引き継ぎ"
    assert client_of(Role.EDITOR).post(approve).status_code == 302
    assert ArticlePage.objects.get(pk=article.pk).title == "当番の引き継ぎ"
    assert AuditEntry.objects.filter(action="page.published", object_id=str(article.pk)).exists()


def test_a_department_s_editor_cannot_publish_by_a_forged_post(article: ArticlePage, department: Department) -> None:
    author = client_of(Role.DEPARTMENT_EDITOR, department=department)
    edit(author, article, "勝手に公開", "action-publish")
    assert ArticlePage.objects.get(pk=article.pk).title == "引き継ぎ"


def test_a_department_s_editor_cannot_open_another_s_page(article: ArticlePage) -> None:
    stranger = client_of(Role.DEPARTMENT_EDITOR, department=make_department("sales"))
    response = stranger.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert article.title not in response.content.decode()


def test_a_page_is_published_at_the_time_that_was_set(article: ArticlePage) -> None:
    article.title = "明日からの引き継ぎ"
    article.go_live_at = timezone.now() + dt.timedelta(hours=1)
    article.save_revision().publish()
    assert ArticlePage.objects.get(pk=article.pk).title == "引き継ぎ"
    later = timezone.now() + dt.timedelta(hours=2)
    with mock.patch("django.utils.timezone.now", return_value=later):
        call_command("publish_scheduled")
    assert ArticlePage.objects.get(pk=article.pk).title == "明日からの引き継ぎ"


def test_no_page_can_be_put_where_it_does_not_belong() -> None:
    """The whole table of what may stand below what among the pages of core."""
    root = Page.get_first_root_node().specific_class
    allowed = {
        (parent.__name__, child.__name__)
        for parent in (root, HomePage, DepartmentSectionPage, ArticlePage)
        for child in parent.allowed_subpage_models()
        if issubclass(child, PortalPage) and child._meta.app_label == "core"
    }
    assert allowed == {
        ("Page", "HomePage"),
        ("HomePage", "DepartmentSectionPage"),
        ("HomePage", "ArticlePage"),
        ("DepartmentSectionPage", "ArticlePage"),
        ("ArticlePage", "ArticlePage"),
    }
