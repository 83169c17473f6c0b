"""Kinds of notices for tests, with templates of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core import notices
from core.enums import Delivery
from core.notices import NoticeKind

TEMPLATES = {
    "told/plain.title.txt": "{% load notices %}<b>{{ thing }}</b>\n{% if by %} is said by {{ by|spoken }}{% endif %}",
    "told/plain.body.txt": "{% load notices %}{% if at %}At {{ at|moment|date:'H:i' }}{% endif %}\n",
    "told/short.title.txt": "{{ thing }}",
    "told/broken.title.txt": "{{ thing }}{% nonsense %}",
}


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """One kind for each delivery ("test.at_once" …) and one whose template is broken, and no other."""
    for name, text in TEMPLATES.items():
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    engine = {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], str(tmp_path / "templates")]}
    settings.TEMPLATES = [engine]
    monkeypatch.setattr(notices, "_kinds", {})
    for delivery in Delivery:
        label = f"Kind {delivery.value}"
        notices.register_notice_kind(NoticeKind(f"test.{delivery.value}", label, "Tests", delivery, "told/plain"))
    notices.register_notice_kind(NoticeKind("test.broken", "Broken", "Tests", Delivery.IN_APP, "told/broken"))
