# Everything runs in the environment of the python that is called; `make env` makes one in .venv
PYTHON ?= .venv/bin/python

.PHONY: env test lint types contracts floors branches soak golden bench ci

env:        ## a virtual environment with all that development needs
	python3 -m venv .venv && .venv/bin/python -m pip install -q -e '.[dev]'
test:       ## all tests that this machine can run
	$(PYTHON) -m pytest
lint:       ## ruff: rules and layout
	$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check .
types:      ## mypy, strict
	$(PYTHON) -m mypy
contracts:  ## the layers of the house
	$(dir $(PYTHON))lint-imports
floors:     ## the scorers against floors.toml (needs RESDIFF_SHARED); `make floors RAISE=1` raises floors to what is measured
	$(PYTHON) ci/floors.py $(if $(RAISE),--raise)
branches:   ## how many branches of the code that goes to the network the tests take
	$(PYTHON) ci/branches.py
soak:       ## thousands of documents from servers that fail in every way, for half an hour; SOAK=10 for longer
	RESDIFF_SOAK=$(or $(SOAK),5) $(PYTHON) -m pytest -n 2 -rP tests/test_fetch_soak.py
golden:     ## renew the golden files; then read the difference before you commit it
	RESDIFF_RENEW=1 $(PYTHON) -m pytest tests -k golden
bench:      ## speed and memory, as tables
	$(PYTHON) -m benchmarks
ci:         ## what the integration machine runs
	.ci/run
