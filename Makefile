# Everything is run from .venv, which `make install` builds from requirements.lock.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501
STAMP := .venv/.installed
PEERS := .venv-peers
# Which tests share a worker: tests/sharing.py. One worker more than cores: two of them mostly wait for a server.
PARALLEL := -n $(shell expr $$(nproc) + 1) --no-loadscope-reorder

.PHONY: install demo neo4j test lint check bench evidence shots lock

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/refgraph warm
	touch $(STAMP)

demo: install
	$(BIN)/refgraph demo --port $(PORT)

# A throw-away Neo4j for trying things, until Ctrl-C; options by VERSION= and HEAP=.
neo4j: install
	@exec $(BIN)/python -m tests.neo4j $(if $(VERSION),--version $(VERSION)) $(if $(HEAP),--heap $(HEAP))

# The second run takes the kernels uncompiled: bounds are checked, and compiled and plain results must agree.
test: install
	$(BIN)/python -m pytest --quiet $(PARALLEL)
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest --quiet $(PARALLEL) tests/scores tests/decisions --ignore tests/scores/test_warm.py

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/deptry src

check: lint test

# Options by BENCH=, such as BENCH="--full --opim PATH --subsim PATH" (docs/bench.md).
bench: install $(PEERS)/.installed
	$(BIN)/refgraph bench --peers --peer-python $(PEERS)/bin/python $(BENCH)

$(PEERS)/.installed: requirements-peers.lock
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-peers.lock
	touch $@

# Makes docs/evidence.md anew, or those of its sections that EVIDENCE= names; all of it takes about an hour on one core.
evidence: install
	$(BIN)/python -m tests.real.evidence docs/evidence.md $(EVIDENCE)

shots: install
	$(BIN)/python tests/browser/shots.py docs/screenshots

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements.in -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements-peers.in -o requirements-peers.lock
