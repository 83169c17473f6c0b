"""The nouns of learning, one file each."""

from learning.models.imports import ImportedAsset, ImportProposal, ImportRun, MaterialOrigin, MaterialSource
from learning.models.mistake import MistakeReport
from learning.models.pages import CategoryPage, CurriculumPage, MaterialPage
from learning.models.progress import ReadingPlace, StepMark
from learning.models.stuck import Helped, StuckAnswer, StuckPicture, StuckReport

__all__ = [
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
    "StepMark",
    "StuckAnswer",
    "StuckPicture",
    "StuckReport",
]
