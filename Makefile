# Établi. `make run` starts the app with its demo, `make test` checks everything; both install
# what they need first (tools/setup.sh), and wait for nothing that is there already.

.DEFAULT_GOAL := help
SHELL := /bin/bash

# ── What differs between machines; each can be set from outside ──────────────────────────────

export ETABLI_TOOLS ?= $(HOME)/.cache/etabli/tools
export PATH := $(ETABLI_TOOLS)/bin:$(PATH)
TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
SITE := $(CURDIR)/target/site
DATA := $(or $(ETABLI_DATA_DIR),$(CURDIR)/data)

# ── The commands, each written once ──────────────────────────────────────────────────────────

# The crate `client` exists for the browser only: it is linted there, and left out elsewhere.
NATIVE := --workspace --exclude client
FORMAT := cargo fmt --all --check
CLIPPY_SERVER := cargo clippy --locked $(NATIVE) --all-targets -- -D warnings
CLIPPY_BROWSER := cargo clippy --locked -p client --target wasm32-unknown-unknown -- -D warnings
SCRATCH := env TMPDIR=$(shell tools/scratch.sh)
UNIT_TESTS := $(SCRATCH) tools/with-postgres.sh cargo nextest run --locked $(NATIVE)
UNIT_TESTS_COMPILED := cargo nextest run --locked $(NATIVE) --no-run
# Run and test share this one release build, so that neither compiles for itself.
BUILD := cargo leptos build --release --split --precompress --cargo-locked
BROWSER_TYPES := npm run --silent --prefix end2end check
BROWSER_TESTS := $(SCRATCH) npm run --silent --prefix end2end test

.PHONY: help
help: ## List what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install everything needed to build and to test
	@tools/setup.sh test

.PHONY: setup-build
setup-build:
	@tools/setup.sh build

# ── Use ──────────────────────────────────────────────────────────────────────────────────────

# These reach the app only: the tests must never see a developer's own data.
run dev: export ETABLI_ADDR ?= 127.0.0.1:3000
run dev: export ETABLI_DATA_DIR := $(DATA)
run dev: export ETABLI_SITE_DIR := $(SITE)

.PHONY: run
run: build ## Build, load the demo once, and serve on http://127.0.0.1:3000
	@$(TARGET)/release/etabli demo --if-empty
	@echo "Établi is on http://$$ETABLI_ADDR (Ctrl-C stops it)"
	@exec $(TARGET)/release/etabli serve

.PHONY: build
build: setup-build ## Build the server and the site, optimised
	@$(BUILD)

# A page takes a new style by the name that its file has without a hash, and is told of it once
# the server answers where cargo-leptos looks for it. An earlier build may have left its list.
dev: export LEPTOS_HASH_FILES := false
dev: export LEPTOS_SITE_ADDR = $(ETABLI_ADDR)

.PHONY: dev
dev: setup-build ## The same, unoptimised, rebuilt at each change
	@rm -f $(TARGET)/debug/hash.txt
	@cargo leptos build --cargo-locked
	@$(TARGET)/debug/etabli demo --if-empty
	@exec cargo leptos watch --cargo-locked -- serve

.PHONY: bench
bench: build ## Measure search, pages, memory, sizes and live boards
	@tools/setup.sh bench
	@cargo build --locked --release -p bench
	@tools/with-postgres.sh $(TARGET)/release/bench --rivals $(ETABLI_TOOLS)/rivals \
		--browser $(CURDIR)/end2end $(TARGET)/release/etabli $(SITE)

# ── Check ────────────────────────────────────────────────────────────────────────────────────

.PHONY: test
test: setup ## Format, lint, all tests with PostgreSQL, release build, browser tests
	@tools/stage.sh "1/5 format" $(FORMAT)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=line checked built
	@tools/stage.sh "4/5 tests, with PostgreSQL" $(UNIT_TESTS)
	@tools/stage.sh "5/5 browser tests, types" $(BROWSER_TYPES)
	@tools/stage.sh "5/5 browser tests" $(BROWSER_TESTS)

# Compilers leave a core idle for minutes: one large crate, one link. These two run at once and
# share the cores by make's tokens, which cargo takes as its own; each line's output comes whole.
.PHONY: checked built
checked:
	+@tools/stage.sh "2/5 clippy, server" $(CLIPPY_SERVER)
	+@tools/stage.sh "2/5 clippy, browser" $(CLIPPY_BROWSER)
	+@tools/stage.sh "2/5 tests, compiled" $(UNIT_TESTS_COMPILED)
built:
	+@tools/stage.sh "3/5 release build" $(BUILD)

.PHONY: lint
lint: setup ## Format and lints only
	@$(FORMAT)
	@$(CLIPPY_SERVER)
	@$(CLIPPY_BROWSER)
	@$(BROWSER_TYPES)

.PHONY: fmt
fmt: ## Format the code
	@cargo fmt --all

.PHONY: clean
clean: ## Delete what was built; data and tools stay
	cargo clean
	rm -rf target end2end/node_modules end2end/test-results
