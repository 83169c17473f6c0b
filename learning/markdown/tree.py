"""Links between the pages of one source: which of them lead nowhere."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from learning.markdown.document import Document, Reference
from learning.markdown.problems import Problem
from learning.markdown.targets import file_candidates, page_candidates

LOCAL = ("relative", "site")


@dataclass(frozen=True)
class Destination:
    """What a link or image leads to: a page of the source, or one of its other files."""

    path: str
    is_page: bool
    differs_in_case: bool = False


def find_destination(
    reference: Reference, document: Document, pages: Collection[str], files: Collection[str]
) -> Destination | None:
    """None for what is not in the source. Pass sets or mappings: membership is asked for often."""
    if reference.target.kind not in LOCAL:
        return None
    if reference.kind != "image":
        for path in page_candidates(reference.target, document.site):
            if path in pages:
                return Destination(path, is_page=True)
    for path in file_candidates(reference.target, document.site):
        if path in files:
            return Destination(path, is_page=False)
    return None


def check_tree(documents: Mapping[str, Document], assets: Collection[str]) -> list[Problem]:
    """Dead links, missing images and files, dead anchors, and names that differ in case alone.

    `documents` by path; `assets` are the paths of all other files of the source.
    """
    files = set(assets)
    folded = _folded([*documents, *files])
    return [
        problem
        for document in documents.values()
        for reference in document.references
        for problem in _check(reference, document, documents, files, folded)
    ]


def _check(
    reference: Reference,
    document: Document,
    documents: Mapping[str, Document],
    files: set[str],
    folded: Mapping[str, str],
) -> Iterable[Problem]:
    target = reference.target
    if target.kind == "anchor" and reference.kind == "link":
        if document.resolve_anchor(target.anchor) is None:
            yield _problem("dead_anchor", reference, document)
        return
    if target.kind not in LOCAL:
        return  # on another host, or dead by its spelling, which parse() reports
    found = find_destination(reference, document, documents, files)
    if found is None:
        yield _missing(reference, document, folded)
    elif found.is_page and target.anchor and documents[found.path].resolve_anchor(target.anchor) is None:
        yield _problem("dead_anchor", reference, document)


def _missing(reference: Reference, document: Document, folded: Mapping[str, str]) -> Problem:
    candidates = (*page_candidates(reference.target, document.site), *file_candidates(reference.target, document.site))
    for path in candidates:
        # The very same name is a page that could not be read: it is there, but there is nothing to lead to.
        if (real := folded.get(path.casefold(), path)) != path:
            return _problem("case_mismatch", reference, document, detail=real)
    if reference.kind == "image":
        return _problem("missing_image", reference, document)
    return _problem("dead_link_page" if reference.target.has_page_suffix else "missing_file", reference, document)


def _problem(kind: str, reference: Reference, document: Document, detail: str = "") -> Problem:
    return Problem(kind, reference.line, target=reference.raw, detail=detail, path=document.path)


def _folded(paths: Iterable[str]) -> dict[str, str]:
    return {path.casefold(): path for path in paths}
