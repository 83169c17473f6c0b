"""What a benchmark is: a name, a measuring function, and rows that hold a figure beside its baseline and its aim."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from portal.demo.tables import load_tables

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Row:
    """One figure. `ratio` is figure / baseline where there is one; `met` says whether the aim was reached."""

    what: str
    figure: float
    unit: str
    aim: str
    met: bool
    baseline: float | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        return round(self.figure / self.baseline, 2) if self.baseline else None


@dataclass(frozen=True)
class Setting:
    """Where a run works: its folder, and whether it is cut short to see only that it runs."""

    folder: Path
    smoke: bool

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def environment(self, **variables: str) -> dict[str, str]:
        ours = ("TERAKOYA_", "DJANGO_", "EMAIL_", "LOG_", "BASE_URL", "SECRET_KEY", "PYTHONDONTWRITEBYTECODE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return kept | {
            "TERAKOYA_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            "LOG_LEVEL": "ERROR",
            "SECRET_KEY": "k3y-of-the-benchmarks-0123456789-abcdefghijklmnopqrstuvwxyz",  # a session is bound to it
            "PYTHONPATH": str(ROOT),
        } | variables  # fmt: skip

    def python(self, *arguments: str, **variables: str) -> str:
        """Run our Python in the checkout; return what it printed."""
        run = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment(**variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return run.stdout

    def migrate(self) -> None:
        """All tables, the quick way that the demo goes: nothing of that is measured."""
        self.data.mkdir(parents=True, exist_ok=True)
        if not os.environ.get("DATABASE_URL"):
            load_tables(self.data / "terakoya.sqlite3")
        self.python("manage.py", "migrate", "-v0")


Benchmark = Callable[[Setting], Iterable[Row]]


def median(figures: Iterable[float]) -> float:
    return round(statistics.median(figures), 2)


def show(name: str, rows: list[Row], took: int) -> None:
    """One JSON line for machines and a table for people; `took` seconds in all."""
    data = [asdict(row) | {"ratio": row.ratio} for row in rows]
    print(json.dumps({"benchmark": name, "took_s": took, "rows": data}, ensure_ascii=False))  # noqa: T201 - a command's output
    print(f"\n{name}\n{'':44}{'figure':>12}{'baseline':>12}{'ratio':>8}  aim")  # noqa: T201
    for row in rows:
        baseline = "–" if row.baseline is None else f"{row.baseline:g}"
        ratio = "–" if row.ratio is None else f"{row.ratio:.2f}"
        verdict = "met" if row.met else "MISSED"
        figure = f"{row.figure:g} {row.unit}"
        print(f"{row.what:44}{figure:>12}{baseline:>12}{ratio:>8}  {row.aim}: {verdict}")  # noqa: T201
    print()  # noqa: T201
