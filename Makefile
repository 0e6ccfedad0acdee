# What one can do here. Everything is done by `launcher/`, which needs Python 3.11 or newer and nothing else.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help run dev test lint stores

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Set everything up and run Parley on this machine (PORT=8000)
	@exec $(PYTHON) -m launcher run

dev: ## The same for working on Parley: reloads Python and TypeScript, one log stream
	@exec $(PYTHON) -m launcher dev

test: ## Set everything up and pass all tests (ARGS="tests/chat -k name" for some)
	@exec $(PYTHON) -m launcher test $(ARGS)

lint: ## What is checked besides tests: ruff, mypy, tsc, eslint, layers, sizes, words
	@exec $(PYTHON) -m launcher lint

stores: ## Postgres and Valkey alone, for working with manage.py by hand
	@exec $(PYTHON) -m launcher stores
