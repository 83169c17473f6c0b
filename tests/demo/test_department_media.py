"""A department's editor of the demo has a place for pictures and documents, and no other."""

import pytest
from django.test import Client
from django.urls import reverse

from core.enums import Role
from core.models import CollectionAccess
from portal.demo.pages import give_collection
from tests.people import make_department, make_person, make_section

pytestmark = pytest.mark.django_db


def test_the_editor_of_a_section_enters_the_images_and_documents() -> None:
    department = make_department("network")
    make_section(department)
    give_collection(department)
    give_collection(department)
    assert CollectionAccess.objects.filter(department=department).count() == 1
    client = Client()
    editor = make_person(role=Role.DEPARTMENT_EDITOR, department=department)
    client.force_login(editor, backend="core.backends.EmployedBackend")
    for name in ("wagtailimages:index", "wagtaildocs:index", "wagtailimages:add"):
        assert client.get(reverse(name)).status_code == 200
