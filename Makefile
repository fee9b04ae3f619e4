# Hedgerow's commands. Needs Python 3.11 or newer, git and make; everything else is fetched by name.

PYTHON     ?= python3
UV_VERSION := 0.13.9
ARGS       ?=
WORKERS    ?= $(shell nproc 2>/dev/null || echo 2)
SECONDS    ?= 600

VENV  := .venv
# uv lives beside the environment's packages, not among them, so that `uv sync` never removes itself.
TOOLS := $(VENV)/tools-$(UV_VERSION)
UV    := $(TOOLS)/bin/uv
FULL  := $(VENV)/.installed-with-tests
LIGHT := $(VENV)/.installed-to-run
LOCK  := pyproject.toml uv.lock
CODE  := plugin connectors schemas tests
# What is tested on PostgreSQL as well: all that reads and writes tables in a way of its own.
ON_POSTGRESQL := $(addprefix tests/unit/plugin/,store intents jobs accounts/test_pace.py sync) \
  tests/promises tests/kill tests/walk
# All of it runs every day, but for killed processes and walks: of these a day's sample.
OF_THE_DAY := $(addprefix --one-of ,kill=8 walk=8)
WELSH := plugin/translations/cy/LC_MESSAGES/hedgerow.po
NODE_CLIENTS := tests/contract/node/generated/miro.json
SCRIPT_TYPES := tests/scripts/node_modules/.package-lock.json

# A machine that trusts a certificate authority of its own says so to pip; uv is told the same.
export SSL_CERT_FILE ?= $(firstword $(PIP_CERT) $(REQUESTS_CA_BUNDLE))
ifeq ($(strip $(SSL_CERT_FILE)),)
unexport SSL_CERT_FILE
endif
export UV_SYSTEM_CERTS ?= 1
export UV_HTTP_TIMEOUT ?= 180
# The environment is made with the Python that is here; none is downloaded.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport VIRTUAL_ENV
# Tests start hundreds of processes: without kept bytecode each compiles every module again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install install-light lint format test unit kill soak bench components translations demo browser postgres postgresql lock clean

help:
	@echo "make demo     the whole way of a note, played and then served"
	@echo "make test     everything: lint, unit, contract, journeys, promises, browser"
	@echo "make kill     kill every command of the demo's story at every point, and workers all the while"
	@echo "make soak     walk at random for SECONDS=600 and print the seed of what went wrong"
	@echo "make bench    calls, seconds and memory, beside other clients"
	@echo "make install  .venv with Hedgerow and all that its tests need"
	@echo "make lint     ruff, mypy, import-linter, deptry, vulture, tsc"
	@echo "make unit     the quick tests only"
	@echo "make format   let ruff put the code in order"
	@echo "make browser  Chromium for the browser tests"
	@echo "make postgres on PostgreSQL all that make test runs there, and all of kill and walk"
	@echo "make translations bring what is said anew into the Welsh file"
	@echo "make components build docs/components.html, the parts that pages are made of"
	@echo "make lock     choose library versions anew"
	@echo "make clean    remove .venv and what tests and tools left"

install: $(FULL)

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Hedgerow needs Python 3.11 or newer. Say which: make PYTHON=python3.11 ..." >&2; exit 1; }
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV) \
	  || { echo "Python has no venv module here; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(VENV)/bin/python -m pip install --quiet --no-deps --target $(TOOLS) "uv==$(UV_VERSION)"

$(FULL): $(LOCK) | $(UV)
	@$(UV) sync --frozen --quiet
	@touch $(FULL) $(LIGHT)

# What the demo needs is less than what the tests need; an environment that has all is left as it is.
$(LIGHT): $(LOCK) | $(UV)
	@if test -e $(FULL); then $(UV) sync --frozen --quiet && touch $(FULL); \
	  else $(UV) sync --frozen --quiet --no-dev; fi
	@touch $(LIGHT)

install-light: $(LIGHT)

# mypy and vulture take longest, so they begin first and the others run beside them.
CHECKS := $(addprefix check-,types unused scripts form imports packages)
.PHONY: $(CHECKS)

lint: install
	@$(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,--jobs=2) --output-sync=target $(CHECKS)

check-types:
	@$(VENV)/bin/mypy

check-unused:
	@$(VENV)/bin/python -m tests.repo.unused

check-scripts: $(SCRIPT_TYPES)
	@test ! -e $(SCRIPT_TYPES) || tests/scripts/node_modules/.bin/tsc -p tests/scripts

check-form:
	@$(VENV)/bin/ruff check $(CODE)
	@$(VENV)/bin/ruff format --check $(CODE)

check-imports:
	@$(VENV)/bin/lint-imports

check-packages:
	@$(VENV)/bin/deptry --no-ansi .

format: install
	@$(VENV)/bin/ruff check --fix $(CODE)
	@$(VENV)/bin/ruff format $(CODE)

# What tests need is fetched while the code is checked; two installers at once lock each other out.
test: install
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=recurse lint prepared
	@$(MAKE) --no-print-directory --jobs=2 without-browser in-browser
	@$(VENV)/bin/python -m pytest -n $(WORKERS) --database postgresql $(OF_THE_DAY) $(ON_POSTGRESQL)

# Tests in a browser wait most of their time, so they run beside all others, one at a time; what they
# say comes at once, between two lines of the others.
.PHONY: without-browser in-browser prepared
without-browser:
	@$(VENV)/bin/python -m pytest -n $(WORKERS) --ignore tests/browser

in-browser:
	@$(VENV)/bin/python -m pytest -p no:cacheprovider tests/browser >$(VENV)/in-browser.log 2>&1; \
	  ended=$$?; echo; cat $(VENV)/in-browser.log; exit $$ended

prepared:
	@$(MAKE) --no-print-directory browser
	@$(MAKE) --no-print-directory postgresql
	@$(MAKE) --no-print-directory $(NODE_CLIENTS)

unit: install
	@$(VENV)/bin/python -m pytest tests/unit -q

kill: install
	@$(VENV)/bin/python -m pytest -m of_make_kill tests/kill
	@$(VENV)/bin/python -m tests.kill

soak: install
	@$(VENV)/bin/python -m tests.walk $(SECONDS)

bench: install
	@$(VENV)/bin/python -m tests.bench $(ARGS)

# Nothing is guessed: what is new has no translation until somebody writes one.
translations: install
	@$(VENV)/bin/pybabel -q extract -F pyproject.toml -k lazy_gettext -k lazy_ngettext:1,2 \
	  --project=Hedgerow --sort-by-file --add-location=file -w 100 -o $(WELSH:.po=.pot) .
	@$(VENV)/bin/pybabel -q update -i $(WELSH:.po=.pot) -o $(WELSH) -l cy -D hedgerow -w 100 \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; rm $(WELSH:.po=.pot)
	@sed -i -E '/^"(Report-Msgid|POT-Creation|PO-Revision|Last-Trans|Language-Team|Generated)/d' $(WELSH)

components: install
	@$(VENV)/bin/python -m tests.repo.components

demo: install-light
	@$(VENV)/bin/hedgerow demo $(ARGS)

$(NODE_CLIENTS): tests/contract/node/package.json tests/contract/node/package-lock.json
	@if command -v npm >/dev/null; then cd tests/contract/node \
	    && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error \
	    && mkdir -p generated && npm run --silent describe; \
	  else echo "No npm here, so the vendors' own clients for Node do not drive the sandbox, and" \
	    "its answers are not held against their types." >&2; \
	    test "$${CI:-}" != true; fi

$(SCRIPT_TYPES): tests/scripts/package.json tests/scripts/package-lock.json
	@if command -v npm >/dev/null; then cd tests/scripts \
	    && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json; \
	  else echo "No npm here, so the panel's scripts are not held against Miro's types." >&2; \
	    test "$${CI:-}" != true; fi

browser:
	@command -v chromium || command -v chromium-browser || command -v google-chrome \
	  || { test -e /etc/debian_version && test "$$(id -u)" = 0 && apt-get update -qq \
	       && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium; } \
	  || { echo "No Chromium here, so the browser tests are skipped; install the package chromium" \
	            "(on Debian: sudo apt-get install chromium) to run them." >&2; test "$${CI:-}" != true; }

postgres: install postgresql
	@$(VENV)/bin/python -m pytest -n $(WORKERS) --database postgresql $(ON_POSTGRESQL)

# Its programs alone are used: tests start a server of their own, on the loopback.
postgresql:
	@command -v postgres || ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null \
	  || { test -e /etc/debian_version && test "$$(id -u)" = 0 && apt-get update -qq \
	       && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y postgresql; } \
	  || { echo "No PostgreSQL here, so nothing is tested on it; install the package postgresql" \
	            "(on Debian: sudo apt-get install postgresql) to run these tests." >&2; \
	       test "$${CI:-}" != true; }

lock: | $(UV)
	@$(UV) lock --upgrade --no-config --default-index https://pypi.org/simple

clean:
	@rm -rf tests/contract/node/node_modules tests/contract/node/generated tests/scripts/node_modules
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist demo-data
	@find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +
