"""What other apps may call."""

from learning.domain.approving import decline
from learning.domain.cancelling import cancel_run
from learning.domain.completions import CompletionsChanged
from learning.domain.enrolling import enrol, withdraw
from learning.domain.exemptions import exempt
from learning.domain.history import PastAnswer, PastQuestion, PastReading, record_past_question, record_past_reading
from learning.domain.leavers import give_seats_back
from learning.domain.past_runs import Opinion, PastRun, fill_run, record_past_runs
from learning.domain.published import publish_course, publish_curriculum
from learning.domain.rule_news import hear_of_completions, hear_of_people
from learning.domain.run_checks import RunFacts, SittingFacts
from learning.domain.running import make_run, open_run
from learning.domain.training_rules import save_rule
from learning.models import (
    Course,
    CoursePage,
    CoursePageEquivalent,
    CoursePageMaterial,
    CoursePagePrerequisite,
    CourseRun,
    CoursesPage,
    Curriculum,
    CurriculumPage,
    CurriculumPageItem,
    MaterialPage,
    Matrix,
    MatrixCell,
    MatrixColumn,
    MatrixRow,
    Requirement,
    TrainingRule,
)

__all__ = [
    "CompletionsChanged",
    "Course",
    "CoursePage",
    "CoursePageEquivalent",
    "CoursePageMaterial",
    "CoursePagePrerequisite",
    "CourseRun",
    "CoursesPage",
    "Curriculum",
    "CurriculumPage",
    "CurriculumPageItem",
    "MaterialPage",
    "Matrix",
    "MatrixCell",
    "MatrixColumn",
    "MatrixRow",
    "Opinion",
    "PastAnswer",
    "PastQuestion",
    "PastReading",
    "PastRun",
    "Requirement",
    "RunFacts",
    "SittingFacts",
    "TrainingRule",
    "cancel_run",
    "decline",
    "enrol",
    "exempt",
    "fill_run",
    "give_seats_back",
    "hear_of_completions",
    "hear_of_people",
    "make_run",
    "open_run",
    "publish_course",
    "publish_curriculum",
    "record_past_question",
    "record_past_reading",
    "record_past_runs",
    "save_rule",
    "withdraw",
]
