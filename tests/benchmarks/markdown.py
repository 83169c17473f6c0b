"""How long the real bootcamp takes to parse, to cut into steps and to render: `python -m tests.benchmarks.markdown`."""

import os
import sys
from itertools import count
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from learning.markdown import NoLinks, decode_source, derive_steps, match_steps, parse, render  # noqa: E402
from tests.needs import shared_data_folder  # noqa: E402


def main() -> None:
    folder = shared_data_folder() / "iij-bootcamp" / "src"
    sources = [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(folder.rglob("*.md"))]
    numbers = count()
    for turn in ("first", "again"):
        began = perf_counter()
        documents = [parse(decode_source(data).text, path=path) for path, data in sources]
        parsed = perf_counter()
        steps = [match_steps([], derive_steps(each), new_id=lambda: str(next(numbers))) for each in documents]
        cut = perf_counter()
        for document, those in zip(documents, steps, strict=True):
            render(document, links=NoLinks(), steps=those, language="ja")
        shown = perf_counter()
        sys.stdout.write(
            f"{turn}: {len(documents)} pages, parse {parsed - began:.2f} s, steps {cut - parsed:.2f} s, "
            f"render {shown - cut:.2f} s\n"
        )


if __name__ == "__main__":
    main()
