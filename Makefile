# `make help` lists what there is. The work is done by the build tool in xtask/; this file only starts it.

XTASK := $(or $(CARGO_TARGET_DIR),target)/debug/xtask
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run build check test bench screenshots fmt generate clean xtask

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: xtask ## Install what is missing: the browser target, the npm packages
	@$(XTASK) setup

run: xtask ## Build everything and serve the demo at http://127.0.0.1:3000 (ARGS="…" for `slipway serve`)
	@$(XTASK) run -- $(ARGS)

build: xtask ## Build the release executable and the browser files, and say where they are
	@$(XTASK) build

check: xtask ## The quick checks: format, lints, unit and store tests, architecture
	@$(XTASK) check

test: xtask ## Every test there is, in a real browser too; installs what the tests need
	@$(XTASK) test

screenshots: xtask ## Take the README's pictures anew (PICTURES=all: every page, both widths, both themes)
	@$(XTASK) screenshots

bench: xtask ## Measure pages, saves, usage, runs, start-up, memory and downloads (ARGS="pages" for one part; see BENCHMARKS.md)
	@$(XTASK) bench -- $(ARGS)

fmt: ## Format the Rust sources
	@cargo fmt --all

generate: ## Write the generated documents anew (docs/rules.md, docs/export.md)
	@UPDATE_DOCS=1 cargo test --quiet --package slipway-domain --test docs

clean: ## Remove everything that was built (not ./data)
	@cargo clean
	@rm -rf node_modules end2end/test-results end2end/playwright-report

# The build tool itself: what it needs is checked first. `--workspace` gives its dependencies the features that the
# rest of the workspace gives them, so that what both use is compiled once.
xtask:
	@scripts/prerequisites.sh
	@cargo build --workspace --bin xtask
