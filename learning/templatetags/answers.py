"""Words of readers in templates: `{% load answers %}`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable

from django import template
from django.core.cache import cache
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from learning.domain.queries.folds import Answer
from learning.domain.queries.told import Told, by_question, own_language_first
from learning.markdown import snippet_html
from learning.models import MaterialPage, StuckReport

register = template.Library()

LONGEST_LINE = 90
A_WORD = re.compile(r"[^\W\d_]{2}")  # a prompt, a bracket or a number alone names no question
DAY = 24 * 60 * 60


@register.filter
def answer_html(text: str) -> SafeString:
    """An answer's Markdown as safe HTML."""
    language = translation.get_language() or "ja"
    name = f"learning.answer.1:{language}:{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"
    html: str | None = cache.get(name)
    if html is None:
        html = snippet_html(text, language=language)
        cache.set(name, html, DAY)
    return mark_safe(html)  # noqa: S308 - the Markdown engine lets out nothing but its own tags


@register.filter
def first_line(text: str) -> str:
    """The line of what was seen that says most at a glance: the last with an error, else the first printed words."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line.casefold() for word in TELLING)]
    worded = [line for line in lines if A_WORD.search(line)]
    printed = [line for line in worded if not line.startswith(PROMPTS)]
    line = telling[-1] if telling else (printed or worded or lines or [""])[0]
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"


@register.filter
def in_set(value: object, known: Container[object]) -> bool:
    """Whether a value is one of those; nothing is in what is not there."""
    return bool(known) and value in known


@register.filter
def step_in(report: StuckReport, page: MaterialPage) -> str:
    """The step of a question as the page that is shown calls it; as it was called then, where the step is gone."""
    titles = {str(step["id"]): str(step["title"]) for step in page.steps}
    return titles.get(report.step_id, report.step_title)


@register.filter
def questions(answers: Iterable[Answer]) -> list[Told]:
    """Answers gathered under what they answer, in their order."""
    return by_question(answers)


@register.filter
def own_first(told: Iterable[Told]) -> list[Told]:
    """Questions in the reader's language first."""
    return own_language_first(told, language=translation.get_language() or "ja")


PROMPTS = ("$ ", "% ", "# ", "> ")
TELLING = ("error", "denied", "failed", "cannot", "not found", "refused", "エラー", "失敗", "できません")
