"""Which files of a source become images and documents, and what was wrong with them."""

from __future__ import annotations

from collections.abc import Iterable

from learning.domain.imports.assets import NewAsset, forget_assets, store_assets
from learning.interfaces.importer.checks import is_image
from learning.interfaces.importer.images import probe
from learning.interfaces.importer.reading import Reading
from learning.markdown import Problem
from learning.models import ImportedAsset, MaterialSource

# An image that was refused has no row of an image; one whose image someone deleted here is stored again.
REFUSED = ("image_bomb", "svg_refused", "not_an_image", "unreadable")
AT_ONCE = 40


class FileDesk:
    """Every image of the source is stored, so that none is lost; of other files those that a page links to."""

    def __init__(self, reading: Reading, source: MaterialSource | None) -> None:
        self.reading, self.source = reading, source
        self._known: dict[str, ImportedAsset] = {}
        self._problems: dict[str, Problem] = {}
        if source is not None:
            self._known = {row.path: row for row in source.assets.all()}
        folder = reading.address.subfolder
        used = {path for found in reading.checked.findings.values() for path in found.used}
        self.wanted = {path for path in reading.tree.below(folder) if is_image(path)} | used

    def new_among(self, paths: Iterable[str]) -> list[NewAsset]:
        """What is to be stored of some files: those that are not stored as they are now."""
        return [self._look_at(path) for path in paths if path in self.wanted and not self._is_stored(path)]

    def _is_stored(self, path: str) -> bool:
        row = self._known.get(path)
        if row is None or row.sha256 != self.reading.tree.sha256(path):
            return False
        return row.image_id is not None or row.document_id is not None or row.problem in REFUSED

    def _look_at(self, path: str) -> NewAsset:
        tree = self.reading.tree
        data = tree.read(path)
        if not is_image(path):
            return NewAsset(path, tree.sha256(path), "document", data)
        picture = probe(data, name=path)
        if picture.problem:
            self._problems[path] = Problem(picture.problem, path=path, detail=picture.detail)
        return NewAsset(
            path, tree.sha256(path), "image", picture.data, picture.width, picture.height, picture.damage,
            picture.problem, picture.detail,
        )  # fmt: skip

    def stored(self, assets: Iterable[NewAsset]) -> None:
        """Remember what was written. Call it once the transaction has ended."""
        for asset in assets:
            row = ImportedAsset(path=asset.path, sha256=asset.sha256, problem=asset.problem or "", detail=asset.detail)
            row.image_id = row.document_id = None if asset.data is None else 0
            self._known[asset.path] = row

    def store_rest(self) -> None:
        """What no page that was written shows; rows of files that are gone go."""
        assert self.source is not None  # noqa: S101 - only a dry run has none
        rest = sorted(path for path in self.wanted if not self._is_stored(path))
        for start in range(0, len(rest), AT_ONCE):
            assets = self.new_among(rest[start : start + AT_ONCE])
            store_assets(self.source, assets)
            self.stored(assets)
        tree = self.reading.tree
        gone = [path for path in self._known if path not in tree and not tree.is_unknown(path)]
        if gone:
            forget_assets(self.source, gone)
            for path in gone:
                del self._known[path]

    def look_at_all(self) -> None:
        """For a dry run: look, but store nothing."""
        self.new_among(sorted(self.wanted))

    def problems(self) -> list[Problem]:
        """Of every file that is wanted, from now or from the import that stored it."""
        kept = {
            path: Problem(row.problem, path=path, detail=row.detail)
            for path, row in self._known.items()
            if row.problem and path in self.wanted
        }
        return [*(kept | self._problems).values()]

    def counts(self) -> tuple[int, int]:
        """How many files are stored as images and as documents."""
        images = sum(is_image(path) and row.problem not in REFUSED for path, row in self._known.items())
        return images, sum(not is_image(path) for path in self._known)
