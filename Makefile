# Everything works from an empty clone with Python 3.11 (or newer) and make: the first target that needs it sets up .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP     = $(BIN)/python -m pip install --quiet --disable-pip-version-check
READY  := $(VENV)/.ready
TOOLS  := $(VENV)/.tools
LAKE   ?= build/demo-lake

.DEFAULT_GOAL := help
.PHONY: help demo test quick lint format typecheck mutants bench fuzz soak calibrate samples pictures clean

help: ## what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with make PYTHON=...")'
	@echo "setting up $(VENV) (once)" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --editable .
	@touch $(READY)

$(TOOLS): $(READY)
	@echo "adding the development tools to $(VENV) (once)" >&2
	@$(PIP) --editable '.[dev,dask,delta,s3]'
	@touch $(TOOLS)

demo: $(READY) ## extract samples/ into build/demo-lake and show what came out
	@rm -rf $(LAKE)
	@$(BIN)/extractor run samples --out $(LAKE)
	@echo && echo "$(LAKE) holds:"
	@COLUMNS=120 $(BIN)/extractor sql $(LAKE) "$$(cat samples/demo.sql)" --format table

test: lint typecheck ## all of it: lint, format, types, house rules, tests, the wheel in an empty environment
	@$(BIN)/python -m pytest

quick: $(TOOLS) ## the rooms' own tests, without child processes and browsers: 70 s of CPU time
	@$(BIN)/python -m pytest -m 'not slow and not corpus' $(addprefix tests/,contract notation lexicon read segment detect \
		normalise reconcile reread kinds write)

lint: $(TOOLS) ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(TOOLS) ## ruff: put right what can be
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

typecheck: $(TOOLS) ## mypy, strict
	@$(BIN)/mypy

mutants: $(TOOLS) ## damage good readings on purpose and count what is caught
	@$(BIN)/python -m tests.reconcile.mutants
	@$(BIN)/python -m tests.reconcile.attribute_mutants
	@$(BIN)/python -m tests.reconcile.table_mutants

fuzz: $(TOOLS) ## mutants and damaged copies of the samples; each ends read or with a named error, and hides nothing
	@$(BIN)/python -m tests.fuzz
	@$(BIN)/python -m tests.fuzz.copies

bench: $(TOOLS) ## this reader against others, in one run; BENCH=--write puts it into docs/speed.md
	@$(BIN)/python -m tests.bench $(BENCH)

calibrate: $(TOOLS) ## how results move when a threshold changes by a fifth
	@$(BIN)/python -m tests.calibration

soak: $(TOOLS) ## a thousand filings, some hostile: memory, losses, second run
	@$(BIN)/python -m tests.run.soak

samples: $(TOOLS) ## typeset samples/ anew from their figures
	@$(BIN)/python -m samples.typeset

pictures: $(TOOLS) ## screenshots of the samples for the README, with the system's chromium
	@$(BIN)/python -m tests.pictures

clean: ## remove what make made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
