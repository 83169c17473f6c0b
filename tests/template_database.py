"""On SQLite, migrations run once for each state of the migrations; every test run starts from a copy.

Two hundred migrations cost twenty seconds of a core. The tables that the demo stores save most of them, as long as
nothing that they were made from has changed; a test of theirs holds that they are what the migrations make.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from portal.demo import tables

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "var" / "test-database"
# What the tables and the rows that every installation has are made from.
SOURCES = (
    "*/migrations/*.py",
    "requirements/run.txt",
    "core/domain/site.py",
    "core/domain/roles.py",
    "core/kept/*.py",
    "*/apps.py",
    "portal/demo/tables.sql",
)


def copy_to(target: Path) -> None:
    """Put a migrated database at `target`, made first where there is none for the sources as they are."""
    CACHE.mkdir(parents=True, exist_ok=True)
    template = CACHE / f"{_fingerprint()}.sqlite3"
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the workers of one run ask at the same moment
        if not template.exists():
            _make(template)
    shutil.copyfile(template, target)


def _make(template: Path) -> None:
    for stale in CACHE.glob("*.sqlite3*"):
        stale.unlink()
    building = template.with_suffix(".building")
    building.unlink(missing_ok=True)
    if tables.are_what_they_were_made_from():
        tables.load_tables(building)
    migrate(building)
    checkpoint = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint(TRUNCATE)')"
    subprocess.run([sys.executable, "-c", checkpoint, str(building)], check=True)
    building.rename(template)


def migrate(database: Path) -> None:
    """In a process of its own, with what migrating adds at the end."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _fingerprint() -> str:
    paths = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    parts = [f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes() for path in paths]
    return hashlib.sha256(sys.version.encode() + b"\n".join(parts)).hexdigest()[:20]
