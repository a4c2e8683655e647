# Codeward: `make demo` to see it, `make test` to test it, `make check` before you commit.
.DEFAULT_GOAL := help
.PHONY: help serve demo test check lint types imports docs docs-check coverage bench nightly lock clean

PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: $(VENV)/.run-installed  ## install, compile the code sets, code the sample charts, write their claims
	@$(RUN) -m codeward demo

serve: $(VENV)/.run-installed  ## the server as a demonstration, on this machine
	@$(RUN) -m codeward serve --demo

test: $(VENV)/.dev-installed  ## install with the test extras and run the whole test suite
	@$(RUN) -m pytest -n auto

check: lint types imports coverage docs-check  ## every gate that CI runs

lint: $(VENV)/.dev-installed
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .

types: $(VENV)/.dev-installed
	@$(RUN) -m mypy

imports: $(VENV)/.dev-installed
	@$(VENV)/bin/lint-imports

coverage: $(VENV)/.dev-installed
	@$(RUN) -m pytest -n auto --cov --cov-report=term

docs: $(VENV)/.dev-installed  ## write the generated pages and schemas
	@$(RUN) docs/generate.py

docs-check: $(VENV)/.dev-installed
	@$(RUN) docs/generate.py --check
	@$(RUN) -m sphinx -q -W -b html docs build/docs

bench: $(VENV)/.dev-installed  ## run the benchmarks and print their table
	@$(RUN) benchmarks/run.py

nightly: $(VENV)/.dev-installed  ## long generative runs
	@$(RUN) -m pytest -n auto --hypothesis-profile=nightly tests/generative tests/conformance
	@$(RUN) -m tests.generative.x12_damage 1000000 $(shell date +%Y%m%d)

lock: $(VENV)/.dev-installed  ## pin every dependency anew, with hashes
	@$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-annotate --no-header --extra server pyproject.toml -o requirements/run.txt
	@$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-annotate --no-header --group dev --extra embed --extra server pyproject.toml \
	    -c requirements/run.txt -o requirements/dev.txt

clean:  ## remove what these targets made
	@rm -rf $(VENV) .cache build codeward-demo

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Codeward needs Python 3.11 or newer; try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	    || { echo "This Python cannot make a virtual environment; on Debian: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv "$(VENV)"

$(VENV)/.run-installed: $(VENV)/bin/python requirements/run.txt pyproject.toml
	@echo "Installing Codeward into $(VENV) ..."
	@$(RUN) -m pip install --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt
	@$(RUN) -m pip install --disable-pip-version-check --no-deps --editable .
	@$(RUN) -m compileall -q src/codeward
	@touch $@

$(VENV)/.dev-installed: $(VENV)/.run-installed requirements/dev.txt
	@echo "Installing what the tests need ..."
	@$(RUN) -m pip install --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@
