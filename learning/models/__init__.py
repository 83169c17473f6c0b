"""The nouns of learning, one file each."""

from learning.models.course_pages import (
    CoursePage,
    CoursePageEquivalent,
    CoursePageMaterial,
    CoursePagePrerequisite,
    CoursesPage,
)
from learning.models.courses import Course, CourseMaterial, CoursePrerequisite
from learning.models.curricula import Curriculum, CurriculumItem, Matrix, MatrixCell, MatrixColumn, MatrixRow
from learning.models.enrolments import Attendance, Completion, Enrolment, Feedback
from learning.models.imports import ImportedAsset, ImportProposal, ImportRun, MaterialOrigin, MaterialSource
from learning.models.mistake import MistakeReport
from learning.models.pages import CategoryPage, CurriculumPage, CurriculumPageItem, MaterialPage
from learning.models.progress import ReadingPlace, StepChange, StepMark
from learning.models.runs import CourseRun, RunMaterial, RunMessage, Sitting
from learning.models.stuck import Asked, Helped, StuckAnswer, StuckPicture, StuckReport, UnsentPicture
from learning.models.training_rules import Equivalent, Exemption, Requirement, TrainingRule

__all__ = [
    "Asked",
    "Attendance",
    "CategoryPage",
    "Completion",
    "Course",
    "CourseMaterial",
    "CoursePage",
    "CoursePageEquivalent",
    "CoursePageMaterial",
    "CoursePagePrerequisite",
    "CoursePrerequisite",
    "CourseRun",
    "CoursesPage",
    "Curriculum",
    "CurriculumItem",
    "CurriculumPage",
    "CurriculumPageItem",
    "Enrolment",
    "Equivalent",
    "Exemption",
    "Feedback",
    "Helped",
    "ImportProposal",
    "ImportRun",
    "ImportedAsset",
    "MaterialOrigin",
    "MaterialPage",
    "MaterialSource",
    "Matrix",
    "MatrixCell",
    "MatrixColumn",
    "MatrixRow",
    "MistakeReport",
    "ReadingPlace",
    "Requirement",
    "RunMaterial",
    "RunMessage",
    "Sitting",
    "StepChange",
    "StepMark",
    "StuckAnswer",
    "StuckPicture",
    "StuckReport",
    "TrainingRule",
    "UnsentPicture",
]
