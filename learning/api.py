"""What other apps may call."""

from learning.domain.history import (
    PastAnswer,
    PastQuestion,
    PastReading,
    record_past_question,
    record_past_reading,
)
from learning.models import CurriculumPage, MaterialPage

__all__ = [
    "CurriculumPage",
    "MaterialPage",
    "PastAnswer",
    "PastQuestion",
    "PastReading",
    "record_past_question",
    "record_past_reading",
]
