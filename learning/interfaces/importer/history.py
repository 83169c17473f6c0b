"""Who wrote which page, as the history of its repository tells it: names alone, never an address.

Names are for credit, as licences ask. No account follows from them: anyone can write any address into a commit.
"""

from __future__ import annotations

import logging
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

from learning.enums import SourceKind
from learning.interfaces.importer.address import SourceAddress
from learning.interfaces.importer.git import environment, fetch_history, no_network
from learning.interfaces.importer.names import plain_name

logger = logging.getLogger("terakoya.import")

History = Mapping[str, tuple[str, ...]]
COMMITS = 2000
SECONDS = 30
MOST_BYTES = 20 * 2**20
# What a server of git writes in the name of a person stands for nobody.
ROBOT = re.compile(r"\[bot\]$|^(?:dependabot|renovate|github-actions|web-flow)\b", re.IGNORECASE)
COMMIT, FIELD, NAMES = "\x01", "\x02", "\x03"
FORMAT = f"{COMMIT}%aN{FIELD}%(trailers:key=Co-authored-by,valueonly,separator=%x02){NAMES}"


def read_history(folder: Path, source: SourceAddress, *, heartbeat: Callable[[], None]) -> History:
    """The authors of each file, those of its beginning first. Nothing where there is no history or it takes too long.

    Of a clone the history is fetched first, without the old files; a plain folder is asked without any network.
    """
    if not (folder / ".git").exists():
        return {}
    if source.kind == SourceKind.GIT:
        fetch_history(source, folder, commits=COMMITS, heartbeat=heartbeat)
    return _authors(_commits(_log(folder)))


def _log(folder: Path) -> str:
    """What git tells, newest first: names, and the files that were touched. Nothing of the repository is run for it."""
    command = [
        "git", *no_network(), "-c", "log.showSignature=false", "-c", "core.quotePath=false", "-C", str(folder),
        "--no-pager", "log", f"--max-count={COMMITS}", "--no-merges", "--name-status", "--find-renames=100%",
        "--no-ext-diff", "--no-textconv", "-z", f"--format={FORMAT}", "HEAD",
    ]  # fmt: skip
    try:
        told = subprocess.run(  # noqa: S603 - a list, no shell
            command, capture_output=True, check=True, timeout=SECONDS, env=environment(), stdin=subprocess.DEVNULL
        ).stdout
    except (subprocess.SubprocessError, OSError) as error:
        logger.info("no history of %s: %s", folder.name, type(error).__name__)
        return ""
    return told[:MOST_BYTES].decode(errors="replace")


def _commits(told: str) -> Iterator[tuple[list[str], list[tuple[str, ...]]]]:
    """Of each commit its authors, and of each file its status and path (of a renamed one the old path and the new)."""
    for commit in told.split(COMMIT)[1:]:
        names, _, touched = commit.partition(NAMES)
        parts = iter(part for part in touched.strip("\n\0").split("\0") if part)
        files = []
        for status in parts:
            wanted = 2 if status.lstrip("\n")[:1] in "RC" else 1
            files.append((status.strip()[:1], *islice(parts, wanted)))
        yield [name for name in map(plain_name, names.split(FIELD)) if name and not ROBOT.search(name)], files


def _authors(commits: Iterator[tuple[list[str], list[tuple[str, ...]]]]) -> History:
    """Backwards in time: a file that was renamed keeps those who wrote it under its old name."""
    now_called: dict[str, str] = {}
    found: dict[str, list[list[str]]] = defaultdict(list)
    for names, files in commits:
        for status, *paths in files:
            if not paths:
                continue
            today = now_called.get(paths[-1], paths[-1])
            if status == "R" and len(paths) == 2:
                now_called[paths[0]] = today
            found[today].append(names)
    return {path: tuple(dict.fromkeys(chain(*reversed(each)))) for path, each in found.items()}
