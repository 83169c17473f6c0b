"""Images and documents of a source: their bytes stored once a collection, a row for each path.

Bytes go to the storage before the rows are written, under a name made of their own checksum. An import killed in
between leaves at most a file that the next one finds again.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from core.models.media import PortalDocument, PortalImage
from learning.models import ImportedAsset, MaterialSource

MAX_NAME = 40


@dataclass(frozen=True)
class NewAsset:
    """A file to store. `sha256` is that of the file in the source, `data` what we keep (an SVG without its program).

    `data` is None for a file that is refused: only the fact is kept, so that it is not looked at again.
    `width` and `height` in pixels, 0 where nobody can tell; `damage` in English, for the image's row.
    """

    path: str
    sha256: str
    kind: Literal["image", "document"]
    data: bytes | None
    width: int = 0
    height: int = 0
    damage: str = ""
    problem: str = ""
    detail: str = ""


@transaction.atomic
def store_assets(source: MaterialSource, assets: Sequence[NewAsset]) -> None:
    """Make images and documents of what the collection does not hold yet, and point the paths at them."""
    if not assets:
        return
    for kind in ("image", "document"):
        mine = [asset for asset in assets if asset.kind == kind]
        if mine:
            _point(source, mine, _stored(source, kind, mine))


def _stored(source: MaterialSource, kind: str, assets: list[NewAsset]) -> dict[str, Any]:
    """Rows by the path that needs them; the checksum is the one that Wagtail keeps, within the collection alone."""
    model: Any = PortalImage if kind == "image" else PortalDocument
    hashes = {asset.path: _sha1(asset.data) for asset in assets if asset.data is not None}
    held = model.objects.filter(collection=source.collection, file_hash__in=hashes.values()).order_by("-pk")
    found = {row.file_hash: row for row in held}
    missing = {hashes[asset.path]: asset for asset in assets if asset.path in hashes}
    rows = [_row(model, source, asset, sha1) for sha1, asset in missing.items() if sha1 not in found]
    found |= {row.file_hash: row for row in model.objects.bulk_create(rows)}
    return {path: found[sha1] for path, sha1 in hashes.items()}


def _row(model: Any, source: MaterialSource, asset: NewAsset, sha1: str) -> Any:
    data = asset.data or b""
    size: dict[str, Any] = {}
    if asset.kind == "image":
        # Never 0: Django would take that for unknown and open the file, damaged or not, whenever the row is loaded.
        size = {"width": asset.width or 1, "height": asset.height or 1, "damage": asset.damage[:200]}
    return model(
        title=posixpath.basename(asset.path)[:255],
        file=_write(model, source, asset.path, data, sha1),
        collection=source.collection,
        file_size=len(data),
        file_hash=sha1,
        created_at=timezone.now(),
        **size,
    )


def _write(model: Any, source: MaterialSource, path: str, data: bytes, sha1: str) -> str:
    """Put the bytes where their checksum says. A file cut short by a killed import is written again."""
    storage = model._meta.get_field("file").storage
    folder = "original_images" if model is PortalImage else "documents"
    name = f"{folder}/{source.collection_id}/{sha1[:16]}/{_safe_name(path)}"
    if storage.exists(name):
        if storage.size(name) == len(data):
            return name
        storage.delete(name)
    saved: str = storage.save(name, ContentFile(data))
    return saved


def _safe_name(path: str) -> str:
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    safe = re.sub(r"[^A-Za-z0-9._-]+", "_", stem)[:MAX_NAME].strip("._") or "file"
    return safe + re.sub(r"[^A-Za-z0-9.]+", "", suffix)[:12].lower()


def _sha1(data: bytes) -> str:
    """Wagtail's own checksum of a file; it only tells files apart."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def _point(source: MaterialSource, assets: Iterable[NewAsset], stored: dict[str, Any]) -> None:
    rows = [
        ImportedAsset(
            source=source,
            path=asset.path,
            sha256=asset.sha256,
            image=stored.get(asset.path) if asset.kind == "image" else None,
            document=stored.get(asset.path) if asset.kind == "document" else None,
            problem=asset.problem,
            detail=asset.detail[:200],
        )
        for asset in assets
    ]
    ImportedAsset.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=["sha256", "image", "document", "problem", "detail"],
        unique_fields=["source", "path"],
    )


def forget_assets(source: MaterialSource, paths: Iterable[str]) -> None:
    """Files gone from the source: their rows go; images and documents stay for whoever used them elsewhere."""
    ImportedAsset.objects.filter(source=source, path__in=list(paths)).delete()
