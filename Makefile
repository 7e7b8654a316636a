# Everything a user or a developer runs. Needs Python 3.11 or later, cargo and make; the rest is installed into .venv.
SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RUST := Cargo.toml Cargo.lock mintcore/Cargo.toml $(shell find mintcore/src -name '*.rs') $(wildcard mintcore/data/*.tsv)
LOCAL := --no-emit-package hallmint-core --no-emit-package hallmint-api --no-emit-package hallmint-server --no-emit-package hallmint-resolver --no-emit-package hallmint-client --no-emit-package hallmint-console


.PHONY: help install demo test test-fast test-clients lint proto reference clients lock bench-bots bench-catalog bench-clients bench-console bench-export bench-log bench-mint bench-resolver soak screens wheels clean

help: ## List these commands.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/uv:
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Hallmint needs Python 3.11 or later; found " + sys.version)'
	python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<1'

$(VENV)/.dependencies: $(BIN)/uv requirements.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.txt
	touch $@

$(STAMP): $(VENV)/.dependencies pyproject.toml proto/pyproject.toml server/pyproject.toml resolver/pyproject.toml clients/python/pyproject.toml clients/console/pyproject.toml $(RUST)
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/maturin develop --release --uv --quiet
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e proto -e server -e resolver -e clients/python -e clients/console
	@# Where the environment forbids writing bytecode, each start of a program would compile everything once more: 2 s in place of 0.6.
	$(BIN)/python -m compileall -q proto server resolver clients/python clients/console
	touch $@

install: $(STAMP) ## Make the virtual environment and build the Rust core.

demo: $(STAMP) ## Start everything and mint a million tokens (EXIT=1: stop after the summary; QUANTITY=n WITNESSES=n).
	@$(BIN)/hallmint-server dev --demo $(if $(EXIT),--exit) --quantity $(or $(QUANTITY),1000000) --witnesses $(or $(WITNESSES),0)

lint: $(STAMP) ## ruff, mypy, import-linter, buf, squawk, rustfmt and clippy.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy server/hallmint_server resolver/hallmint_resolver clients/python/hallmint_client clients/python/conformance clients/python/examples clients/console/hallmint_console proto/reference tests
	$(BIN)/lint-imports
	$(BIN)/buf lint
	$(BIN)/buf format --diff --exit-code
	$(BIN)/buf breaking --against proto/released.binpb
	$(BIN)/squawk server/hallmint_server/db/migrations/*.sql
	cargo fmt --check
	cargo clippy --quiet --all-targets --all-features -- -D warnings

test: lint ## Every ring of tests; sets up what it needs.
	$(BIN)/python -m tests.lanes

test-fast: $(STAMP) ## The Python tests without processes and faults.
	$(BIN)/pytest tests/unit tests/property tests/integration tests/contract

test-clients: $(STAMP) ## The scenario and the faults of clients/README.md in each language that is installed, and its own tests.
	$(BIN)/pytest tests/clients

bench-bots: $(STAMP) ## Classes of user agents: time, recall and false positives on held-out lists.
	$(BIN)/python -m tests.bench.bots

bench-catalog: $(STAMP) ## Import, calls under load and pages, against COPY and an empty server.
	$(BIN)/python -m tests.bench.catalog

bench-clients: $(STAMP) ## Paging a million tokens and reading their export in each language, against a raw stream (QUANTITY=1000000).
	$(BIN)/python -m tests.bench.clients --quantity $(or $(QUANTITY),1000000)

bench-console: $(STAMP) ## First byte of screens with 1 and 20 million rows; what 200 viewers cost (MANY=20000000).
	$(BIN)/python -m tests.bench.console --many $(or $(MANY),20000000)

bench-export: $(STAMP) ## Packs of a million tokens against COPY of the same columns; QR codes, label sheets.
	$(BIN)/python -m tests.bench.export --quantity $(or $(QUANTITY),1000000)

bench-log: $(STAMP) ## What the log costs in minting, batches integrated a second, storage, proofs (QUANTITY=1000000 BATCHES=1048576).
	$(BIN)/python -m tests.bench.log --quantity $(or $(QUANTITY),1000000) --batches $(or $(BATCHES),1048576)

bench-resolver: $(STAMP) ## Scans against a handler that answers a constant 307 (needs wrk).
	$(BIN)/python -m tests.bench.resolver --quantity $(or $(QUANTITY),1000000)

bench-mint: $(STAMP) ## Minting against the physical limit and the usual design (QUANTITY=1000000 PRELOAD=0).
	$(BIN)/python -m tests.bench.mint --quantity $(or $(QUANTITY),1000000) --preload $(or $(PRELOAD),0)

soak: $(STAMP) ## 100 random faults over a million tokens (FAULTS=100 SEED=1).
	$(BIN)/python -m tests.crash.soak --faults $(or $(FAULTS),100) --seed $(or $(SEED),1)

screens: $(STAMP) ## Take the console's screens for docs/console, in chromium.
	$(BIN)/python -m tests.support.console_screen

proto: $(STAMP) ## Generate proto/gen again.
	rm -rf proto/gen/hallmint
	PYTHON=$(BIN)/python PATH=$(CURDIR)/$(BIN):$$PATH proto/generate.sh

reference: $(STAMP) ## Write docs/api again, from the comments of the protos.
	PYTHON=$(BIN)/python proto/reference.sh

clients: proto reference ## Generate the code of all clients again, and docs/api; needs npm, Go and Maven.
	for language in typescript go java; do PATH=$(CURDIR)/$(BIN):$$PATH:/usr/local/go/bin clients/$$language/generate.sh || exit 1; done

wheels: $(STAMP) ## Build the distributions into dist/.
	rm -rf dist
	$(BIN)/maturin build --release --quiet --out dist
	for folder in proto server resolver clients/python clients/console; do $(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist $$folder || exit 1; done

lock: $(BIN)/uv ## Pin every Python dependency again, with hashes, into requirements.txt.
	$(BIN)/uv pip compile proto/pyproject.toml server/pyproject.toml resolver/pyproject.toml clients/python/pyproject.toml clients/console/pyproject.toml --group pyproject.toml:dev \
	    --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade --quiet $(LOCAL) \
	    --custom-compile-command "make lock" -o requirements.txt

clean: ## Remove what was built and installed, but no data.
	rm -rf $(VENV) target dist build
