# Everything a person does with this project. `make` alone explains.

PORT ?= 8000
export PORT
export PYTHONUNBUFFERED = 1

# The first of these that runs and is Python 3.12 or newer (pyenv's shims may exist and not run).
CANDIDATES := python3.13 python3.12 python3 python \
	$(wildcard $(or $(PYENV_ROOT),$(HOME)/.pyenv)/versions/3.1[2-9]*/bin/python)
FIND_PYTHON = for python in $(CANDIDATES); do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null \
		&& { echo $$python; exit; }; done

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
WITH_POSTGRES := $(BIN)/python tests/with_postgres.py
# A lock is whole: what it leaves out (see the end of pyproject.toml) pip shall not look for.
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps
COMPILE = $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --universal \
	--python-version 3.12 --custom-compile-command 'make lock' pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run test soak bench screenshots pictures lighthouse lint format lock messages browser xgettext

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

run: .venv/run.stamp ## Serve the site on http://127.0.0.1:$PORT (8000), with demo data at the first start
	@exec $(MANAGE) serve --prepare

test: .venv/dev.stamp .venv/node.stamp browser xgettext lint ## Check everything: style, types, contracts, all tests on SQLite and PostgreSQL
	$(BIN)/pytest -n 2 -m "not soak and not e2e"
	$(BIN)/pytest -n 2 --reruns 1 -rR -m "e2e and not soak"
	$(WITH_POSTGRES) $(BIN)/pytest -n 2 -m "not soak and (not e2e or journey)"

soak: .venv/dev.stamp browser ## Run what takes long: killed servers, fuzzing, large data, on both databases
	$(BIN)/pytest -m soak --timeout 1800
	$(WITH_POSTGRES) $(BIN)/pytest -m soak --timeout 1800

bench: .venv/dev.stamp ## Measure the running site over HTTP and print a table (ARGS=--quick, --postgres)
	$(BIN)/python -m tests.bench $(ARGS)
	$(BIN)/python -m tests.bench.certificates $(ARGS)

screenshots: .venv/dev.stamp browser ## Take pictures of every page in every variant (ARGS="-k quiz" for some)
	$(BIN)/pytest -n 2 -m e2e tests/e2e/screenshots.py $(ARGS)
	@echo 'Look at var/screenshots/sheets'

pictures: .venv/dev.stamp browser ## Take the pictures of README and docs again
	$(BIN)/pytest -m e2e tests/e2e/pictures.py $(ARGS)

lighthouse: .venv/dev.stamp browser ## Run Lighthouse on the site with production's files (needs node; ARGS="course lesson")
	$(BIN)/python -m tests.lighthouse $(ARGS)

lint: .venv/dev.stamp ## Check style, templates, types, import contracts and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run

format: .venv/dev.stamp ## Put the code in form, and mend what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/bin/pip ## Pin the newest versions that pyproject.toml allows
	$(BIN)/python -m pip install --quiet uv
	$(COMPILE) --upgrade --output-file requirements.lock
	$(COMPILE) --upgrade --group dev --constraint requirements.lock --output-file requirements-dev.lock

# Another implementation, which verifies what we issue; nothing of the site needs it.
.venv/node.stamp: tests/independent/package-lock.json | .venv/dev.stamp
	@echo 'Installing the independent verifier (once)'
	@cd tests/independent && $(CURDIR)/$(BIN)/npm ci --silent --no-audit --no-fund
	@touch $@

browser: .venv/dev.stamp # Chromium for the browser tests
	@$(BIN)/python -m tests.e2e.chromium

messages: .venv/dev.stamp xgettext ## Bring the French and Spanish of the interface up to date, and compile them
	$(MANAGE) makemessages --locale fr --locale es --no-obsolete --add-location file \
		--ignore 'tests/*' --ignore 'var/*' --ignore '.venv/*' --ignore '*/node_modules/*'
	$(MANAGE) compilemessages --locale fr --locale es --ignore '.venv/*'

xgettext: .venv/dev.stamp # finds the strings of the interface
	@$(BIN)/python -m tests.xgettext

# A stamp is as old as its lock when the environment holds what the lock says.
.venv/bin/pip:
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then echo 'This needs Python 3.12 or newer.'; exit 1; fi; \
	echo "Making .venv with $$($$python --version)"; $$python -m venv .venv

.venv/run.stamp: requirements.lock | .venv/bin/pip
	@echo 'Installing what the site needs (once)'
	@$(PIP) -r $<
	@touch $@

.venv/dev.stamp: requirements-dev.lock | .venv/bin/pip
	@echo 'Installing what the site and its tests need (once)'
	@$(PIP) -r $<
	@touch $@ .venv/run.stamp
