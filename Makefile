# Set-up and the everyday targets. `make demo` and `make test` need only Python 3.11 or later and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo/西夏区
PYTEST_ARGS ?= -n auto --dist loadfile

export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint samples clean

demo: $(VENV)/.installed
	@rm -rf "$(DEMO)" && mkdir -p demo && cp -R samples/西夏区 "$(DEMO)"
	@$(BIN)/rescue -C "$(DEMO)" run || { code=$$?; test $$code -eq 1 || exit $$code; }
	@echo "Open the files under $(DEMO)/输出 in Excel, WPS or LibreOffice."

test: $(VENV)/.installed-dev
	$(BIN)/pytest $(PYTEST_ARGS)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

samples: $(VENV)/.installed-dev
	$(BIN)/python samples/generate.py

clean:
	rm -rf $(VENV) demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV) || { echo "No venv module: install it first (Debian, Ubuntu: apt install python3-venv)"; exit 1; }

# Stamps: a second call does nothing until pyproject.toml changes. The dev install is also a plain install.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -qq -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -qq -e ".[dev]"
	@touch $(VENV)/.installed $@
