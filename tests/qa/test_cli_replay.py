"""`onrecord replay` lists which answers are different today; its exit code tells of errors."""

import json
import os
import shutil
from pathlib import Path
from threading import Thread

import pytest
from command_line import onrecord
from rich.console import Console

from index import Archive, Article
from qa.terminal import bars_on

WHY = "Why has Belarus sent no troops?"
CAKE = "Who baked the wedding cake in Grodno?"
BAKER = Article(text="Ann Poe baked the wedding cake in Grodno. It was Friday.", outlet="Courier")
NAMES = {"same", "marked", "reordered", "changed", "answered", "silent", "failed"}


@pytest.fixture
def saved(word_model: None, small_archive: Archive) -> Path:
    Path("q.txt").write_text(f"{WHY}\n{CAKE}\n", encoding="utf-8")
    assert onrecord("batch", "q.txt", "-o", "a.jsonl").exit_code == 0
    return Path("a.jsonl")


def test_the_same_is_one_line(saved: Path) -> None:
    done = onrecord("replay", "a.jsonl", "--exit-code")
    told = "2 answers: 2 the same\n"
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"a.jsonl: {told}", "")
    piped = onrecord("replay", "-", stdin=saved.read_bytes())
    assert (piped.exit_code, piped.stdout) == (0, f"standard input: {told}")


def test_a_pipe_is_read_once_on_a_terminal_too(saved: Path, monkeypatch) -> None:
    monkeypatch.setattr("qa.terminal.progress_bars", lambda: bars_on(Console(stderr=True)))
    os.mkfifo("pipe")
    writer = Thread(target=Path("pipe").write_bytes, args=[saved.read_bytes()], daemon=True)
    writer.start()
    done = onrecord("replay", "pipe", "a.jsonl")
    assert "pipe: 2 answers: 2 the same\na.jsonl: 2 answers: 2 the same\n" in done.stdout
    assert done.exit_code == 0


def test_what_is_another_is_listed_and_is_no_error(saved: Path, small_archive: Archive) -> None:
    small_archive.add_articles([BAKER])
    done = onrecord("replay", "a.jsonl")
    lines = done.stdout.splitlines()
    assert (done.exit_code, done.stderr) == (0, "")
    assert lines[0] == f"a.jsonl, line 2, answered now, silent then: {CAKE}"
    assert lines[1].startswith("  probability: 0.")
    assert lines[2] == "  new [1]: “Ann Poe baked the wedding cake in Grodno.” Courier"
    assert lines[-1] == "a.jsonl: 2 answers: 1 the same; 1 answered now, silent then"
    assert onrecord("replay", "a.jsonl", "--exit-code").exit_code == 3


def test_gone_and_moved_quotes_have_their_reason(saved: Path, small_archive: Archive) -> None:
    (first, *_) = json.loads(saved.read_text("utf-8").splitlines()[0])["statements"]
    gone = first["citations"][0]["article"]
    kept = small_archive.article(gone["id"])
    assert kept
    marked = Article(
        text=f"{kept.text} It was a cold day.",
        title=kept.title,
        outlet=kept.outlet,
        published=kept.published,
        url=kept.url,
        notice="corrected",
        language="en",
    )
    small_archive.add_articles([marked])
    told = onrecord("replay", "a.jsonl").stdout
    assert (
        f"its article has a newer version, {marked.id}, corrected by its publisher, which" in told
    )
    assert "\n  moved [1]: “" in told
    small_archive.remove(marked.id)
    told = onrecord("replay", "a.jsonl").stdout
    assert "\n  gone [1]: “" in told
    assert f"{gone['outlet']}, {gone['published']}, {gone['title']} (its article is not in" in told


def test_json_says_the_same(saved: Path, small_archive: Archive) -> None:
    small_archive.add_articles([BAKER])
    done = onrecord("replay", "a.jsonl", "none.jsonl", "--json", "--exit-code")
    assert done.exit_code == 1
    found, none = json.loads(done.stdout)
    counts = {name: found[name] for name in NAMES}
    assert counts == {**dict.fromkeys(NAMES, 0), "same": 1, "answered": 1}
    assert (found["file"], found["error"], found["is_same"], found["answers"]) == (
        "a.jsonl",
        None,
        False,
        2,
    )
    (finding,) = found["findings"]
    assert (finding["line"], finding["question"], finding["outcome"]) == (2, CAKE, "answered")
    assert finding["new"][0]["article"]["id"] == BAKER.id
    assert (finding["new"][0]["start"], finding["new"][0]["statement"]) == (0, 1)
    assert (finding["gone"], finding["articles"]) == ([], {"then": 3, "now": 4})
    assert none["error"] in done.stderr
    assert (none["is_same"], none["answers"]) == (False, 0)


def test_json_lists_so_many_and_counts_all(
    saved: Path, small_archive: Archive, monkeypatch
) -> None:
    monkeypatch.setattr("qa.record.LISTED", 2)
    saved.write_text(f"{saved.read_text('utf-8').splitlines()[1]}\n" * 3, encoding="utf-8")
    small_archive.add_articles([BAKER])
    (found,) = json.loads(onrecord("replay", "a.jsonl", "--json").stdout)
    assert (found["answers"], found["answered"], found["is_same"]) == (3, 3, False)
    assert [finding["line"] for finding in found["findings"]] == [1, 2]


@pytest.mark.parametrize(
    ("told", "then", "is_shown"),
    [
        pytest.param({}, 0.25, True, id="as written"),
        pytest.param({"probability": None}, None, False, id="null"),
        pytest.param({"threshold": None}, 0.25, False, id="no threshold"),
        pytest.param({"probability": True}, None, False, id="true"),
        pytest.param({"probability": float("nan")}, None, False, id="not a number"),
        pytest.param({"probability": 10**400}, None, False, id="huge"),
        pytest.param({"probability": -0.5}, None, False, id="negative"),
        pytest.param({"probability": "0.25"}, None, False, id="a string"),
    ],
)
def test_only_a_probability_is_shown_as_one(
    saved: Path, small_archive: Archive, told: dict[str, object], then: object, is_shown: bool
) -> None:
    answer = json.loads(saved.read_text("utf-8").splitlines()[1])
    answer |= {"probability": 0.25, "threshold": 0.5, **told}
    saved.write_text(json.dumps(answer), encoding="utf-8")
    small_archive.add_articles([BAKER])
    shown = onrecord("replay", "a.jsonl").stdout.splitlines()[1]
    assert shown.startswith("  probability: 0.")
    assert shown.endswith("; then 0.25 of 0.50") is is_shown
    assert ("then" in shown) is is_shown
    (found,) = json.loads(onrecord("replay", "a.jsonl", "--json").stdout)
    assert found["findings"][0]["probability"]["then"] == then


@pytest.mark.parametrize(("articles", "then"), [(3, 3), (-1, None), (True, None), (1.5, None)])
def test_only_a_number_of_articles_is_one(
    saved: Path, small_archive: Archive, articles: object, then: object
) -> None:
    answer = json.loads(saved.read_text("utf-8").splitlines()[1])
    answer["searched"]["articles"] = articles
    saved.write_text(json.dumps(answer), encoding="utf-8")
    small_archive.add_articles([BAKER])
    (found,) = json.loads(onrecord("replay", "a.jsonl", "--json").stdout)
    assert found["findings"][0]["articles"] == {"then": then, "now": 4}


def test_a_broken_line_is_listed_and_exits_with_1(saved: Path) -> None:
    with saved.open("a", encoding="utf-8") as stream:
        stream.write('{"question"\n' + saved.read_text("utf-8").splitlines()[0] + "\n")
    done = onrecord("replay", "a.jsonl", "--exit-code")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("a.jsonl, line 3, not asked again: it is not JSON (")
    assert lines[-1] == "a.jsonl: 4 answers: 3 the same; 1 not asked again"


def test_another_archive_and_an_empty_one_are_told(saved: Path, word_model: None) -> None:
    Archive.create("other").add_articles([BAKER])
    done = onrecord("replay", "a.jsonl", "--archive", "other")
    assert done.exit_code == 0
    assert "none of the articles that it quotes is in the archive other; if its" in done.stderr
    Archive.create("empty")
    done = onrecord("replay", "a.jsonl", "--archive", "empty")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "the archive empty has no articles" in done.stderr
    assert "onrecord add SOURCE --archive empty" in done.stderr
    none = onrecord("replay", "a.jsonl", "--archive", "none")
    assert (none.exit_code, none.stdout) == (1, "")


def test_what_csv_does_not_tell_is_said_once(saved: Path) -> None:
    assert onrecord("batch", "q.txt", "-o", "a.csv", "--strictness", "open").exit_code == 0
    done = onrecord("replay", "a.csv", "--strictness", "open")
    assert done.stdout.splitlines()[-1] == (
        "  not told by the file: filters (none taken), strictness (open taken), limit (8 taken) "
        "(2 answers)"
    )


def test_no_control_character_reaches_the_terminal(saved: Path) -> None:
    answer = json.loads(saved.read_text("utf-8").splitlines()[0])
    cited = answer["statements"][0]["citations"][0]
    cited["quote"] = cited["article"]["outlet"] = "\x1b[31m\u202eRed\n\x9b0m"
    answer["question"] = f"{WHY}\x1b[31m"
    for words in (["-"], ["-", "--json"]):
        shown = onrecord("replay", *words, stdin=json.dumps(answer)).output
        assert "Red" in shown
        assert not any(ord(c) < 32 and c != "\n" for c in shown)
        assert not {"\x9b", "\u202e"} & set(shown)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param([], "FILE", id="no file"),
        pytest.param([""], "name is empty; name a file", id="empty name"),
        pytest.param(["-", "-"], "standard input can be read once", id="twice"),
    ],
)
def test_wrong_usage_exits_with_2(words: list[str], reason: str) -> None:
    done = onrecord("replay", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert reason in done.stderr


def test_with_the_models_that_ship(shipped_archive: Path, tmp_path: Path, monkeypatch) -> None:
    """What is answered is the same; a conversation's turn too; a removed article is missed."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(shipped_archive, tmp_path / "archive")
    asked = "How many munitions went to Russia?"
    for name, words in (("one.json", [asked]), ("two.json", ["And tanks?", "--after", asked])):
        done = onrecord("ask", *words, "--json")
        Path(name).write_text(done.stdout, encoding="utf-8")
    assert json.loads(Path("two.json").read_text("utf-8"))["understood"]
    done = onrecord("replay", "one.json", "two.json", "--exit-code")
    assert (done.exit_code, done.stdout.count("1 answer: 1 the same")) == (0, 2)
    first = json.loads(Path("one.json").read_text("utf-8"))["statements"][0]["citations"][0]
    assert onrecord("remove", first["article"]["id"]).exit_code == 0
    done = onrecord("replay", "one.json", "--exit-code")
    assert done.exit_code == 3
    assert "(its article is not in the archive any more)" in done.stdout
