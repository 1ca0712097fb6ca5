.DEFAULT_GOAL := help
.SILENT:
MAKEFLAGS += --no-print-directory

# A `python3.12` on the PATH may be a stub that only says how to get it, so each candidate is asked, not just found.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	if $$python -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then echo $$python; exit; fi; done; echo python3)

BIN := .venv/bin
READY := .venv/.ready
WORKERS ?= 2
ARGS ?=

.PHONY: help setup demo test check check-static coverage bench lock clean

help: ## list these targets
	awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: $(READY) ## make .venv with everything locked in it

# Without dependencies, for the lock names them all: an older pip that settles them itself asks for the newest release
# of a package wanted with an extra (`coverage[toml]`), and refuses to go on once that is newer than the locked one.
$(READY): pyproject.toml requirements.lock
	$(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "Truceline needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	echo "Setting up .venv with $$($(PYTHON) --version); this takes about a minute, once."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: setup ## tell the story of Idlib from a throw-away ledger, then serve it (ARGS="--no-serve")
	$(BIN)/truceline demo $(ARGS)

test: setup ## run the tests (ARGS="-k chain", WORKERS=0 to debug)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

coverage: setup ## the domain's tests, which leave no branch of it out
	$(BIN)/pytest -q -n $(WORKERS) tests/domain --cov=domain --cov-branch --cov-report=term --cov-fail-under=100

check: check-static coverage test ## everything that a change must pass

check-static: setup ## format, lint and types
	$(BIN)/ruff format --check --quiet . || { echo "Not formatted as agreed; run: $(BIN)/ruff format ." >&2; exit 1; }
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	echo "Format, lint and types hold."

bench: setup ## measure what the promises of speed rest on
	$(BIN)/python -m bench $(ARGS)

# In a folder of its own, so that the lock's resolver is never part of what it locks.
lock: ## resolve requirements.lock anew from pyproject.toml
	set -e; room=$$(mktemp -d); trap 'rm -rf "$$room"' EXIT; \
	$(PYTHON) -m venv $$room; \
	$$room/bin/python -m pip install -qq --disable-pip-version-check uv; \
	$$room/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-config --custom-compile-command "make lock" --quiet --output-file requirements.lock
	echo "Locked $$(grep -c '^[a-z]' requirements.lock) packages."

clean: ## remove what was built, the virtual environment included
	rm -rf .venv build dist htmlcov .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path '*/node_modules/*' -prune -exec rm -rf {} +
