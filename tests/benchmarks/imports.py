"""The whole of iij-bootcamp, inside the command: first, and again with nothing changed."""

import json
from collections.abc import Iterable

from tests.benchmarks.company import company
from tests.benchmarks.harness import Row, Setting
from tests.needs import shared_data_folder

# In a process that Django is already set up in: what is measured is the import, not the start of Python.
INSIDE = """
import json, sys, time
import django
django.setup()
from django.core.management import call_command
took = []
for _ in range(2):
    begun = time.monotonic()
    call_command("import_materials", sys.argv[1], stdout=sys.stderr)
    took.append(round(time.monotonic() - begun, 2))
print(json.dumps(took))
"""


def measure(setting: Setting) -> Iterable[Row]:
    source = shared_data_folder() / "iij-bootcamp"
    if not source.is_dir():
        raise SystemExit("This benchmark needs the real inputs: put them at ../shared/data or say SHARED_DATA=")
    company(setting)
    first, unchanged = json.loads(setting.python("-c", INSIDE, str(source)).splitlines()[-1])
    yield Row("iij-bootcamp, first", first, "s", "10 s", first <= 10)
    yield Row("iij-bootcamp, unchanged", unchanged, "s", "1 s", unchanged <= 1)
