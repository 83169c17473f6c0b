"""Hold requirements/*.txt against requirements/*.in, without asking an index.

A lock is right when every requirement asked for is pinned at a version that fits, every pin carries a hash, no
address of an index stands in it, and the development set pins what the running set pins.
"""

import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^\]]*\])?==(?P<version>[^ ;\\]+)(?P<rest>[^\\]*)", re.MULTILINE)


def requirements(path: Path) -> list[Requirement]:
    """What an .in file asks for, with what it includes by `-r`."""
    found: list[Requirement] = []
    for raw in path.read_text().splitlines():
        line = raw.split("#")[0].strip()
        if line.startswith("-r "):
            found += requirements(path.parent / line[3:].strip())
        elif line:
            found.append(Requirement(line))
    return found


def pins(lock: str) -> dict[str, set[str]]:
    """Every package of a lock with its versions: a universal lock may hold several, told apart by markers."""
    found: dict[str, set[str]] = {}
    for match in PIN.finditer(lock):
        found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


def problems(name: str) -> list[str]:
    lock = (FOLDER / f"{name}.txt").read_text()
    pinned = pins(lock)
    wrong = []
    if re.search(r"https?://|--(extra-)?index-url|--find-links", lock):
        wrong.append(f"{name}.txt names an address")
    wrong += [
        f"{name}.txt: {block.splitlines()[0]} has no hash"
        for block in re.split(r"\n(?=\S)", lock)
        if PIN.match(block) and "--hash=sha256:" not in block
    ]
    for wanted in requirements(FOLDER / f"{name}.in"):
        versions = pinned.get(canonicalize_name(wanted.name), set())
        if not any(wanted.specifier.contains(version, prereleases=True) for version in versions):
            wrong.append(f"{name}.in asks for {wanted}, {name}.txt has {', '.join(sorted(versions)) or 'none'}")
    return wrong


def main() -> int:
    wrong = problems("run") + problems("dev")
    run, dev = (pins((FOLDER / f"{name}.txt").read_text()) for name in ("run", "dev"))
    wrong += [f"dev.txt and run.txt differ on {name}" for name in run if run[name] - dev.get(name, set())]
    for line in wrong:
        print(line)  # noqa: T201 - a command talks to its terminal
    if wrong:
        print("Lock again: make lock")  # noqa: T201
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
