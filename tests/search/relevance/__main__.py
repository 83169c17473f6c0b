"""`python -m tests.search.relevance [--worst N] [--query TEXT]`: the figures of each engine that is here.

Needs the real inputs (SHARED_DATA); Elasticsearch is measured where ELASTICSEARCH_URL is set.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description="How good the order of each engine is.")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="show the N worst queries that may be tuned on"
    )
    parser.add_argument("--query", default="", help="show this query alone")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    # A file of its own is the database, also where the variables of `make services` stand.
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    with tempfile.TemporaryDirectory(prefix="terakoya-relevance-") as folder:
        _use_a_database(Path(folder) / "relevance.sqlite3")
        _measure(asked, Path(folder))
    return 0


def _use_a_database(path: Path) -> None:
    from django.db import connection

    from tests import template_database

    template_database.copy_to(path)
    connection.settings_dict["NAME"] = str(path)


def _measure(asked: argparse.Namespace, folder: Path) -> None:
    from tests.needs import shared_data_folder
    from tests.search.both import ELASTIC, EMBEDDED, opened
    from tests.search.relevance.corpus import corpus
    from tests.search.relevance.measure import scores, table

    documents = corpus(shared_data_folder())
    titles = {each.key: f"{each.kind} {each.title.ja or each.title.en}" for each in documents}
    for name in (EMBEDDED, *([ELASTIC] if os.environ.get("ELASTICSEARCH_URL") else [])):
        with opened(name, folder / name) as engine:
            found = scores(engine(), documents)
        print(table(name, found))  # noqa: T201
        shown = [score for score in found if score.judged.text == asked.query]
        tunable = [score for score in found if not score.judged.is_held_out]
        shown += sorted(tunable, key=lambda score: score.ndcg)[: asked.worst]
        for score in shown:
            print(f"\n{score.ndcg:.3f} {score.judged.text.strip()} ({score.judged.group}, {score.relevant} relevant)")  # noqa: T201
            print("\n".join(f"      {grade} {titles[key][:90]}" for key, grade in score.found))  # noqa: T201


if __name__ == "__main__":
    raise SystemExit(main())
