# Two commands are the whole set-up: `make demo` and `make test`. Each brings what it needs by itself.
RUN = tools/with-uv run --no-sync

.PHONY: demo test check fix bench ready clean faults fuzz offline

demo: ready  ## run a whole operation on the demonstration world and tell its story
	$(RUN) sightline demo

test: ready  ## every check and every test
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) lint-imports
	$(RUN) pyrefly check
	$(RUN) pytest -n 2 --dist loadfile

check: ready  ## the checks that take seconds
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) lint-imports
	$(RUN) pyrefly check

fix: ready
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

faults: ready  ## ten thousand faults by seed: kills, power cuts, full disks, turned bits, wrong clocks
	$(RUN) python tools/faults --count 10000

fuzz: ready  ## our own parsers under atheris, ten minutes each
	$(RUN) python tools/fuzz --seconds 600

offline: ready  ## a folder from which the program installs without a network, with its bill of materials
	$(RUN) python tools/offline wheelhouse

ready:
	@tools/debian-packages
	@tools/with-uv sync --locked --quiet
	@tools/build-page

clean:
	rm -rf .venv .tools demo-workspace web/node_modules src/sightline/api/page
