"""Materials are Markdown: read here, cut into steps, compared with their earlier selves, and made into safe HTML.

A leaf: it knows no model, no request and no other part of the portal.
"""

from learning.markdown.counts import Counts
from learning.markdown.document import Document, Heading, Reference
from learning.markdown.durations import parse_minutes
from learning.markdown.matching import match_steps
from learning.markdown.meta import Meta
from learning.markdown.parser import parse
from learning.markdown.problems import Problem
from learning.markdown.source import Decoded, SourceError, decode_source, encode_source
from learning.markdown.steps import Step, StepDraft, derive_steps, step_problems
from learning.markdown.targets import Site, Target, base_from_config

__all__ = [
    "Counts",
    "Decoded",
    "Document",
    "Heading",
    "Meta",
    "Problem",
    "Reference",
    "Site",
    "SourceError",
    "Step",
    "StepDraft",
    "Target",
    "base_from_config",
    "decode_source",
    "derive_steps",
    "encode_source",
    "match_steps",
    "parse",
    "parse_minutes",
    "step_problems",
]
