# The project's commands. Each one sets up what it needs first; only what changed is done again.
# Needs make and Python 3.12 or newer. `make` alone lists the commands.

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/sh
export UV_PYTHON_DOWNLOADS := never

# node comes from the machine if it has 20 or newer (and npm), otherwise from a locked package.
NODE := $(shell case "$$(command -v node)" in ("$(CURDIR)"/*) exit ;; esac; \
	node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null \
	&& npm --version >/dev/null 2>&1 && echo machine)
LOCKS := requirements/dev.txt $(if $(NODE),,requirements/node.txt)
SYNCED := $(VENV)/.synced-$(or $(NODE),locked-node)
NPM := PATH="$(if $(NODE),,$(CURDIR)/$(BIN):)$$PATH" npm
AT_HOME := $(shell [ "$$(cat $(VENV)/.made 2>/dev/null)" = "$(CURDIR)" ] && $(BIN)/python -c "" 2>/dev/null && echo yes)
FRONT_END := package.json $(shell find static -path static/build -prune -o -type f -print)

# The demo is the embedded site whatever the shell around it says: no other database, no e-mail sent.
EMBEDDED := env -u DATABASE_URL -u PRODUCTION -u ALLOWED_HOSTS -u VAR_DIR -u DOCUMENT_DIR \
	-u MAIL_DIR -u EMAIL_HOST -u SECRET_KEY -u CLAMD_SOCKET -u REQUIRE_SCAN SITE_URL=http://127.0.0.1:$(PORT)

.PHONY: help setup demo test bench corpus screenshots

help:
	@echo "make demo         set up, load the demo and serve it on 127.0.0.1:8000 (PORT=8001 for another)"
	@echo "make test         every check that this machine can run; the last line counts what was skipped"
	@echo "make bench        time the main pages on a large invented board, on each database there is"
	@echo "make corpus       give hostile and ordinary files to the site, with a virus scanner, without, and as it dies"
	@echo "make screenshots  take the README's pictures again"
	@echo "make setup        build the environment and the front end, and nothing else"

setup: $(SYNCED) static/build/.made
	@:

demo: setup
	@$(EMBEDDED) $(BIN)/python manage.py serve --demo $(PORT)

test: setup
	@$(BIN)/python tests/run.py

bench: setup
	@$(BIN)/python -m bench.run

corpus: setup
	@$(BIN)/python -m tests.corpus

screenshots: setup
	@$(BIN)/python tests/take_screenshots.py

# An environment that works is kept; one that is broken, too old or was moved is made afresh.
.PHONY: afresh
$(VENV)/.made: $(if $(AT_HOME),,afresh)
	@set -e; \
	[ ! -e $@ ] && $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || { \
	  found=; lacks=; old=; \
	  for name in python3 python3.14 python3.13 python3.12; do \
	    seen=$$($$name -c 'import platform; print(platform.python_version())' 2>/dev/null) || continue; \
	    if ! $$name -c 'import sys; sys.exit(sys.version_info < (3, 12))'; then old=$${old:-$$seen}; \
	    elif ! $$name -c 'import ensurepip, venv' 2>/dev/null; then lacks=$${lacks:-$$name}; \
	    else found=$$name; break; fi; \
	  done; \
	  if [ -z "$$found" ] && [ -n "$$lacks" ]; then \
	    echo "$$lacks cannot make virtual environments: install its venv module (on Debian or Ubuntu, the package python3-venv), then run make again." >&2; exit 1; \
	  elif [ -z "$$found" ] && [ -n "$$old" ]; then \
	    echo "Python 3.12 or newer is needed and this machine has only $$old: install a newer one, then run make again." >&2; exit 1; \
	  elif [ -z "$$found" ]; then \
	    echo "Python 3.12 or newer is needed and this machine has none: install it, then run make again." >&2; exit 1; \
	  fi; \
	  $$found -m venv --clear $(VENV); \
	}; \
	echo "$(CURDIR)" > $@

$(VENV)/.uv: requirements/uv.txt $(VENV)/.made
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement $<
	@touch $@

$(SYNCED): $(LOCKS) $(VENV)/.uv
	@echo "Installing the Python packages…"
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --no-build $(LOCKS)
	@rm -f $(VENV)/.synced-* && touch $@

node_modules/.made: package-lock.json .npmrc $(SYNCED)
	@echo "Installing the front end's packages…"
	@$(NPM) ci --ignore-scripts --silent --no-progress
	@touch $@

static/build/.made: $(FRONT_END) node_modules/.made
	@echo "Building the front end…"
	@$(NPM) run --silent build
	@touch $@
