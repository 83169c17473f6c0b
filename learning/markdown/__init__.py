"""Materials are Markdown: read here, cut into steps, compared with their earlier selves, and made into safe HTML.

A leaf: it knows no model, no request and no other part of the portal.
"""

from learning.markdown.counts import Counts
from learning.markdown.document import Document, Heading, Reference
from learning.markdown.durations import parse_minutes
from learning.markdown.facts import duration_text
from learning.markdown.index_table import IndexLink, IndexRow, IndexSlot, IndexTable, read_index_table
from learning.markdown.links import Asset, LinkResolver, NoLinks
from learning.markdown.matching import match_steps
from learning.markdown.meta import Meta
from learning.markdown.parser import parse
from learning.markdown.problems import Problem
from learning.markdown.render import Rendered, Section, TocEntry, render
from learning.markdown.snippet import snippet_html
from learning.markdown.source import Decoded, SourceError, decode_source, encode_source
from learning.markdown.steps import Step, StepDraft, derive_steps, step_problems
from learning.markdown.targets import Site, Target, base_from_config
from learning.markdown.tree import Destination, check_tree, find_destination

__all__ = [
    "Asset",
    "Counts",
    "Decoded",
    "Destination",
    "Document",
    "Heading",
    "IndexLink",
    "IndexRow",
    "IndexSlot",
    "IndexTable",
    "LinkResolver",
    "Meta",
    "NoLinks",
    "Problem",
    "Reference",
    "Rendered",
    "Section",
    "Site",
    "SourceError",
    "Step",
    "StepDraft",
    "Target",
    "TocEntry",
    "base_from_config",
    "check_tree",
    "decode_source",
    "derive_steps",
    "duration_text",
    "encode_source",
    "find_destination",
    "match_steps",
    "parse",
    "parse_minutes",
    "read_index_table",
    "render",
    "snippet_html",
    "step_problems",
]
