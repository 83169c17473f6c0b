"""10,000 people out of a CSV file, inside the command: first, and unchanged; memory at a tenth and at all of them."""

import json
from collections.abc import Iterable

from tests.benchmarks.harness import Row, Setting

INSIDE = """
import json, resource, sys, time
import django
django.setup()
from django.core.management import call_command
took, memory = [], []
for path in sys.argv[1:]:
    begun = time.monotonic()
    call_command("import_people", path, "--write", stdout=sys.stderr)
    took.append(round(time.monotonic() - begun, 2))
    memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
from core.models import Person
print(json.dumps([took, memory, Person.objects.count()]))
"""
HEADINGS = "社員番号,姓,名,姓カナ,名カナ,メール,地域,採用区分,入社日,部署,役職,職種,上司"
VOCABULARIES = {
    "regions": ["code,name_ja,name_en", "japan,日本,Japan"],
    "companies": ["code,name_ja,name_en,region", "hq,本社,HQ,japan"],
    "departments": ["code,name_ja,name_en,company", *(f"dept-{n},第{n}部,Dept {n},hq" for n in range(50))],
    "positions": ["code,name_ja,name_en,rank", "member,一般,Member,1"],
    "occupations": ["code,name_ja,name_en,rank", "engineer,技術,Engineer,1"],
}


def measure(setting: Setting) -> Iterable[Row]:
    # A database of its own: the numbers of the demo's people are not these.
    setting = Setting(setting.folder / "people", setting.smoke)
    setting.migrate()
    for name, lines in VOCABULARIES.items():
        path = _file(setting, name, lines)
        setting.python("manage.py", "import_people", path, "--table", name, "--write")
    count = 300 if setting.smoke else 10_000
    some = _file(setting, "some", [HEADINGS, *map(_line, range(count // 10))])
    everyone = _file(setting, "everyone", [HEADINGS, *map(_line, range(count))])
    output = setting.python("-c", INSIDE, some, everyone, everyone)
    (_, first, unchanged), (small, large, _), people = json.loads(output.splitlines()[-1])
    assert people == count, people
    more = {"people": count, "memory_mb": [small, large]}
    yield Row("people from a file, first", first, "s", "60 s", first <= 60, None, more)
    yield Row("people from a file, unchanged", unchanged, "s", "15 s", unchanged <= 15)
    yield Row("memory at a tenth and all", large, "MB", "flat: 1.3 times", large <= 1.3 * small, small)


def _file(setting: Setting, name: str, lines: Iterable[str]) -> str:
    path = setting.data / f"{name}.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return str(path)


def _line(number: int) -> str:
    manager = f"N{number // 8:05d}" if number else ""
    return (
        f"N{number:05d},佐藤,花子{number},サトウ,ハナコ,n{number}@example.com,japan,新卒,2020-04-01,"
        f"dept-{number % 50},member,engineer,{manager}"
    )
