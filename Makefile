# Terakoya: the commands promised to whoever works here. `make` alone lists them.
# PORT, PYTHON, PEOPLE, MATERIALS, WORKERS and ARGS may be set: make demo PORT=8080, make test ARGS="tests/core -x".
SHELL := /bin/sh
.DEFAULT_GOAL := help
# Compiled modules halve the start of every process; some machines switch them off.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= 2
ARGS ?=
MATERIALS ?=
PEOPLE ?= 300
export PYTHON

PY := .venv/bin/python
# A stamp carries the checksum of its lock: a changed lock installs again, a touched one does not.
RUN_STAMP := .venv/.run-$(shell cksum < requirements/run.txt | tr -s ' ' '-')
DEV_STAMP := .venv/.dev-$(shell cksum < requirements/dev.txt | tr -s ' ' '-')

.PHONY: help demo test services services-stop test-services e2e check format lock bench bench-smoke clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(RUN_STAMP):
	@scripts/setup run
$(DEV_STAMP):
	@scripts/setup dev

demo: $(RUN_STAMP) ## The demo company at http://127.0.0.1:8000 (PORT=, PEOPLE=, MATERIALS=<folder or git address>)
	@TERAKOYA_DEMO=true BASE_URL=http://$(HOST):$(PORT) exec $(PY) manage.py demo --host $(HOST) --port $(PORT) --people $(PEOPLE) --materials "$(MATERIALS)"

test: $(DEV_STAMP) ## The whole suite with the embedded parts (ARGS= for pytest)
	@scripts/pytest -n $(WORKERS) --dist worksteal $(ARGS)

services: ## Start real PostgreSQL, Redis and Elasticsearch for tests (under var/), print the variables to export
	@scripts/services start

services-stop: ## Stop them
	@scripts/services stop

test-services: $(DEV_STAMP) ## The whole suite on PostgreSQL, Redis and Elasticsearch (after make services)
	@scripts/services run scripts/pytest -n $(WORKERS) --dist worksteal $(ARGS)

e2e: $(DEV_STAMP) ## The browser tests (Debian's Chromium)
	@DJANGO_ALLOW_ASYNC_UNSAFE=true scripts/pytest --override-ini=addopts="--strict-markers --strict-config -ra" -n $(WORKERS) tests/e2e $(ARGS)

check: $(DEV_STAMP) ## Formatting, lint, types, imports, templates, translations, migrations, privacy notes, locks
	@scripts/check

format: $(DEV_STAMP) ## Put the code into the house's format
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

lock: $(DEV_STAMP) ## Lock the dependencies again after a change of requirements/*.in
	@scripts/lock

bench: $(DEV_STAMP) ## Every benchmark with its baseline: a JSON line and a table each (ARGS= names of some)
	@$(PY) -m tests.benchmarks $(ARGS)

bench-smoke: $(DEV_STAMP) ## The benchmarks cut short, to see that they run
	@$(PY) -m tests.benchmarks --smoke $(ARGS)

clean: ## Remove the environment and the caches; the data under var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
