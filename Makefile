# install: everything the project needs, in .venv · run: start the guide · test: what CI runs
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: install run test browser lint check understanding plots bench clean

install: $(VENV)/.installed node_modules/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# Styles and htmx of the pages; without Node they stay usable in the browser's own style.
node_modules/.installed: package.json package-lock.json
	@if command -v npm >/dev/null; then npm ci --silent; else echo "No Node here: the pages come without their styles."; fi
	@mkdir -p node_modules && touch $@

run: install
	@$(BIN)/python -m bot run --demo --port $(PORT)

lint: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: install
	@$(BIN)/python -m bot check

# Pages are looked at in a real browser: Debian's, where it is there or may be installed.
browser:
	@command -v chromium >/dev/null || sh -c 'apt-get update && apt-get install --yes chromium' >/dev/null 2>&1 \
	  || echo "No Chromium here (Debian: apt-get install chromium): the tests in a browser are skipped."

test: lint check browser
	@$(BIN)/pytest --numprocesses auto --dist loadfile

understanding: install
	@$(BIN)/python -m bench.understanding

plots: install
	@$(BIN)/python -m bench.plots

bench: install
	@$(BIN)/python -m bench $(if $(PAGES),--pages $(PAGES))
	@$(BIN)/python -m bench.desk

clean:
	rm -rf $(VENV) node_modules .mypy_cache .pytest_cache .ruff_cache
