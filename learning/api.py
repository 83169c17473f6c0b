"""What other apps may call."""

from learning.domain.history import (
    PastAnswer,
    PastQuestion,
    PastReading,
    record_past_question,
    record_past_reading,
)
from learning.domain.leavers import give_seats_back
from learning.models import CurriculumPage, MaterialPage

__all__ = [
    "CurriculumPage",
    "MaterialPage",
    "PastAnswer",
    "PastQuestion",
    "PastReading",
    "give_seats_back",
    "record_past_question",
    "record_past_reading",
]
