"""`python -m core.translation` compiles the catalogues without starting Django."""

import sys

from core.translation.catalogues import ROOT, compile_catalogues

for path in compile_catalogues():
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")
