# Two commands for a fresh machine with Python 3.11 and make: `make run` and `make test`.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= ./var
VENV := .venv
BIN := $(VENV)/bin
# What depends on the engine: rows, guards, publishing, work at once, and the comparison of all answers byte by byte,
# which makes a second run of most other tests superfluous.
ENGINE_TESTS := tests/database tests/editions tests/audit tests/editorial/publishing tests/editorial/test_two_servers.py \
	tests/editorial/test_four_eyes.py tests/access/test_desk.py \
	tests/access/test_tokens.py tests/search/test_stored.py tests/answers/test_agreement.py \
	tests/contract/test_both_engines.py

.DEFAULT_GOAL := help
.PHONY: help run bench bench-growth test test-sqlite test-postgresql test-slow test-faults test-clients lint quality format requirements clean search-eval shots

help: ## List the targets
	@echo "Licensing Atlas. Options: HOST=$(HOST) PORT=$(PORT) DATA=$(DATA) PYTHON=$(PYTHON)"
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-17s %s\n", $$1, $$2}'

run: $(VENV)/.run ## Set everything up and serve the seeded atlas
	@ATLAS_DATA="$(DATA)" $(BIN)/licensing-atlas run --host "$(HOST)" --port "$(PORT)"

test: test-sqlite test-postgresql ## Set everything up and run all tests on both engines

test-sqlite: $(VENV)/.dev ## Run the tests on SQLite
	@ATLAS_TEST_ENGINE=sqlite $(BIN)/pytest -n 2

test-postgresql: $(VENV)/.dev ## Run on a real PostgreSQL what depends on the engine; ALL=1 runs everything there
	@ATLAS_TEST_ENGINE=postgresql $(BIN)/pytest -n 2 $(if $(ALL),,$(ENGINE_TESTS))

test-slow: $(VENV)/.dev ## Kill the first seed at random moments; fuzz the API for longer
	@$(BIN)/pytest -m slow -n 0

test-faults: $(VENV)/.dev ## Kill the atlas and the example portal at random through fifty publishings
	@$(BIN)/pytest -m slow -n 0 -s tests/examples

test-clients: $(VENV)/.dev ## Generate clients in Python and TypeScript, compile them, and make calls (needs npm)
	@$(BIN)/pytest -m slow -n 0 tests/contract/test_generated_clients.py

search-eval: $(VENV)/.dev ## Ask the questions that search is measured by
	@$(BIN)/python -m bench.search_evaluation

bench: $(VENV)/.dev $(VENV)/.bench ## Measure answers beside nginx and peers, into docs/performance.md (needs wrk, nginx); RUNS=3; ONLY=kept,datasette prints only
	@$(BIN)/python -m bench.throughput $(if $(ONLY),--only "$(ONLY)") $(if $(RUNS),--runs $(RUNS)) \
		$(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(SECONDS),--seconds $(SECONDS))

bench-growth: $(VENV)/.dev ## Measure the atlas as it grows; SIZES="2600 100000" names how many entries (a million takes half an hour)
	@$(BIN)/python -m bench.growth $(or $(SIZES),2600 20000) $(if $(DIRECTORY),--directory "$(DIRECTORY)")

shots: $(VENV)/.dev ## Take pictures of the main pages of the atlas that runs at HOST and PORT, into DATA/shots
	@$(BIN)/python -m tests.browser.shots "http://$(HOST):$(PORT)" "$(DATA)/shots"

lint: $(VENV)/.dev ## Check style, types, import rules, the Dockerfile
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/hadolint Dockerfile

quality: $(VENV)/.run ## Examine the seed's texts and fields, and count what there is
	@$(BIN)/licensing-atlas quality

format: $(VENV)/.dev ## Bring the code into the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

requirements: $(VENV)/.dev ## Pin the dependencies of pyproject.toml anew
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
		--upgrade --group build pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
		--upgrade --group build --group dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
		--upgrade --group bench -c requirements/run.txt -o requirements/bench.txt

clean: ## Remove the environment; data stays
	@rm -rf $(VENV)

# What is installed is told by a stamp, written last: an installation that was cut short is done again.
$(VENV)/.run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; name one with PYTHON=python3.11")'
	@echo "Setting up $(VENV) (the first time takes about a minute)"
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing what tests and checks need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# Peers that are measured have an environment of their own: nothing of theirs comes near the atlas.
$(VENV)/.bench: requirements/bench.txt | $(VENV)/.run
	@echo "Installing the peers of the bench into $(VENV)/bench"
	@$(BIN)/python -m venv --clear $(VENV)/bench
	@$(VENV)/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@
