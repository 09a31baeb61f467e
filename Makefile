# `make` lists the verbs. Needs Python 3.11 or newer and nothing else: `make PYTHON=python3.12 run` picks another one.
# The first run installs into .venv what the lock files name, checked by hash; later runs need no network.
PYTHON ?= python3
VENV := .venv/bin
COMPILE = $(VENV)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--no-annotate --quiet pyproject.toml
PARALLEL = --numprocesses auto
SOAK_MINUTES ?= 30
export PYTHONDONTWRITEBYTECODE =  # what tests start would be compiled again in each process
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run demo test test-browser test-wide fuzz soak lint format typecheck bench lock image clean

help: ## list these verbs
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 - /p' Makefile

run: .venv/installed ## start everything here, with PostgreSQL and Redis inside (Ctrl-C stops)
	@exec $(VENV)/python -m server dev

demo: .venv/installed ## the same with a past, lifelike traffic and social networks (make demo RATE=100 SEED=7 PAST=0)
	@exec $(VENV)/python -m server demo --social $(if $(RATE),--rate $(RATE)) $(if $(SEED),--seed $(SEED)) $(if $(PAST),--past $(PAST))

test: .venv/installed-dev ## every promise, on servers of its own (make test ARGS="-k live")
	$(VENV)/python -m pytest -m "not browser and not wide" $(PARALLEL) $(ARGS)

test-browser: .venv/installed-dev ## the tests that drive Chromium and Firefox
	$(VENV)/python -m pytest -m browser $(ARGS)

test-wide: .venv/installed-dev ## the promises of `make test` with more seeds and combinations of arguments
	$(VENV)/python -m pytest -m wide $(PARALLEL) $(ARGS)

fuzz: .venv/installed-dev ## search for failing examples at random until Ctrl-C (make fuzz MINUTES=30 ARGS="-k ranking")
	@$(VENV)/python -m tests.fuzz $(if $(MINUTES),--minutes $(MINUTES)) $(PARALLEL) $(ARGS)

soak: .venv/installed-dev ## faults again and again: kills, outages, bad networks (make soak SOAK_MINUTES=5 ARGS="--seed 7 kill-api")
	@$(VENV)/python -m tests.soak --minutes $(SOAK_MINUTES) $(ARGS)

lint: .venv/installed-dev ## style, import rules, migrations, schema.graphql as the code says
	$(VENV)/ruff check . && $(VENV)/ruff format --check . && $(VENV)/lint-imports
	$(VENV)/squawk migrations/versions/*.sql migrations/isolation.sql
	$(VENV)/python -m server export-schema --check schema.graphql

format: .venv/installed-dev ## format the code, write all that is printed from it
	$(VENV)/ruff check --fix-only . ; $(VENV)/ruff format .
	$(VENV)/python -m server.metrics.counters_text server/metrics/counters.py
	$(VENV)/python -m server.metrics.definitions_page docs/definitions.md
	$(VENV)/python -m server.importing.columns_text docs/importing.md
	$(VENV)/python -m server.monitoring.monitoring_page docs/monitoring.md
	$(VENV)/python -m server.events.vocabulary_page > docs/events.md
	$(VENV)/python -m server.events.vocabulary_types > clients/typescript/packages/core/src/events.ts
	$(VENV)/python -m server export-schema schema.graphql && $(VENV)/python -m resolvers.documents
	$(VENV)/python -m tests.clients.typescript && $(VENV)/python -m tests.clients.vendored
	PYTHONPATH=clients/python $(VENV)/python -m generator
	$(VENV)/python -m benchmarks.page

typecheck: .venv/installed-dev ## mypy, strict
	$(VENV)/mypy && $(VENV)/mypy --python-version 3.10 --package viewpulse_client

bench: .venv/installed-dev ## the figures of docs/performance.md (make bench ARGS=--quick for a look)
	$(VENV)/python -m benchmarks $(ARGS)

lock: .venv/installed-dev ## rewrite the lock files from pyproject.toml
	$(COMPILE) --extra traces -o requirements.lock
	$(COMPILE) --extra traces --extra embedded --extra editable -c requirements.lock -o requirements-run.lock
	$(COMPILE) --all-extras -c requirements-run.lock -o requirements-dev.lock

image: ## build the container image
	docker build --tag viewpulse:$$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml) .

clean: ## remove .venv and the caches; the data in .viewpulse stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache tests/clients/node_modules \
		clients/typescript/node_modules clients/typescript/react18/node_modules clients/typescript/packages/*/dist \
		clients/typescript/packages/*/LICENSE examples/*/node_modules examples/*/dist examples/dashboard/src/generated.ts

# ---- set-up
INSTALL = $(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r
EDITABLE = $(VENV)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .

.venv/installed: requirements-run.lock pyproject.toml | .venv/bin/python
	@echo "Installing into .venv (the first time this takes a minute or two) …"
	@$(INSTALL) requirements-run.lock && $(EDITABLE) && touch $@

.venv/installed-dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing into .venv what tests and tools need (the first time this takes a few minutes) …"
	@$(INSTALL) requirements-dev.lock && $(EDITABLE) && touch $@ .venv/installed

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Viewpulse needs Python 3.11 or newer as $(PYTHON); name another one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv .venv >.venv.log 2>&1 || $(PYTHON) -m virtualenv --quiet .venv 2>>.venv.log || { \
		cat .venv.log; rm -rf .venv .venv.log; \
		echo "No virtual environment can be made: install python3-venv (Debian, Ubuntu) or virtualenv."; exit 1; }
	@rm -f .venv.log
