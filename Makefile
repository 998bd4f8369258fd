# The front door. Each target may be run again at any time; what is done already takes a second.
# `make` alone lists them. Details: docs/developer.md
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
PORT ?=
ARGS ?=
BIN := .venv/bin
FRONT_DOOR = $(PYTHON) -m tools.front_door
CODE := library ingest watermark search webapp catalog_data tools tests bench

export PIP_DISABLE_PIP_VERSION_CHECK := 1
ifneq ($(PORT),)
export PUSTAKA_PORT := $(PORT)
endif

.DEFAULT_GOAL := help
.PHONY: help setup serve test check lint format journeys corpus long properties lock clean python

help: ## list the targets
	@sed -n 's/^\([a-z%-]*\):.*## /  make \1  · /p' $(MAKEFILE_LIST)

serve: python ## set up what is missing, load the sample library once, serve on http://127.0.0.1:8080 (PORT=…)
	@$(FRONT_DOOR) serve

test: python ## set up what is missing and run all tests (ARGS="tests/search -k phrase")
	@$(FRONT_DOOR) test -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint ## all that must hold before a change is taken: format, lint, types, import rules, tests
	@$(FRONT_DOOR) test -n 2 --dist loadfile --no-loadscope-reorder --durations 15 $(ARGS)

corpus: python ## mark many pages of every real publication (tests take one or two of each, make long all; PUSTAKA_CORPUS)
	@PUSTAKA_CORPUS_PAGES=60 $(FRONT_DOOR) test -n 2 tests/watermark/assembly/test_corpus.py $(ARGS)

properties: python ## look for counterexamples by chance, which the fixed examples of CI do not (ARGS="tests/library/clocks")
	@HYPOTHESIS_PROFILE=default $(FRONT_DOOR) test -n 2 -m hypothesis $(ARGS)

lint: setup ## the quick half of check, without tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: python ## make .venv and everything that developers need, without starting anything
	@$(FRONT_DOOR) setup

format: setup ## put the code into its one form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

long: python ## the tests that are too long for every change: each page by axe, the README typed, the hardest attacks
	@PUSTAKA_LONG=1 $(FRONT_DOOR) test -n 2 --dist loadfile -m long $(ARGS)

journeys: python ## only the tests that click through the site in a browser
	@$(FRONT_DOOR) test -m journey $(ARGS)

bench-%: python ## measure, in an environment of its own: bench-search, bench-ingest, bench-metadata, …
	@$(FRONT_DOOR) bench $* $(ARGS)

lock: setup ## choose the newest allowed versions of all packages and write the lock files anew
	$(COMPILE) --upgrade --extra build -o requirements/run.lock pyproject.toml
	$(COMPILE) --upgrade --extra build --extra dev -c requirements/run.lock -o requirements/dev.lock pyproject.toml

COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

clean: ## throw away what can be made again (.venv, node_modules, caches); the library in var/data stays
	rm -rf .venv node_modules webapp/static/vendor build dist
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find $(CODE) -name __pycache__ -prune -exec rm -rf {} +

python:
	@test -n "$(PYTHON)" || { echo "✗ Python 3.11 is missing. Install with: sudo apt-get install python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "✗ $(PYTHON) is older than 3.11. Install python3.11, or name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
