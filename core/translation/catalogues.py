"""Compiles the Japanese catalogues: every `locale_parts/*.po` into one file, and the Wagtail catalogue beside it.

This module imports neither Django nor anything of ours, so that a start script can call it in a tenth of a second.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent.parent
# Our apps, by name: by path they could not be told from packages installed in .venv, inside the checkout.
OUR_APPS = frozenset({"core", "learning", "portal", "search"})
PARTS = "locale_parts"
MESSAGES = Path("ja", "LC_MESSAGES")
OURS = Path("locale") / MESSAGES
WAGTAIL = Path("locale_wagtail") / MESSAGES
FINGERPRINT = OURS / ".fingerprint"
METADATA = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "ja",
    "MIME-Version": "1.0",
    "Plural-Forms": "nplurals=1; plural=0;",
}

Key = tuple[str, str]


def key_of(entry: polib.POEntry) -> Key:
    """What a translation is found by: its context (empty where there is none) and its English."""
    return entry.msgctxt or "", entry.msgid


def part_files(root: Path = ROOT) -> list[Path]:
    """The parts in the order in which they are merged: where two disagree, the earlier one wins."""
    return sorted((root / PARTS).glob("*.po"))


def live_entries(path: Path) -> Iterator[polib.POEntry]:
    """The entries of a catalogue that are not commented out."""
    return (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def merged_parts(root: Path = ROOT) -> polib.POFile:
    """All parts as one catalogue. An entry with a plural replaces one without: it answers both kinds of call."""
    found: dict[Key, polib.POEntry] = {}
    for path in part_files(root):
        for entry in live_entries(path):
            if not entry.translated():
                continue
            known = found.get(key_of(entry))
            if known is None or (entry.msgid_plural and not known.msgid_plural):
                found[key_of(entry)] = entry
    merged = polib.POFile()
    merged.metadata = METADATA
    merged.extend(found[key] for key in sorted(found))
    return merged


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Writes the `.mo` files whose sources have changed; returns what it wrote, nothing at all on a second call."""
    outputs = _outputs(root)
    fingerprint = _fingerprint(root)
    mark = root / FINGERPRINT
    if _read(mark) == fingerprint and all(path.exists() for path in outputs):
        return []
    for path, source in outputs.items():
        catalogue = merged_parts(root) if source is None else polib.pofile(str(source))
        catalogue.metadata = METADATA
        _replace(path, catalogue.to_binary())
    _replace(mark, fingerprint)
    return list(outputs)


def _outputs(root: Path) -> dict[Path, Path | None]:
    """Each file to write with its source; None stands for the merged parts."""
    wagtail = (root / WAGTAIL).glob("*.po")
    return {root / OURS / "django.mo": None} | {source.with_suffix(".mo"): source for source in sorted(wagtail)}


def _fingerprint(root: Path) -> bytes:
    """A digest of everything that the result depends on, this module included."""
    digest = hashlib.sha256(Path(__file__).read_bytes() + polib.__version__.encode())
    for path in [*part_files(root), *sorted((root / WAGTAIL).glob("*.po"))]:
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest().encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _replace(path: Path, content: bytes) -> None:
    """Whoever reads meanwhile sees the old file or the new one, and two compilers at once do no harm."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
