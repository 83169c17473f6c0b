"""Read every page of a source once, and say what is in it and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from learning.interfaces.importer.images import IMAGE_SUFFIXES
from learning.interfaces.importer.layout import LanguageTree, Layout, Spot
from learning.interfaces.importer.problems import to_row
from learning.interfaces.importer.tree import Tree
from learning.markdown import Counts, Document, Problem, SourceError, decode_source, parse
from learning.markdown.targets import page_candidates
from learning.markdown.tree import check_tree, find_destination

# Raise it when the engine finds other things in the same bytes: what was found before is then looked for again.
ENGINE = "1"
READ_ERRORS = ("encoding", "too_large", "nul")


@dataclass(frozen=True)
class Findings:
    """What one page holds: counts, problems, the files of the source that it shows (`used`), the pages (`linked`)."""

    counts: Counts
    problems: tuple[dict[str, Any], ...] = ()
    used: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    images_found: int = 0
    images_missing: int = 0
    attachments_found: int = 0
    attachments_missing: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "counts": self.counts.to_json(),
            "problems": list(self.problems),
            "used": list(self.used),
            "linked": list(self.linked),
            "images": [self.images_found, self.images_missing],
            "attachments": [self.attachments_found, self.attachments_missing],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Findings:
        return cls(
            Counts(**data["counts"]),
            tuple(data["problems"]),
            tuple(data["used"]),
            tuple(data["linked"]),
            *data["images"],
            *data["attachments"],
        )


@dataclass
class Checked:
    """All pages of a source: the documents where they were read now, findings either way. `unread` could not be."""

    documents: dict[str, Document] = field(default_factory=dict)
    findings: dict[str, Findings] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


def findings_key(tree: Tree, layout: Layout) -> str:
    """Stands for everything that findings depend on: the pages' bytes, the names of all files, and the engine."""
    digest = hashlib.sha256(ENGINE.encode())
    for language_tree in layout.trees:
        digest.update(repr((language_tree.language, language_tree.site)).encode())
    pages = {spot.path for spot in layout.spots}
    for path in tree.files:
        digest.update(f"{path}\0{_hash_of(tree, path) if path in pages else ''}\n".encode())
    return digest.hexdigest()


def _hash_of(tree: Tree, path: str) -> str:
    try:
        return tree.sha256(path)
    except OSError:
        return "unreadable"


def check(tree: Tree, layout: Layout, *, heartbeat: Callable[[], None]) -> Checked:
    """Read all pages. Never raises for what is in a file."""
    checked = Checked()
    for language_tree in layout.trees:
        for spot in language_tree.spots:
            heartbeat()
            try:
                text = decode_source(tree.read(spot.path)).text
                checked.documents[spot.path] = parse(text, path=spot.path, site=language_tree.site)
            except SourceError as error:
                _note_unread(checked, Problem(error.kind, path=spot.path, detail=error.message))
            except OSError:
                _note_unread(checked, Problem("unreadable", path=spot.path))
            except Exception as error:
                _note_unread(checked, Problem("page_failed", path=spot.path, detail=type(error).__name__))
    _find(checked, tree, {spot.path for spot in layout.spots}, _samples(checked, layout))
    return checked


def _samples(checked: Checked, layout: Layout) -> set[str]:
    return {
        spot.path
        for language_tree in layout.trees
        for spot in language_tree.spots
        if is_sample(spot, language_tree, checked.documents)
    }


def is_sample(spot: Spot, tree: LanguageTree, documents: Mapping[str, Document]) -> bool:
    """A file deep in a material's folder that the material's first page does not link to belongs to its samples."""
    head = next((one for one in tree.spots if one.place == spot.head), None) if spot.is_sample else None
    if head is None or head.path not in documents:
        return False
    return not any(
        spot.path in page_candidates(reference.target, tree.site)
        for reference in documents[head.path].references
        if reference.target.kind in ("relative", "site")
    )


def _note_unread(checked: Checked, problem: Problem) -> None:
    checked.unread.add(problem.path)
    checked.findings[problem.path] = Findings(Counts(pages=1), (to_row(problem),))


def _find(checked: Checked, tree: Tree, pages: set[str], samples: set[str]) -> None:
    # Links to a page that could not be read are not dead: the page is there, and was imported before or will be.
    files = set(tree.files)
    dead: dict[str, list[Problem]] = {}
    for problem in check_tree(checked.documents, files - set(checked.documents)):
        dead.setdefault(problem.path, []).append(problem)
    for path in samples:
        dead.setdefault(path, []).append(Problem("sample_page", path=path))
    for path, document in checked.documents.items():
        checked.findings[path] = _findings(document, dead.get(path, []), pages, files)


def _findings(document: Document, dead: Iterable[Problem], pages: set[str], files: set[str]) -> Findings:
    problems = [*document.problems, *dead]
    if not document.meta.title and not any(heading.level == 1 and heading.text for heading in document.headings):
        problems.append(Problem("no_title", document.body_line, path=document.path))
    used: list[str] = []
    linked: list[str] = []
    found = {"image": 0, "attachment": 0}
    missing = {"image": 0, "attachment": 0}
    for reference in document.references:
        if reference.kind != "image" and reference.target.kind not in ("relative", "site"):
            continue
        if reference.target.kind == "external":
            continue
        destination = find_destination(reference, document, pages, files)
        is_file = destination is not None and not destination.is_page
        if destination is not None:
            (used if is_file else linked).append(destination.path)
        if reference.kind in found:
            (found if is_file else missing)[reference.kind] += 1
    return Findings(
        document.counts,
        tuple(to_row(problem) for problem in sorted(problems, key=lambda problem: problem.line)),
        tuple(dict.fromkeys(used)),
        tuple(dict.fromkeys(linked)),
        found["image"],
        missing["image"],
        found["attachment"],
        missing["attachment"],
    )


def is_image(path: str) -> bool:
    return path.lower().endswith(IMAGE_SUFFIXES)
