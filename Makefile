# What a person or CI runs here; each target makes ready what it needs first.
PYTHON ?= python3
PY := .venv/bin/python
READY := @$(PYTHON) scripts/setup.py
CODE := manage.py yangyuanze portal accounts grids party pledges wishes reports tests benchmarks scripts

.PHONY: run test lint fix journeys bench shots mutants vendor clean

run:  ## the portal on 127.0.0.1:$(PORT), with worker and demo community
	$(READY) --vendor
	@exec $(PY) scripts/serve.py

test:  ## every test that needs no browser; ARGS="-k word" narrows
	$(READY) --dev
	@$(PY) -m pytest --ignore=tests/journeys -q -n auto $(ARGS)

journeys:  ## browser journeys in Chromium, with axe
	$(READY) --dev --vendor
	@$(PY) -m pytest tests/journeys -v -n 2 --dist loadfile $(ARGS)

lint:  ## style, templates, layers, migrations, deployment checks
	$(READY) --dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m djlint templates --lint --quiet
	@.venv/bin/djade --target-version 5.2 --check $$(find templates -name '*.html')
	@.venv/bin/lint-imports --no-logo
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py check --deploy --fail-level WARNING

fix:  ## what lint can put right by itself
	$(READY) --dev
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@.venv/bin/djade --target-version 5.2 $$(find templates -name '*.html')

bench:  ## ratios against Django admin, a bare loop and import-export; ARGS="wall" one part
	$(READY) --dev
	@$(PY) -m benchmarks $(ARGS)

shots:  ## screenshots for README and manual
	$(READY) --dev --vendor
	@$(PY) scripts/shots.py $(ARGS)

mutants:  ## deliberate breakages, each of which a test must catch
	$(READY) --dev
	@$(PY) scripts/mutants.py $(ARGS)

vendor:  ## front-end files into static/vendor
	$(READY) --vendor

clean:  ## what was fetched or generated, except the data under var/
	rm -rf .venv static/vendor var/static var/static.stamp var/static.lock
