"""Importing materials: where the screen may fetch from (a terminal may fetch from anywhere), how long and how much."""

from . import environment

MATERIALS_ALLOWED_HOSTS = environment.hosts(
    "MATERIALS_ALLOWED_HOSTS", ["github.com", "gitlab.com", "codeberg.org"], with_patterns=False
)
MATERIALS_GIT_TIMEOUT = environment.number("MATERIALS_GIT_TIMEOUT", default=120, low=1, high=3600)
MATERIALS_MAX_BYTES = environment.number("MATERIALS_MAX_MEGABYTES", default=500, low=1, high=100_000) * 2**20
