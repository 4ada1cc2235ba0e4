# What each command does: make help
PYTHON := .venv/bin/python
PORT ?= 8000
ARGS ?=
TEMPLATES := $(wildcard web/templates workflows/templates documents/templates)
export PORT

.PHONY: help setup setup-dev run test check bench lock

help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.run  ## Make this machine ready to run: .venv, locked packages, system libraries, fonts

setup-dev: .venv/.test  ## The same for developers: also the tools, a browser and its fonts

run: export PUBLIC_URL ?= http://127.0.0.1:$(PORT)
run: setup  ## Serve the demo station on http://127.0.0.1:8000 (PORT=8001 changes it), with worker and beat
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py collectstatic --no-input --verbosity 0
	@$(PYTHON) manage.py load_demo
	@exec $(PYTHON) scripts/serve.py

test: setup-dev  ## Run all tests (ARGS="tests/audit -x"); with DATABASE_URL and REDIS_URL, on those servers
	@$(PYTHON) -m pytest -n 2 $(ARGS)

check: export DJANGO_SETTINGS_MODULE = tests.settings
check: setup-dev  ## Format, lint, types, import contracts, templates, migrations
	$(PYTHON) scripts/check_tree.py
	.venv/bin/ruff format --check --quiet .
	.venv/bin/ruff check --quiet .
	.venv/bin/lint-imports --no-cache
	.venv/bin/djhtml --check $(TEMPLATES)
	.venv/bin/djlint --lint --quiet $(TEMPLATES)
	$(PYTHON) manage.py check --fail-level WARNING
	$(PYTHON) manage.py makemigrations --check --dry-run
	.venv/bin/mypy .

bench:  ## Measure a step, the desk and a paper beside their peers, as JSON (ARGS="desk --tasks 10000,1000000")
	@$(MAKE) --no-print-directory setup-dev >&2
	@$(PYTHON) -m bench $(ARGS)

lock:  ## Resolve requirements/*.in anew and lock them with hashes (needs uv)
	@scripts/lock $(ARGS)

.venv/.run: requirements/base.txt scripts/setup scripts/missing_packages
	@scripts/setup run

.venv/.test: requirements/dev.txt .venv/.run
	@scripts/setup test
