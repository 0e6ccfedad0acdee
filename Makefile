# What one can do here. Everything is done by `launcher/`, which needs Python 3.11 or newer and nothing else.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help run dev staff test lint stores bench bench-growth bench-widget bench-panel bench-page soak faults mutants attack production-check backup restore

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-17s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Set everything up and run Parley on this machine (PORT=8000)
	@exec $(PYTHON) -m launcher run

dev: ## The same for working on Parley: reloads Python and TypeScript, one log stream
	@exec $(PYTHON) -m launcher dev

staff: ## The site of Parley's own people, beside a running Parley (docs/staff.md)
	@exec $(PYTHON) -m launcher staff

test: ## Set everything up and pass all tests (ARGS="tests/chat -k name" for some)
	@exec $(PYTHON) -m launcher test $(ARGS)

lint: ## What is checked besides tests: ruff, mypy, tsc, eslint, layers, sizes, words
	@exec $(PYTHON) -m launcher lint

stores: ## Postgres and Valkey alone, for working with manage.py by hand
	@exec $(PYTHON) -m launcher stores

bench: ## Parley beside the floor and its peers: ratios, into var/bench.json (BENCH_ROUNDS, BENCH_SECONDS, BENCH_ONLY)
	@exec $(PYTHON) -m launcher bench

bench-growth: ## What the hot queries cost from ten thousand to ten million messages, without a time limit
	@exec $(PYTHON) -m launcher bench-growth

bench-widget: ## What a slow phone on slow 4G feels of the tag on a real page (BENCH_ROUNDS)
	@exec $(PYTHON) -m launcher bench-widget

bench-panel: ## What an operator with 5,000 conversations and a thread of 2,000 lines feels of the panel
	@exec $(PYTHON) -m launcher bench-panel

bench-page: ## Write docs/performance.md and its picture from what the last three have measured
	@exec $(PYTHON) -m launcher bench-page

soak: ## 200 000 sockets come and go in one process, which must be as it was before (SOAK_SOCKETS)
	@exec $(PYTHON) -m launcher soak

faults: ## 100 000 messages while everything breaks, then an independent checker (FAULT_SEED, FAULT_SECONDS)
	@exec $(PYTHON) -m launcher faults

mutants: ## Take away one check of a right at a time, and see that a test turns red (MUTANTS_ONLY=word)
	@exec $(PYTHON) -m launcher mutants

attack: ## Schemathesis against every operation of the REST API, as two owners, for some minutes (ATTACK_EXAMPLES, ATTACK_SEED)
	@exec $(PYTHON) -m launcher attack

production-check: ## Production on this machine, from its own settings: TLS, refusals, the main job, a rolling restart
	@exec $(PYTHON) -m launcher production-check $(ARGS)

backup: ## Everything into one sealed file below var/backups/, also while Parley runs (TO=file)
	@exec $(PYTHON) -m launcher backup

restore: ## Everything back from one, while nothing runs; what was there is put aside (FROM=file, KEY=file)
	@exec $(PYTHON) -m launcher restore
