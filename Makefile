# install: everything the project needs, in .venv · run: start the guide · test: what CI runs
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: install run test lint check understanding plots bench clean

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: install
	@$(BIN)/python -m bot run --port $(PORT)

lint: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: install
	@$(BIN)/python -m bot check

test: lint check
	@$(BIN)/pytest

understanding: install
	@$(BIN)/python -m bench.understanding

plots: install
	@$(BIN)/python -m bench.plots

bench: install
	@$(BIN)/python -m bench $(if $(PAGES),--pages $(PAGES))

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
