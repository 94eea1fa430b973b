# Everything runs from a bare checkout with Python 3.11+ and a package index; `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked
CHECKED := dags plugins tests .ci

.DEFAULT_GOAL := help
.PHONY: help setup lock demo nightly up env backfill-dag check format lint types imports sqllint compose readme test test-duckdb2 \
	test-kill test-scheduler test-distributed test-browser screenshots eval bench export docs vega clean

help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | awk -F'\t' '{printf "  %-18s %s\n", $$1, $$2}'

setup: $(STAMP) ## Make .venv and install the locked dependencies; does nothing when they are there

# uv installs in seconds and compiles bytecode, which halves Airflow's start; where it cannot be had, pip does the same.
$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "Sitrep wants Python 3.11, 3.12 or 3.13: make setup PYTHON=python3.12"; exit 1; }
	@echo "Installing the locked dependencies into $(VENV) (about half a minute)"
	@if $(BIN)/python -m pip install --quiet --disable-pip-version-check uv >/dev/null 2>&1 && $(BIN)/uv --version >/dev/null 2>&1; then \
		$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock && \
		$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable . ; \
	else \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable . ; \
	fi
	@touch $@

lock: ## Renew requirements.lock from pyproject.toml (all extras, every platform, with hashes)
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --all-extras --quiet -o requirements.lock

demo: setup ## The whole way once, on the bundled sample: feeds, articles, figures, tables
	@$(BIN)/sitrep demo

nightly: setup ## One night on the live feeds of the theatre
	@$(BIN)/sitrep nightly

up: setup ## Airflow with its UI on 127.0.0.1, on one machine, for a look
	@$(BIN)/sitrep up

env: setup ## Write .env with fresh secrets for docker compose
	@$(BIN)/python .ci/make_env.py

backfill-dag: setup ## Native backfill of a scheduled DAG: make backfill-dag DAG=reprocess FROM=2023-01-01 TO=2023-01-31
	@$(BIN)/sitrep backfill-dag "$(DAG)" --from "$(FROM)" --to "$(TO)"

check: format lint types imports sqllint compose readme test ## All that CI runs

format: setup
	$(BIN)/ruff format --check $(CHECKED)

lint: setup
	$(BIN)/ruff check $(CHECKED)

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

sqllint: setup
	$(BIN)/sqlfluff lint sql --nofail --disable-progress-bar >/dev/null && $(BIN)/sqlfluff lint sql --disable-progress-bar

compose: setup ## Check docker-compose.yml against the compose schema
	@.ci/check_compose

readme: setup
	$(BIN)/python .ci/readme.py

test: setup ## All tests, offline
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not slow"

test-duckdb2: setup ## Load and model tests on DuckDB 2
	@.ci/test-duckdb2

test-kill: setup ## kill -9 at random moments, then the same rows
	$(BIN)/pytest -q -m slow tests/integration

test-scheduler: setup ## Nightly, reprocess and a killed scheduler on PostgreSQL
	@.ci/packages postgresql
	$(BIN)/pytest -q -m slow tests/dags/test_scheduler.py

test-distributed: setup ## PostgreSQL, Redis and two Celery workers on this machine
	@.ci/packages postgresql redis-server
	$(BIN)/pytest -q -m slow tests/dags/test_distributed.py

test-browser: setup ## The dashboard in a real browser
	@.ci/packages chromium
	$(BIN)/pytest -q -m slow tests/browser

screenshots: setup ## Draw the pictures that the README shows
	@.ci/packages chromium
	@.ci/screenshots

vega: ## Bundle the dashboard's frontend again (wants Node.js 20 and the npm registry)
	@.ci/build-frontend

eval: setup ## Score the extraction against annotated articles
	$(BIN)/python tests/eval/run_eval.py

bench: setup ## Speed and memory, as ratios within one run
	@$(BIN)/python tests/benchmarks/run.py

export: setup ## All marts as Parquet, incidents as UCDP-like and ACLED-like CSV
	@$(BIN)/sitrep export

docs: setup ## dbt's documentation and lineage of the models
	@$(BIN)/sitrep docs

clean: ## Remove what make built, never your data
	rm -rf $(VENV) sql/target sql/logs .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
