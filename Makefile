# Two commands are enough: `make demo` and `make test`. They need Python 3.11+, make and the package indexes.

PORT ?= 5000
PY := .venv/bin/python
FLASK := $(PY) -m flask --app example_site
DEMO := .venv/.installed-demo
TEST := .venv/.installed-test
WHOOSH3 := .venv/.installed-whoosh3
PLUGINS := .venv/.installed-plugins
READER := .venv/.installed-resume-text
ENGINE_TESTS := $(addprefix tests/test_search_,backends.py boolean.py cursors.py ranking.py whoosh.py)

.DELETE_ON_ERROR:
.PHONY: help demo demo-reset demo-data test test-rest test-whoosh3 test-plugins lint types bench docs docs-check

help: ## Say what there is
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1 \2/p' $(MAKEFILE_LIST) | \
	while read -r target meaning; do printf '  make %-13s %s\n' "$$target" "$$meaning"; done

demo demo-data: export FLASK_JOBBOARD_PLUGINS ?= ["resume-text"]
demo: $(READER) demo-data ## Run the example site with its board on PORT (5000); keeps its data
	@PYTHONPATH=. $(PY) scripts/demo-logins $(PORT)
	@exec env FLASK_JOBBOARD_BASE_URL=$${FLASK_JOBBOARD_BASE_URL:-http://127.0.0.1:$(PORT)} \
	$(FLASK) run --port $(PORT) --with-threads

demo-reset: $(DEMO) ## Start over with the example site's data
	rm -rf instance example_site/instance
	@$(MAKE) --no-print-directory demo-data

demo-data: export FLASK_JOBBOARD_BASE_URL ?= http://127.0.0.1:$(PORT)
demo-data: $(READER)
	@$(FLASK) jobboard db upgrade
	@$(FLASK) jobboard seed --if-empty

test: $(TEST) ## Run every test, on SQLite or on PostgreSQL; ARGS="-k words" for some
	$(PY) -m pytest -n 2 --dist loadgroup --databases shared $(ARGS)

test-rest: $(TEST) ## Run those that know both databases on the one that `make test` leaves out
	$(PY) -m pytest -n 2 --dist loadgroup --databases rest $(ARGS)

test-whoosh3: export PYTHONPATH = .venv/whoosh3
test-whoosh3: $(WHOOSH3) ## Run the engine's tests on the other living distribution of it
	@$(PY) -c 'import whoosh; assert whoosh.__file__.endswith("/.venv/whoosh3/whoosh/__init__.py"), whoosh.__file__'
	$(PY) -m pytest -n 2 $(ENGINE_TESTS) $(ARGS)

test-plugins: $(PLUGINS) ## Run the tests of the plugins in this repository, and check their types
	$(PY) -m mypy plugins/*/jobboard_*
	$(PY) -m pytest -n 2 plugins $(ARGS)

lint: $(TEST) ## Look for untidy code and for imports that cross a layer
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports --no-cache --no-logo

types: $(TEST) ## Check the types
	$(PY) -m mypy

bench: $(TEST) ## Measure
	@for file in benchmarks/bench_*.py; do echo "$$file"; PYTHONPATH=. $(PY) "$$file" || exit 1; done

docs: $(TEST) ## Write the pages of the documentation that come from the code
	$(PY) -m jobboard.testing.docs docs

docs-check: $(TEST) ## Check the documentation against the code
	$(PY) -m pytest -k docs $(ARGS)

# An environment for demo or test; installs again only when pyproject.toml has changed.
.venv/.installed-%: pyproject.toml | .venv/.made
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@

# The demo reads the résumés that applicants send.
$(READER): $(DEMO) plugins/resume-text/pyproject.toml
	$(PY) -m pip install --quiet --disable-pip-version-check --editable ./plugins/resume-text
	@touch $@

# Beside the environment and not in it: both distributions import as whoosh and would overwrite each other.
$(WHOOSH3): $(TEST)
	$(PY) -m pip install --quiet --disable-pip-version-check --upgrade --no-deps --target .venv/whoosh3 'whoosh3==3.54.0'
	@touch $@

$(PLUGINS): $(TEST) $(wildcard plugins/*/pyproject.toml)
	$(PY) -m pip install --quiet --disable-pip-version-check $(foreach plugin,$(wildcard plugins/*/),--editable ./$(plugin))
	@touch $@

.venv/.made:
	@python=$$(scripts/find-python) || exit 1; "$$python" -m venv .venv
	@touch $@
