# Set-up and the everyday targets. `make demo` and `make test` need only Python 3.11 or later and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo/西夏区
PYTEST_ARGS ?= -n auto --dist loadfile

export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint samples constraints clean

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
	$(BIN)/python samples/later_months.py

# Pins anew what pyproject.toml asks for, with hashes: versions stay where they still fit, UPGRADE=--upgrade takes the newest.
PIN := --quiet --universal --python-version 3.11 --generate-hashes --annotation-style line --custom-compile-command "make constraints"

constraints: | $(BIN)/python
	$(BIN)/python -m pip install -qq uv
	$(BIN)/uv pip compile $(PIN) $(UPGRADE) -o constraints.txt pyproject.toml
	$(BIN)/uv pip compile $(PIN) $(UPGRADE) -c constraints.txt --extra dev -o constraints-dev.txt pyproject.toml

clean:
	rm -rf $(VENV) demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV) || { echo "No venv module: install it first (Debian, Ubuntu: apt install python3-venv)"; exit 1; }

# Stamps: a second call does nothing until pyproject.toml changes. The dev install is also a plain install.
# In CI it is exactly what is pinned, each file known by its hash; elsewhere whatever pyproject.toml allows.
ifeq ($(CI),true)
$(VENV)/.installed-dev: pyproject.toml constraints-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install -qq --require-hashes -r constraints-dev.txt
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed: $(VENV)/.installed-dev
	@touch $@
else
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -qq -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -qq -e ".[dev]"
	@touch $(VENV)/.installed $@
endif
