"""`onrecord ask` and `batch` say what the desk answers, and where they may not they say why."""

import json
import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from command_line import onrecord
from numpy.typing import NDArray
from word_encoder import WordEncoder

from qa.desk import Desk

WHY = "Why has Belarus sent no troops?"

words = pytest.mark.usefixtures("word_model")


FILTERS = [
    *("--outlet", "example daily", "--outlet", "Example Weekly"),
    *("--since", "2024-01-01", "--until", "2024-12-31", "--language", "en"),
]


@words
def test_ask_says_what_the_desk_answers(desk: Desk) -> None:
    answer = desk.ask(WHY, limit=1)
    assert onrecord("ask", WHY, "--limit", "1").stdout == answer.text + "\n"
    assert onrecord("ask", WHY, "--limit", "1", "--markdown").stdout == answer.to_markdown()
    assert json.loads(onrecord("ask", WHY, "--limit", "1", "--json").stdout) == answer.to_dict()


@words
@pytest.mark.usefixtures("small_archive")
def test_ask_reads_standard_input() -> None:
    asked = onrecord("ask", "-", stdin=f"\ufeff{WHY}\r\n".encode())
    assert asked.stdout == onrecord("ask", WHY).stdout


@words
def test_what_was_asked_before_is_followed_on(desk: Desk) -> None:
    first = desk.ask(WHY)
    answer = desk.ask("And Minsk?", after=[first])
    shown = onrecord("ask", "And Minsk?", "--after", WHY).stdout
    assert shown == answer.text + "\n"
    assert shown.splitlines()[0] == "Understood as: Why has Minsk sent no troops?"


@words
@pytest.mark.usefixtures("small_archive")
def test_filters_reach_the_search() -> None:
    searched = json.loads(onrecord("ask", WHY, "--json", *FILTERS).stdout)["searched"]
    assert searched["articles"] == 1
    assert searched["filters"] == {
        "outlets": ["example daily", "Example Weekly"],
        "languages": ["en"],
        "since": "2024-01-01",
        "until": "2024-12-31",
    }


@words
@pytest.mark.usefixtures("small_archive")
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param(["?"], "the question has no words", id="no words"),
        pytest.param([WHY, "--outlet", "Pravda"], "no outlet 'Pravda'; what it has", id="outlet"),
        pytest.param([WHY, "--language", "uk"], "no language 'uk'", id="language"),
        pytest.param(
            [WHY, "--since", "2024-02-01", "--until", "2024-01-01"], "swap the two", id="dates"
        ),
        pytest.param([WHY, "--archive", "b"], "no archive at b; make one with", id="archive"),
        pytest.param(
            [WHY, "--archive", "my b"], "onrecord add FOLDER --archive 'my b'", id="a blank in it"
        ),
    ],
)
def test_an_error_is_one_line_and_exit_code_1(words: list[str], reason: str) -> None:
    result = onrecord("ask", *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("onrecord: ")
    assert reason in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param(["ask", WHY, "--since", "May"], "for example 2024-08-31", id="no date"),
        pytest.param(["ask", WHY, "--until", "2024-02-30"], "'2024-02-30' is no date", id="no day"),
        pytest.param(["ask", WHY, "--limit", "0"], "'--limit': 0 is not in", id="limit of none"),
        pytest.param(["ask", WHY, "--limit", "few"], "not a valid whole number", id="no number"),
        pytest.param(["ask", WHY, "--strictness", "lax"], "'lax'; choose one of", id="how strict"),
        pytest.param(["ask", WHY, "--json", "--markdown"], "exclude each other", id="two forms"),
        pytest.param(["ask"], "QUESTION", id="no question"),
        pytest.param(["batch", "questions.csv"], "--output", id="no output"),
        pytest.param(["batch", "", "-o", "a.csv"], "name is empty; name a file", id="no input"),
        pytest.param(["batch", "q.csv", "-o", ""], "name is empty; name a file", id="empty output"),
        pytest.param(["add", "x", "--model", ""], "it is empty; give a value", id="no model"),
        pytest.param(["ask", WHY, "--reader", ""], "it is empty; give a value", id="no reader"),
        pytest.param(["add", "x", "--max-file-size", ""], "it is empty; give", id="empty size"),
        pytest.param(["add", "x", "--field", "text"], "not FIELD=NAME", id="field without a name"),
        pytest.param(["add", "x", "--max-file-size", "big"], "'big' is no size", id="no size"),
        pytest.param(["add", "x", "--field", "body=text"], "'body' is none of", id="no such field"),
        pytest.param(["add", "x", "--max-seconds", "0.5"], "the range x>=1", id="too few seconds"),
        pytest.param(["add", "x", "--max-seconds", "nan"], "not a valid number", id="no seconds"),
        pytest.param(["add", "x", "--max-seconds", "inf"], "not a valid number", id="no end"),
        pytest.param(
            ["add", "x", "--max-seconds", "1e300"],
            "the limit seconds is 1e+300; give it a number above 0, 1,000,000,000 at most",
            id="more seconds than there are",
        ),
        pytest.param(
            ["add", "x", "--max-pages", "9" * 30], "the limit pages is 9999", id="too many pages"
        ),
        pytest.param(
            ["add", "x", "--max-file-size", "9999999999GB"], "is no size", id="too large a size"
        ),
        pytest.param(["serve", "--port", "70000"], "'--port': 70000 is not in", id="no such port"),
        pytest.param(["answer"], "answer", id="no such command"),
    ],
)
def test_wrong_usage_exits_with_2(words: list[str], reason: str) -> None:
    result = onrecord(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


@words
def test_no_control_character_reaches_the_terminal() -> None:
    record = {"text": "Minsk sent troops.", "outlet": "\x1b[31mRed\x9b0m", "title": "\u202eT\x07"}
    added = onrecord("add", "-", stdin=json.dumps(record))
    assert added.exit_code == 0
    question = "Who sent troops, \x1b]0;Minsk?"
    for words in (
        ["ask", question],
        ["ask", question, "--json"],
        ["ask", question, "--markdown"],
        ["status"],
        ["status", "--json"],
        ["status", "--articles"],
        ["ask", question, "--outlet", "\x1b[2J"],
    ):
        output = onrecord(*words).output
        assert output
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", output), words


@words
@pytest.mark.usefixtures("small_archive")
def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Desk, "ask", fail)
    assert isinstance(onrecord("ask", WHY).exception, ZeroDivisionError)


@words
@pytest.mark.usefixtures("small_archive")
def test_ctrl_c_is_one_line_and_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Desk, "ask", interrupt)
    result = onrecord("ask", WHY)
    assert (result.exit_code, result.stderr) == (130, "onrecord: interrupted\n")


# Batch -----------------------------------------------------------------------------------------


@words
def test_batch_writes_the_file_and_tells_the_tally(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text(f"id,question\n1,{WHY}\n2,???\n")
    result = onrecord("batch", "q.csv", "-o", "a.jsonl", *FILTERS)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("onrecord: 2 questions: ")
    assert "1 could not be asked" in result.stderr
    first, second = map(json.loads, (tmp_path / "a.jsonl").read_text().splitlines())
    assert (first["input"], second["input"]) == ({"id": "1"}, {"id": "2"})
    assert (
        first["searched"] == json.loads(onrecord("ask", WHY, "--json", *FILTERS).stdout)["searched"]
    )
    assert "no words" in second["error"]


@words
def test_batch_from_and_to_a_pipe(desk: Desk) -> None:
    result = onrecord("batch", "-", "-o", "-", "--limit", "1", stdin=f"{WHY}\nWho is in Minsk?\n")
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["line"] for line in lines] == [1, 2]
    for line in lines:
        answer = desk.ask(line["question"], limit=1).to_dict()
        assert {name: line[name] for name in answer} == answer


@words
@pytest.mark.usefixtures("small_archive")
def test_batch_says_what_is_kept_and_goes_on_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = [f"How many soldiers has Minsk in {number}?" for number in range(40)]
    (tmp_path / "q.txt").write_text("\n".join(questions))
    batches = count(1)

    def embed(encoder: WordEncoder, texts: Sequence[str]) -> NDArray[np.float32]:
        if next(batches) == 4:  # the last one: four, twelve and sixteen are done
            raise KeyboardInterrupt
        return encoder.vectors(texts)

    monkeypatch.setattr(WordEncoder, "encode_questions", embed)
    result = onrecord("batch", "q.txt", "-o", "a.jsonl")
    assert result.exit_code == 130
    assert result.stderr == (
        "onrecord: interrupted; the answers to 32 questions are kept, and the same command goes on "
        "from there\n"
    )
    assert not (tmp_path / "a.jsonl").exists()
    result = onrecord("batch", "q.txt", "-o", "a.jsonl")
    going_on, tally = result.stderr.splitlines()
    assert (result.exit_code, next(batches)) == (0, 6)
    assert going_on == "onrecord: going on after 32 questions answered before"
    assert tally.startswith("onrecord: 40 questions: ")
    lines = (tmp_path / "a.jsonl").read_text().splitlines()
    assert [json.loads(line)["question"] for line in lines] == questions


@words
@pytest.mark.usefixtures("small_archive")
def test_batch_without_a_question_writes_nothing_and_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("question\n")
    for words, stdin in ((["q.csv", "-o", "a.csv"], None), (["-", "-o", "-"], "\n")):
        result = onrecord("batch", *words, stdin=stdin)
        assert (result.exit_code, result.stdout) == (1, "")
        name = "the input" if stdin else "q.csv"
        assert result.stderr.startswith(f"onrecord: there is no question in {name}; write")
    assert not (tmp_path / "a.csv").exists()


@words
@pytest.mark.usefixtures("small_archive")
def test_batch_with_an_unknown_outlet_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text(WHY)
    result = onrecord("batch", "q.txt", "-o", "a.csv", "--outlet", "Pravda")
    assert result.exit_code == 1
    assert "no outlet 'Pravda'" in result.stderr
    assert not (tmp_path / "a.csv").exists()
