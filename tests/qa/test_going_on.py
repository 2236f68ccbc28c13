"""A batch that is cut off goes on where it was, and writes what it would have written at once."""

import contextlib
import csv
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_line import ROOT
from word_encoder import WordEncoder
from word_reader import WordReader

import qa.batch
from index import Archive, Article, Filters, ReadingError, RequestError
from qa.batch import Tally, run
from qa.desk import Desk
from qa.strictness import Strictness

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files have no locks there")

ROWS = (
    ("a", "Why has Belarus sent no troops?"),
    ("b", "???"),
    ("c, “c”", "How many soldiers has the army of Belarus?"),
    ("d", "Who leads the CSTO?"),
    ("é", "What has Belarus sent, and what has Minsk lent to Moscow?"),
    ("f", ""),
    ("g", "Who wrote about the grain of Kyiv?"),
)
TALLY = Tally(answered=4, silent=1, failed=2)


class Bench:
    """Questions, an archive, and where the answers go; what it reads with says what was asked."""

    def __init__(self, archive: Archive, folder: Path, ending: str) -> None:
        self.archive, self.ending, self.reader = archive, ending, WordReader()
        self.folder = folder / "batch"
        self.folder.mkdir()
        self.questions = folder / "questions.csv"
        with self.questions.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("id", "question"), *ROWS])
        self.answers = self.folder / f"answers{ending}"
        self.draft = self.folder / f".answers{ending}.part"
        self.record = self.folder / f".answers{ending}.part.rows"
        self.whole = folder / f"whole{ending}"
        assert self.run(target=self.whole) == (TALLY, [])
        self.reader.asked.clear()

    def run(
        self,
        *,
        target: Path | None = None,
        stop: int | None = None,
        desk: Desk | None = None,
        during: Callable[[int], object] = lambda done: None,
        filters: Filters | None = None,
        limit: int = 3,
    ) -> tuple[Tally, list[int]]:
        """Answer the questions; return the tally, and after how many rows it went on, if so."""

        def progress(done: int) -> None:
            during(done)
            if done == stop:
                raise KeyboardInterrupt

        before: list[int] = []
        tally = run(
            desk or Desk(self.archive, reader=self.reader),
            self.questions,
            target or self.answers,
            filters=filters,
            limit=limit,
            progress=progress,
            going_on=before.append,
        )
        return tally, before

    def interrupt(self, done: int) -> None:
        with pytest.raises(KeyboardInterrupt):
            self.run(stop=done)
        self.reader.asked.clear()

    def asked(self) -> set[str]:
        return {pair.question for pair in self.reader.asked}

    def is_whole(self) -> bool:
        """Tell whether the answers are byte for byte what they are to be, and nothing is left."""
        left = [path.name for path in self.folder.iterdir()]
        return left == [self.answers.name] and self.answers.read_bytes() == self.whole.read_bytes()


@pytest.fixture(params=[".jsonl", ".csv"])
def bench(small_archive: Archive, tmp_path: Path, request: pytest.FixtureRequest) -> Bench:
    return Bench(small_archive, tmp_path, request.param)


def test_some_questions_have_several_rows_in_csv(small_archive: Archive, tmp_path: Path) -> None:
    text = Bench(small_archive, tmp_path, ".csv").whole.read_text("utf-8-sig")
    lines = [row["line"] for row in csv.DictReader(text.splitlines())]
    assert max(map(lines.count, lines)) > 1


# Going on --------------------------------------------------------------------------------------


@pytest.mark.parametrize("done", range(1, len(ROWS) + 1))
def test_it_goes_on_after_the_rows_that_were_done(bench: Bench, done: int) -> None:
    bench.interrupt(done)
    seen: list[int] = []
    assert bench.run(during=seen.append) == (TALLY, [done])
    assert bench.is_whole()
    assert seen == list(range(done, len(ROWS) + 1))
    assert bench.asked().isdisjoint(question for _, question in ROWS[:done])


def test_it_may_be_cut_off_again_and_again(bench: Bench) -> None:
    for done in (1, 3, 4, 6):
        bench.interrupt(done)
    assert bench.run() == (TALLY, [6])
    assert bench.is_whole()


def test_an_interruption_says_how_much_is_kept(bench: Bench) -> None:
    with pytest.raises(KeyboardInterrupt) as interrupted:
        bench.run(stop=2)
    assert interrupted.value.__notes__ == [
        "the answers to 2 questions are kept, and the same command goes on from there"
    ]


def test_the_older_file_stays_until_the_new_one_is_complete(bench: Bench) -> None:
    bench.answers.write_text("old")
    bench.interrupt(3)
    assert bench.answers.read_text() == "old"
    bench.run(during=lambda done: bench.answers.read_text() == "old" or pytest.fail("it is gone"))
    assert bench.is_whole()


def test_a_link_is_followed(bench: Bench, tmp_path: Path) -> None:
    link = tmp_path / f"link{bench.ending}"
    link.symlink_to(bench.answers)
    with pytest.raises(KeyboardInterrupt):
        bench.run(target=link, stop=3)
    assert bench.run(target=link) == (TALLY, [3])
    assert bench.is_whole()


KILLED = """
import sys, time
from pathlib import Path
from word_encoder import WordEncoder
from word_reader import WordReader
from index import Archive
from qa.batch import run
from qa.desk import Desk

def progress(done):
    if done == 5:
        print("ready", flush=True)
        time.sleep(60)

archive, questions, answers = map(Path, sys.argv[1:])
desk = Desk(Archive.open(archive, encoder=WordEncoder()), reader=WordReader())
run(desk, questions, answers, limit=3, progress=progress)
"""


def test_a_killed_process_is_gone_on_with(bench: Bench) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(bench.archive.path), bench.questions, bench.answers],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        stdout=subprocess.PIPE,
        text=True,
    ) as batch:
        assert batch.stdout is not None
        assert batch.stdout.readline() == "ready\n"
        batch.kill()
    assert batch.returncode == -signal.SIGKILL
    assert bench.run() == (TALLY, [5])
    assert bench.is_whole()


# What does not hold ----------------------------------------------------------------------------


def places(size: int) -> Sequence[int]:
    """Some places in a file, the last bytes of it among them."""
    return sorted({*range(0, size, max(size // 12, 1)), size - 2, size - 1})


@pytest.mark.parametrize("which", ["draft", "record"])
def test_what_a_power_cut_has_lost_is_done_again(bench: Bench, which: str) -> None:
    bench.interrupt(5)
    draft, record = bench.draft.read_bytes(), bench.record.read_bytes()
    content = {"draft": draft, "record": record}[which]
    gone_on = []
    for size in places(len(content)):
        bench.draft.write_bytes(draft[:size] if which == "draft" else draft)
        bench.record.write_bytes(record[:size] if which == "record" else record)
        tally, before = bench.run()
        assert tally == TALLY
        assert bench.is_whole(), size
        gone_on += before
    assert gone_on == sorted(gone_on)  # the less is lost, the later it goes on
    assert gone_on[-1] == 4
    assert which == "draft" or set(gone_on) == {1, 2, 3, 4}


@pytest.mark.parametrize("which", ["draft", "record"])
@pytest.mark.parametrize("byte", [b"\0", b"1"])
def test_bytes_that_are_others_are_not_trusted(bench: Bench, which: str, byte: bytes) -> None:
    bench.interrupt(5)
    draft, record = bench.draft.read_bytes(), bench.record.read_bytes()
    for place in places(len({"draft": draft, "record": record}[which])):
        bench.draft.write_bytes(draft)
        bench.record.write_bytes(record)
        with (bench.draft if which == "draft" else bench.record).open("r+b") as stream:
            stream.seek(place)
            stream.write(byte)
        bench.run()
        assert bench.is_whole(), place


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(b"{", id="half a line"),
        pytest.param(b"2,a,Why", id="half a row"),
        pytest.param(b"\0" * 5_000, id="zeros"),
    ],
)
@pytest.mark.parametrize("done", [5, len(ROWS)])
def test_what_the_draft_has_beyond_the_record_is_cut_off(
    bench: Bench, more: bytes, done: int
) -> None:
    bench.interrupt(done)
    with bench.draft.open("ab") as stream:
        stream.write(more)
    assert bench.run() == (TALLY, [done])
    assert bench.is_whole()


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(b"{}\n", id="something else"),
        pytest.param(b"999999999999999 00000000 answered\n", id="more than there is"),
        pytest.param(b"9" * 5_000 + b" 00000000 answered\n", id="a number without end"),
        pytest.param(b"1 00000000 answered\n", id="less than before"),
        pytest.param(b"\xff\0 \n\n", id="no text"),
    ],
)
def test_what_the_record_has_beyond_the_draft_is_cut_off(bench: Bench, more: bytes) -> None:
    bench.interrupt(4)
    with bench.record.open("ab") as stream:
        stream.write(more)
    bench.interrupt(6)
    assert bench.run() == (TALLY, [6])
    assert bench.is_whole()


@pytest.mark.parametrize(
    ("draft", "record"),
    [
        pytest.param(b"rows", None, id="a draft alone"),
        pytest.param(None, b"rows", id="a record alone"),
        pytest.param(b"rows", b'{"version": 0}\n4 00000000 answered\n', id="another format"),
        pytest.param(b"", b"", id="both empty"),
    ],
)
def test_what_others_left_is_no_beginning(
    bench: Bench, draft: bytes | None, record: bytes | None
) -> None:
    for path, content in ((bench.draft, draft), (bench.record, record)):
        if content is not None:
            path.write_bytes(content)
    assert bench.run() == (TALLY, [])
    assert bench.is_whole()


# Other work ------------------------------------------------------------------------------------


def other_program(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    monkeypatch.setattr(qa.batch, "code_of", lambda *packages: "other")
    return {}


def other_questions(bench: Bench, _: object) -> dict[str, object]:
    bench.questions.write_text(bench.questions.read_text("utf-8") + "h,Why?\n", "utf-8")
    return {}


def other_reader(bench: Bench, _: object) -> dict[str, object]:
    reader = WordReader()
    reader.name = "others"
    return {"desk": Desk(bench.archive, reader=reader)}


def other_encoder(bench: Bench, _: object) -> dict[str, object]:
    bench.archive.encoder = WordEncoder(name="others")
    return {}


def other_threshold(bench: Bench, _: object) -> dict[str, object]:
    return {"desk": Desk(bench.archive, reader=bench.reader, strictness=Strictness.OPEN)}


def changed_archive(bench: Bench, _: object) -> dict[str, object]:
    bench.archive.add_articles([Article(text="Snow fell on Minsk.")])
    return {}


def other_archive(bench: Bench, _: object) -> dict[str, object]:
    made = Archive.create(bench.archive.path.with_name("other"), encoder=WordEncoder())
    made.add_articles(bench.archive.articles())
    assert made.generation == bench.archive.generation
    return {"desk": Desk(made, reader=bench.reader)}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda bench, _: {"limit": 2}, id="limit"),
        pytest.param(lambda bench, _: {"filters": Filters(languages=["en"])}, id="filters"),
        other_program,
        other_questions,
        other_reader,
        other_encoder,
        other_threshold,
        changed_archive,
        other_archive,
    ],
)
def test_other_work_begins_anew(
    bench: Bench,
    change: Callable[[Bench, pytest.MonkeyPatch], dict[str, object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench.interrupt(5)
    others = change(bench, monkeypatch)
    first, before = bench.run(**others)
    assert before == []
    assert list(bench.folder.iterdir()) == [bench.answers]
    assert bench.run(target=bench.whole, **others) == (first, [])
    assert bench.is_whole()


def test_the_same_questions_read_otherwise_begin_anew(bench: Bench, tmp_path: Path) -> None:
    bench.interrupt(5)
    bench.questions = bench.questions.rename(tmp_path / "questions.txt")
    assert bench.run()[1] == []


def test_an_archive_made_anew_in_its_place_begins_anew(bench: Bench) -> None:
    bench.interrupt(5)
    current = bench.archive.path / "current"
    current.write_text(current.read_text())
    os.utime(current, (1, 1))
    assert bench.run() == (TALLY, [])


# Ends without an answer ------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [0, 4])
def test_an_error_before_any_answer_changes_nothing(bench: Bench, kept: int) -> None:
    if kept:
        bench.interrupt(kept)
    before = {path: path.read_bytes() for path in bench.folder.iterdir()}
    assert len(before) == (2 if kept else 0)
    with pytest.raises(RequestError, match="no outlet 'Pravda'"):
        bench.run(filters=Filters(outlets=["Pravda"]))
    with pytest.raises(RequestError, match="a limit of 0"):
        bench.run(limit=0)
    assert {path: path.read_bytes() for path in bench.folder.iterdir()} == before
    assert bench.run() == (TALLY, [kept] if kept else [])
    assert bench.is_whole()


def test_of_questions_that_cannot_be_read_to_the_end_nothing_is_kept(bench: Bench) -> None:
    with bench.questions.open("a") as stream:
        stream.writelines(f"h,Where is {number}?\n" for number in range(140))
        stream.write('i,"no end\n')
    done: list[int] = []
    with pytest.raises(ReadingError, match="not closed") as refused:
        bench.run(during=done.append)
    assert done
    assert not hasattr(refused.value, "__notes__")
    assert list(bench.folder.iterdir()) == []


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_where_there_is_no_room_what_fits_is_kept(bench: Bench) -> None:
    size = len(bench.whole.read_bytes())
    desk = Desk(bench.archive, reader=bench.reader)
    desk.ask("Why?")  # opens what it needs
    with (
        files_of_at_most(size * 3 // 4),
        pytest.raises(RequestError, match="cannot be written: it is larger than") as full,
    ):
        bench.run(desk=desk)
    assert "are kept, and the same command goes on" in full.value.__notes__[0]
    tally, before = bench.run()
    assert (tally, len(before)) == (TALLY, 1)
    assert f"the answers to {before[0]} question" in full.value.__notes__[0]
    assert bench.is_whole()


# Two at once -----------------------------------------------------------------------------------


def test_a_second_one_at_the_same_time_has_a_draft_of_its_own(bench: Bench) -> None:
    others: list[tuple[Tally, list[int]]] = []

    def second(done: int) -> None:
        if done == 3:
            others.append(bench.run())
            assert bench.answers.read_bytes() == bench.whole.read_bytes()
            bench.answers.unlink()

    assert bench.run(during=second) == (TALLY, [])
    assert others == [(TALLY, [])]
    assert bench.is_whole()


def test_a_second_one_that_is_cut_off_leaves_the_first_as_it_was(bench: Bench) -> None:
    def second(done: int) -> None:
        if done == 3:
            with pytest.raises(KeyboardInterrupt) as interrupted:
                bench.run(stop=2)
            assert not hasattr(interrupted.value, "__notes__")

    with pytest.raises(KeyboardInterrupt):
        bench.run(during=second, stop=5)
    assert set(bench.folder.iterdir()) == {bench.draft, bench.record}
    assert bench.run() == (TALLY, [5])
    assert bench.is_whole()


def no_locks(*_: object) -> None:
    raise OSError(95, "Operation not supported")


def test_without_locks_nothing_is_kept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fcntl.flock", no_locks)
    bench.interrupt(5)
    assert list(bench.folder.iterdir()) == []
    assert bench.run() == (TALLY, [])
    assert bench.is_whole()


@pytest.mark.parametrize("make", ["symlink", "folder"])
def test_what_is_no_draft_is_left_alone(bench: Bench, make: str, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    bench.draft.mkdir() if make == "folder" else bench.draft.symlink_to(precious)
    bench.interrupt(5)
    assert bench.run() == (TALLY, [])
    with contextlib.suppress(OSError):
        bench.draft.rmdir()
    bench.draft.unlink(missing_ok=True)
    assert bench.is_whole()
    assert precious.read_text() == "precious"
