"""`onrecord verify` says in a line whether what was saved still stands, and else what does not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, onrecord

from index import Archive

WHY = "Why has Belarus sent no troops?"

pytestmark = pytest.mark.usefixtures("word_model", "small_archive")


@pytest.fixture
def saved(small_archive: Archive) -> dict:
    """What `ask --json` says, in a file."""
    written = onrecord("ask", WHY, "--json").stdout
    Path("a.json").write_text(written, encoding="utf-8")
    return json.loads(written)


def quotes_of(answer: dict) -> list[dict]:
    return [c for statement in answer["statements"] for c in statement["citations"]]


def test_what_ask_writes_holds(saved: dict) -> None:
    number = len(quotes_of(saved))
    assert number > 1
    held = f"1 answer, {number} quotes: all stand word for word in the archive\n"
    done = onrecord("verify", "a.json")
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"a.json: {held}", "")
    piped = onrecord("verify", "-", stdin=Path("a.json").read_bytes())
    assert (piped.exit_code, piped.stdout) == (0, f"standard input: {held}")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_what_batch_writes_holds_from_a_file_and_a_pipe(name: str) -> None:
    Path("q.txt").write_text(f"{WHY}\nHow many soldiers has the army of Belarus?\n")
    assert onrecord("batch", "q.txt", "-o", name).exit_code == 0
    done = onrecord("verify", name)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{name}: 2 answers, ")
    piped = onrecord("verify", "-", stdin=Path(name).read_bytes())
    assert piped.stdout == done.stdout.replace(name, "standard input")


def test_one_quote_and_silence_are_said() -> None:
    asked = onrecord("ask", WHY, "--json", "--limit", "1").stdout
    told = onrecord("verify", "-", stdin=asked).stdout
    assert told == "standard input: 1 answer, 1 quote: it stands word for word in the archive\n"
    silence = {**json.loads(asked), "statements": [], "closest": []}
    done = onrecord("verify", "-", stdin=json.dumps(silence))
    assert (done.exit_code, done.stdout) == (
        0,
        "standard input: 1 answer, nothing quoted: nothing to check\n",
    )


def test_what_does_not_hold_has_a_line_with_the_reason(saved: dict, small_archive: Archive) -> None:
    first, *others = quotes_of(saved)
    first["quote"] = first["quote"].replace("no troops", "ten troops")
    Path("b.jsonl").write_text(json.dumps(saved) + '\n{"question"\n')
    done = onrecord("verify", "b.jsonl", "a.json")
    total = len(others) + 1
    lines = done.stdout.splitlines()
    assert done.exit_code == 1
    assert lines[0] == (
        f"b.jsonl: 1 answer: {len(others)} of {total} quotes word for word in the archive; "
        "1 changed, 1 unreadable"
    )
    assert lines[1] == (
        f"  line 1, changed: {WHY}: “Belarus has sent ten troops.” (the quote differs from "
        "character 18 on, where the text has “us has sent no troops.”; the saved answer was "
        "changed; take it as it was written, or ask again)"
    )
    assert lines[2].startswith("  line 2, unreadable: it is not JSON (")
    assert lines[3].startswith("a.json: 1 answer, ")
    gone = first["article"]["id"]
    small_archive.remove(gone)
    missing = onrecord("verify", "a.json")
    assert missing.exit_code == 1
    assert f"the article {gone} is not in the archive archive: it was removed" in missing.stdout
    assert "onrecord add SOURCE --archive archive" in missing.stdout


def test_json_says_the_same(saved: dict) -> None:
    quotes_of(saved)[0]["article"]["sha256"] = "0" * 64
    done = onrecord("verify", "a.json", "-", "none.json", "--json", stdin=json.dumps(saved))
    assert done.exit_code == 1
    held, changed, none = json.loads(done.stdout)
    number = len(quotes_of(saved))
    counts = {"missing": 0, "changed": 0, "unreadable": 0}
    assert held == {
        "file": "a.json",
        "holds": True,
        "error": None,
        "answers": 1,
        "quotes": number,
        "word_for_word": number,
        **counts,
        "findings": [],
    }
    (finding,) = changed["findings"]
    assert (changed["file"], changed["holds"], changed["changed"]) == ("standard input", False, 1)
    assert (finding["line"], finding["question"], finding["problem"]) == (1, WHY, "changed")
    assert finding["quote"] == quotes_of(saved)[0]["quote"]
    assert none["error"] in done.stderr
    assert none["holds"] is False


def test_a_file_that_cannot_be_read_is_one_line_and_stops_no_other(saved: dict) -> None:
    Path("q.txt").write_text(f"{WHY}\n")
    done = onrecord("verify", "q.txt", "none.json", "a.json")
    assert done.exit_code == 1
    first, second = done.stderr.splitlines()
    assert first.startswith("onrecord: q.txt: it is neither JSON nor a CSV of answers, without a")
    assert second.startswith("onrecord: none.json cannot be opened (No such file or directory)")
    assert done.stdout.startswith("a.json: 1 answer, ")


def test_no_archive_is_one_line(saved: dict) -> None:
    done = onrecord("verify", "a.json", "--archive", "b")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("onrecord: no archive at b; make one with")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param([], "FILE", id="no file"),
        pytest.param([""], "name is empty; name a file", id="empty name"),
        pytest.param(["-", "-"], "standard input can be read once", id="twice"),
    ],
)
def test_wrong_usage_exits_with_2(words: list[str], reason: str) -> None:
    done = onrecord("verify", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert reason in done.stderr


def test_no_control_character_reaches_the_terminal(saved: dict) -> None:
    cited = quotes_of(saved)[0]
    saved["question"] = cited["quote"] = cited["article"]["outlet"] = "\x1b[31m\u202eRed\n\x9b0m"
    for words in (["-"], ["-", "--json"]):
        shown = onrecord("verify", *words, stdin=json.dumps(saved)).output
        assert "Red" in shown
        assert not any(ord(c) < 32 and c != "\n" for c in shown)
        assert not {"\x9b", "\u202e"} & set(shown)


def test_no_model_and_no_search_library_is_loaded(saved: dict) -> None:
    code = (
        "import sys\nfrom qa.cli import commands\n"
        "commands(['verify', 'a.json'], standalone_mode=False)\n"
        "print(sorted({'numpy', 'torch', 'faiss', 'tantivy', 'openvino'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[0].startswith("a.json: 1 answer, ")
    assert done.stdout.splitlines()[1] == "[]"
