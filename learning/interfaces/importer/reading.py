"""Get the files of a source, wherever it is, and read them: nothing here writes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from core.words import filled
from learning.enums import SourceKind
from learning.interfaces.importer.address import SourceAddress
from learning.interfaces.importer.checks import Checked, Findings, check, findings_key
from learning.interfaces.importer.fields import SourceFacts, read_source_facts
from learning.interfaces.importer.git import cloned
from learning.interfaces.importer.history import History, read_history
from learning.interfaces.importer.layout import Layout, lay_out
from learning.interfaces.importer.refusals import ImportRefused
from learning.interfaces.importer.tree import Tree, scan
from learning.models import MaterialOrigin


@dataclass
class Reading:
    """A source as it is now. `checked` has documents unless every finding was still true (`is_unchanged`)."""

    address: SourceAddress
    tree: Tree
    layout: Layout
    revision: str
    key: str
    checked: Checked
    facts: SourceFacts
    history: History = field(default_factory=dict)
    is_unchanged: bool = False


@contextlib.contextmanager
def opened(address: SourceAddress, *, heartbeat: Callable[[], None]) -> Iterator[tuple[Path, str]]:
    """The folder of the source, and its commit where it has one."""
    if address.kind == SourceKind.GIT:
        with cloned(address, heartbeat=heartbeat) as found:
            yield found
        return
    folder = Path(address.address)
    if not folder.is_dir():
        raise ImportRefused(filled(_("There is no folder %(folder)s."), folder=address.address))
    yield folder, ""


def read_layout(
    folder: Path, address: SourceAddress, *, language: str, base: str, known_base: str = ""
) -> tuple[Tree, Layout]:
    """Raises ImportRefused where there is nothing to import."""
    if address.subfolder and not (folder / address.subfolder).is_dir():
        raise ImportRefused(filled(_("The source has no folder “%(folder)s”."), folder=address.subfolder))
    tree = scan(folder)
    layout = lay_out(tree, subfolder=address.subfolder, language=language, base=base, known_base=known_base)
    if not layout.spots:
        raise ImportRefused(_("The source has no Markdown files (.md)."))
    return tree, layout


def read_source(
    address: SourceAddress,
    tree: Tree,
    layout: Layout,
    *,
    commit: str,
    known: dict[str, MaterialOrigin],
    heartbeat: Callable[[], None],
) -> Reading:
    """Read every page, or take what was found before where no byte of it can have changed."""
    key = findings_key(tree, layout)
    revision = commit or tree.tree_hash()
    paths = {spot.path for spot in layout.spots}
    if all(path in known and _still_true(known[path], tree, key) for path in paths):
        found = {path: Findings.from_json(known[path].findings) for path in paths}
        checked = Checked(findings=found)
        return Reading(address, tree, layout, revision, key, checked, SourceFacts(), is_unchanged=True)
    checked = check(tree, layout, heartbeat=heartbeat)
    facts = read_source_facts(tree, address.subfolder, checked.documents)
    history = read_history(tree.folder, address, heartbeat=heartbeat)
    return Reading(address, tree, layout, revision, key, checked, facts, history)


def _still_true(origin: MaterialOrigin, tree: Tree, key: str) -> bool:
    is_there = origin.findings_key == key and origin.gone_since is None
    return is_there and origin.sha256 == tree.sha256(origin.path)
