"""The nouns of learning, one file each."""

from learning.models.imports import ImportedAsset, ImportProposal, ImportRun, MaterialOrigin, MaterialSource
from learning.models.mistake import MistakeReport
from learning.models.pages import CategoryPage, CurriculumPage, MaterialPage
from learning.models.progress import ReadingPlace, StepChange, StepMark
from learning.models.stuck import Asked, Helped, StuckAnswer, StuckPicture, StuckReport, UnsentPicture

__all__ = [
    "Asked",
    "CategoryPage",
    "CurriculumPage",
    "Helped",
    "ImportProposal",
    "ImportRun",
    "ImportedAsset",
    "MaterialOrigin",
    "MaterialPage",
    "MaterialSource",
    "MistakeReport",
    "ReadingPlace",
    "StepChange",
    "StepMark",
    "StuckAnswer",
    "StuckPicture",
    "StuckReport",
    "UnsentPicture",
]
