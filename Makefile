# Payung. The two commands: `make demo` and `make test`. `make help` lists the others.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=
# Tests side by side, each worker with a database of its own; one needs about 1 GB with its browser.
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$((n < 4 ? n : 4)))

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint fix bench evaluation nightly lock screenshots clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.lock pyproject.toml scripts/install
	@VENV=$(VENV) PYTHON=$(PYTHON) scripts/install requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml scripts/install
	@VENV=$(VENV) PYTHON=$(PYTHON) scripts/install requirements-dev.lock
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed ## install, load the sample city, serve it on localhost (ARGS="--port 9000")
	@$(BIN)/python -m payung demo $(ARGS)

serve: $(VENV)/.installed ## install and serve your own city (data in .payung/city)
	@$(BIN)/python -m payung serve $(ARGS)

test: $(VENV)/.installed-dev lint ## the whole suite: contracts, types, tests, browser journeys
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(VENV)/.installed-dev ## style, import contracts, types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/lint-imports --no-cache > .lint-imports.log || (cat .lint-imports.log; exit 1)
	@rm -f .lint-imports.log
	@$(BIN)/mypy --no-error-summary payung

fix: $(VENV)/.installed-dev ## let ruff mend what it can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: $(VENV)/.installed-dev ## side by side with what people would use instead (installs those too)
	@$(BIN)/python -m pip install -q -e '.[bench]'
	@for b in benchmarks/*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

evaluation: $(VENV)/.installed-dev ## judge the matching model anew and write it down beside the model (needs the bench extra, for FEBRL)
	@$(BIN)/python -m pip install -q -e '.[bench]'
	@$(BIN)/python benchmarks/matching.py --rivals --seed 8241 --report payung/matching/linkage/evaluation.md

nightly: $(VENV)/.installed-dev ## what is too long for every change: 100,000 steps of a year, 200 rounds of every race, 200 kills, 300 pairs reviewed by keyboard, a million of one name, a list in 5000 dresses, Spark beside DuckDB
	@PAYUNG_YEAR_STEPS=100000 PAYUNG_YEAR_SEED=$$(date +%Y%m%d) $(BIN)/python -m pytest -q -s -o timeout=7200 tests/contributions/test_year_machine.py
	@PAYUNG_UNDONE_DEATHS=200 $(BIN)/python -m pytest -q -s -o timeout=7200 tests/contributions/test_undone_deaths.py
	@PAYUNG_ROUNDS=200 $(BIN)/python -m pytest -q -o timeout=3600 tests/contributions/test_races.py
	@PAYUNG_KILLS=200 PAYUNG_RETRIES=200 $(BIN)/python -m pytest -q -s -o timeout=3600 tests/contributions/test_kill.py tests/contributions/test_lost_reply.py
	@PAYUNG_PAIRS=300 PAYUNG_PAUSE_MS=400 $(BIN)/python -m pytest -q -s tests/journeys/test_review.py -k without_waiting
	@$(BIN)/python -m pip install -q -e '.[spark]' && PAYUNG_SPARK=1 $(BIN)/python -m pytest -q -o timeout=1800 tests/matching/linkage/test_two_engines.py
	@PAYUNG_DRESSES=5000 $(BIN)/python -m pytest -q -s -o timeout=3600 tests/tables/test_dresses.py
	@PAYUNG_CROWD=1000000 $(BIN)/python -m pytest -q -o timeout=900 tests/matching/linkage/test_hostile.py
	@$(BIN)/python -m tests.seeded_bugs

lock: ## renew the lock files (needs uv)
	uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal pyproject.toml -o requirements.lock
	uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --extra dev pyproject.toml -o requirements-dev.lock

screenshots: $(VENV)/.installed-dev ## renew docs/screenshots with the journey test
	@PAYUNG_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest -q tests/journeys

clean: ## remove what make made (not your city in .payung/city)
	rm -rf $(VENV) .payung/test .payung/demo node_modules build *.egg-info
