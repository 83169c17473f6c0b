"""`make bench`: every benchmark, each with its baseline in the same run.

python -m tests.benchmarks [--smoke] [NAME ...]
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import catalogue, demo, imports, lists, pages, people, rules, search, seats, team
from tests.benchmarks.harness import Benchmark, Setting, show

BENCHMARKS: dict[str, Benchmark] = {
    "pages": pages.measure,
    "import": imports.measure,
    "lists": lists.measure,
    "people": people.measure,
    "catalogue": catalogue.measure,
    "demo": demo.measure,
    "rules": rules.measure,
    "search": search.measure,
    "team": team.measure,
    "seats": seats.measure,
}


def _every(*, smoke: bool) -> list[str]:
    """CI starts the demo in a step of its own, and looks at more of it there."""
    return [name for name in BENCHMARKS if not (smoke and name == "demo")]


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the portal against its aims.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}; all without one")
    parser.add_argument("--smoke", action="store_true", help="cut short, to see that they run; aims are not judged")
    parser.add_argument("--strict", action="store_true", help="end with code 1 where an aim is missed")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    missed = 0
    with tempfile.TemporaryDirectory(prefix="terakoya-bench-") as folder:
        setting = Setting(Path(folder), smoke=asked.smoke)
        for name in asked.names or _every(smoke=asked.smoke):
            begun = time.monotonic()
            rows = list(BENCHMARKS[name](setting))
            show(name, rows, round(time.monotonic() - begun))
            missed += sum(not row.met for row in rows)
    return int(bool(missed and asked.strict and not asked.smoke))


if __name__ == "__main__":
    sys.exit(main())
