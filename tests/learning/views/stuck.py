"""Asking and answering in a few words, for the tests of it."""

from __future__ import annotations

import io
import re
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from learning.domain.answers import answer
from learning.domain.stuck import Seen, report_stuck
from learning.models import StuckAnswer, StuckReport
from tests.learning.building import step_id

SEEN = "$ docker run web\nCannot connect to the Docker daemon at unix:///var/run/docker.sock."
SECRET = "$ env\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCY\nDB_PASS=hunter22"


def as_(someone) -> Client:
    client = Client()
    client.force_login(someone)
    return client


def at(name: str, **arguments) -> str:
    with translation.override("en"):
        return reverse(name, kwargs=arguments)


def ask(someone, page, *, step: int = 1, **data):
    step_key = step_id(page, step)
    fields = {"seen": SEEN, "token": str(uuid.uuid4()), **data}
    return as_(someone).post(
        at("stuck", key=page.translation_key, step_id=step_key),
        {f"{step_key}-{name}": value for name, value in fields.items()},
    )


def asked(someone, page, *, step: int = 1, seen: str = SEEN) -> StuckReport:
    return report_stuck(someone, page=page, step_id=step_id(page, step), what=Seen(seen), token=uuid.uuid4())


def answered(report, someone, body: str = "Start the service.") -> StuckAnswer:
    return answer(report, author=someone, body=body, token=uuid.uuid4())


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def picture(size=(40, 30), kind="JPEG", exif: bytes | None = None) -> SimpleUploadedFile:
    written = io.BytesIO()
    image = Image.new("RGB", size, "navy")
    image.save(written, kind, **({"exif": exif} if exif else {}))
    return SimpleUploadedFile(f"shot.{kind.lower()}", written.getvalue(), content_type="image/jpeg")
