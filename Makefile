# Two commands matter: `make run` and `make test`. `make` alone lists all.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
DEMO := var/model/demo
RELEASES := var/releases
SAY := @printf '\033[32m▸\033[0m %s\n'
export GRUENZUG_RELEASES ?= $(CURDIR)/$(RELEASES)
PORT ?= 8000
COMPILE = uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --generate-hashes \
  --no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet
DEMO_SITE := DJANGO_SETTINGS_MODULE=gruenzug.web.portal.settings.demo $(BIN)/python manage.py

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: setup ## Set everything up, build and compute the demonstration region, serve the site on port 8000
	@$(MAKE) -j2 site region
	@$(DEMO_SITE) demo $(RELEASES)/demo --port $(PORT)

setup: .venv/.installed ## Create the environment and install what the lock file pins

.venv/.installed: requirements.lock pyproject.toml tools/venv.sh
	@tools/venv.sh requirements.lock
	@touch $@

dev: .venv/.dev ## Install what tests and linters need as well

.venv/.dev: requirements-dev.lock .venv/.installed
	@tools/venv.sh requirements-dev.lock
	@touch $@

assets: setup ## Build styles, scripts and fonts
	@$(BIN)/python -m gruenzug.web.core.assets

site: assets
	@$(BIN)/python -m gruenzug.web.portal.messages compile
	@test -e $(RELEASES)/demo/release.json || $(DEMO_SITE) demo --port $(PORT) # while the region is computed

region: setup $(RELEASES)/demo/release.json

$(DEMO)/region.toml:
	$(SAY) "Generating the model region (53 municipalities)"
	@$(BIN)/gruenzug model-region --scale demo --seed 1 --out $(DEMO)

$(RELEASES)/demo/release.json: $(DEMO)/region.toml
	$(SAY) "Computing the release of the model region"
	@$(BIN)/gruenzug release $(DEMO)/region.toml --out $(RELEASES)/demo

test: dev assets ## Run all tests, browser tests where a Chromium is found (k=name for some)
	@$(BIN)/python -m gruenzug.web.portal.messages compile
	@$(BIN)/python -m tests.databases & $(BIN)/pytest -n 2 --dist loadgroup $(if $(k),-k '$(k)')

test-postgres: dev assets ## Run the database tests on a throw-away PostgreSQL server
	@$(BIN)/python -m gruenzug.web.portal.messages compile
	@tools/with_postgres.sh $(BIN)/pytest tests/web -n 2 --dist loadgroup

golden: dev assets ## Take the pictures that pages are compared with anew; look at them before you commit
	@rm -rf tests/browser/golden
	@GRUENZUG_GOLDEN=approve $(BIN)/pytest tests/browser/test_looks.py

real: dev ## Build and check releases from real files in GRUENZUG_DATA
	@test -n "$${GRUENZUG_DATA:-}" || { echo "Set GRUENZUG_DATA to the folder that holds the real files, then run make real again."; exit 2; }
	@$(BIN)/python tools/real_data.py var/real
	@$(BIN)/pytest tests/real -m real

bench: setup ## Measure the engine beside other programs (only=NAME for one; LARGE=1 for 44 million cells)
	@tools/venv.sh requirements-bench.lock
	@$(BIN)/python -m bench $(only) $(if $(LARGE),--large)

lint: dev ## Check style, types, layers, migrations, templates and licences
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/reuse lint --quiet
	@$(BIN)/python -m gruenzug.web.portal.messages check

fix: dev ## Mend what the linters can mend
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

screenshots: dev assets ## Take the pictures of the README from the running demonstration
	@$(BIN)/python tools/screenshots.py

lock: ## Pin the newest versions that fit pyproject.toml (needs uv)
	@$(COMPILE) --extra engine --extra web --extra cluster --extra postgres -o requirements.lock
	@$(COMPILE) --extra dev -c requirements.lock -o requirements-dev.lock
	@$(COMPILE) --extra bench -c requirements.lock -o requirements-bench.lock

clean: ## Remove what was generated; the database in var/ stays
	rm -rf build dist node_modules $(DEMO) $(RELEASES) src/gruenzug/web/core/static/core/dist .pytest_cache .hypothesis

.PHONY: help run setup dev assets site region test test-postgres golden real bench lint fix screenshots lock clean
