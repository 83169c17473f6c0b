#!/usr/bin/env python
"""Run a management command of Terakoya."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    if sys.argv[1:2] == ["demo"]:
        # Django reads the catalogues once: compiled later, a first start would speak English alone.
        from core.translation.catalogues import compile_catalogues

        compile_catalogues()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
