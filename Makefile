# make serve   install, build, check and serve at http://127.0.0.1:8000 (PORT=8001 for another)
# make test    install what tests need and run them, with ruff, mypy and the layer contract
# make test-long  the tests that take minutes
PYTHON ?= python3.11
PORT ?= 8000
SECONDS ?= 120
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help serve build check test test-long lint bench screenshots soak clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: build ## install, build, check and serve
	$(BIN)/warmteregie serve --port $(PORT)

build: .venv/installed ## build the graph; what check finds stops it
	$(BIN)/warmteregie build

check: .venv/installed ## report what is wrong in the sources or the graph
	$(BIN)/warmteregie check

test: .venv/installed-test lint ## run what must hold, in some ten minutes on two cores
	$(BIN)/pytest -n 2 --dist worksteal -m "not long"

test-long: .venv/installed-test ## run the tests that take minutes: other engines, the slow reference, killed builds
	$(BIN)/pytest -n 2 --dist worksteal -m long

lint: .venv/installed-test ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/installed ## what is fast and what is the reference, side by side
	@for script in $(filter-out bench/soak.py,$(wildcard bench/*.py)); do $(BIN)/python $$script || exit 1; done

screenshots: .venv/installed-test build ## take the pictures of the README anew (needs Chromium)
	PYTHONPATH=. $(BIN)/python docs/screenshots.py

soak: .venv/installed-test build ## serve under load, hostile queries, kill -9 for SECONDS=120; then 1000 odd requests of each kind
	PYTHONPATH=. $(BIN)/python bench/soak.py $(SECONDS)
	WARMTEREGIE_EXAMPLES=1000 $(BIN)/pytest -q tests/webapp/test_fuzz.py

clean: ## remove the environment and the builds
	rm -rf .venv build

.venv/bin/python:
	@$(PYTHON) --version >/dev/null 2>&1 || { echo "Python 3.11 is needed; name yours with make PYTHON=/path/to/python3.11"; exit 2; }
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/installed-test: .venv/bin/python pyproject.toml
	$(BIN)/pip install --quiet --editable '.[test]'
	@touch $@ .venv/installed
