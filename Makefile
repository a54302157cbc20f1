# Mendline: two commands are enough on a fresh machine with Python 3.11 and git: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501

.PHONY: demo serve test check bench bench-load faults evaluate-dialogue dialogue-weights audit-dependencies sbom lock pictures guide gallery format clean

demo: .venv/.serves ## load the demo clinic, serve it, print address and sign-ins
	$(BIN)/mendline demo --port $(PORT)

serve: .venv/.serves ## serve the clinic's own data
	$(BIN)/mendline serve --port $(PORT)

test: .venv/.tests ## run everything, the browser tests included
	tests/prepare_machine.sh
	$(BIN)/pytest -n $${MENDLINE_TEST_PROCESSES:-2} --dist loadfile --no-loadscope-reorder

check: .venv/.tests ## format, lint, types, import contracts, security lint, known vulnerabilities where they can be asked for
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -c pyproject.toml -r fit dashboard
	$(BIN)/python -m tests.house.ask_for_vulnerabilities --when-reachable

audit-dependencies: .venv/.tests ## ask for known vulnerabilities; fails when there are any, and when nobody could be asked
	$(BIN)/python -m tests.house.ask_for_vulnerabilities

sbom: .venv/.tests ## write the bill of materials, sbom.cdx.json (CycloneDX)
	$(BIN)/python -m tests.house.make_sbom

format: .venv/.tests
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.tests ## print medians, each beside the naive way in the same run
	$(BIN)/pytest tests/benchmarks --ignore tests/benchmarks/load --benchmark-columns=min,median,rounds -p no:xdist \
		-o addopts=--import-mode=importlib

bench-load: .venv/.tests ## a clinic at work: tablets and clinicians at once, pages that come and go, a backup meanwhile
	tests/prepare_machine.sh
	$(BIN)/pytest tests/benchmarks/load -p no:xdist -o addopts=--import-mode=importlib

faults: .venv/.tests ## kill the server 200 times on SQLite and 50 times on PostgreSQL, under load; docs/operations.md
	$(BIN)/python -m tests.faults --kills 200 --database sqlite
	$(BIN)/python -m tests.faults --kills 50 --database postgresql

evaluate-dialogue: .venv/.tests ## measure how well dialogue is read; docs/dialogue.md says how
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks.evaluate_dialogue

dialogue-weights: .venv/.tests ## learn the shipped weights anew, from sentences of our own
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.fit.dialogue.train_shipped

pictures: .venv/.tests ## make the README's pictures anew, from the demo clinic
	$(BIN)/python -m tests.dashboard.make_pictures

guide: .venv/.tests ## make the pictures of the clinician's guide anew, by the test that walks a working day
	tests/prepare_machine.sh
	MENDLINE_PICTURES=1 $(BIN)/pytest -p no:cacheprovider tests/dashboard/test_a_working_day.py

gallery: .venv/.tests ## make the pictures of all client screens anew
	$(BIN)/python -m tests.dashboard.make_gallery

lock: .venv/.tests ## pin all dependencies with hashes, without naming a registry
	echo setuptools | $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate pyproject.toml - -o requirements.lock
	echo setuptools | $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate --group dev pyproject.toml - -o requirements-dev.lock

clean:
	rm -rf .venv data/demo

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Mendline needs Python 3.11 or newer; say make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

.venv/.serves: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/.tests: .venv/.serves requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	touch $@
