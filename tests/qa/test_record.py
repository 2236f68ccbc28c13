"""A saved answer holds until one character of it, or of the archive, is another."""

import csv
import io
import json
import shutil
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from word_encoder import WordEncoder

from index import Archive, Article
from qa import verify
from qa.batch import run
from qa.desk import Desk
from qa.plain import to_json
from qa.record import Problem, Verification

WHY = "Why has Belarus sent no troops?"
QUESTIONS = f"{WHY}\nHow many soldiers has the army of Belarus?\nWho baked a cake?\n???\n"
SPOKEN = Article(
    text="Snow fell on Minsk. “Belarus has sent no troops,” Ann Poe said. The border was quiet.",
    title="=Snow",
    outlet="-Herald",
    authors=("Jan Roe", "Ann Poe"),
    published=date(2024, 3, 2),
)
LINES = 'Belarus has sent\rno troops to the\rborder, "its own" army said.'
FORMULA = Article(text="=SUM(troops) of Belarus was written on the wall. Minsk said no.")


@pytest.fixture(scope="module")
def master(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """What `filled` is a copy of, to be asked once for many tests."""
    path = shutil.copytree(made_once, tmp_path_factory.mktemp("filled") / "archive")
    archive = Archive.open(path, encoder=WordEncoder())
    archive.add_articles([SPOKEN, FORMULA])
    archive.close()
    return archive


@pytest.fixture
def filled(master: Archive, tmp_path: Path) -> Archive:
    master.close()
    path = shutil.copytree(master.path, tmp_path / "filled")
    return Archive.open(path, encoder=WordEncoder())


@pytest.fixture(scope="module")
def answered(master: Archive) -> str:
    return to_json(Desk(master).ask(WHY).to_dict())


@pytest.fixture
def answer(answered: str) -> dict[str, Any]:
    return json.loads(answered)


@pytest.fixture(scope="module")
def table(master: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The questions, answered into a file that is only read."""
    return batch_of(master, tmp_path_factory.mktemp("table") / "a.csv")


def checked(archive: Archive, content: str | bytes) -> Verification:
    raw = content.encode() if isinstance(content, str) else content
    return verify(archive, io.BytesIO(raw))


def only_finding(found: Verification) -> tuple[Problem, str]:
    (finding,) = found.findings
    assert sum(found.problems.values()) == 1
    assert not found.holds
    return finding.problem, finding.reason


def batch_of(archive: Archive, target: Path, questions: str = QUESTIONS) -> Path:
    run(Desk(archive), io.BytesIO(questions.encode()), target)
    return target


def rows_of(target: Path) -> list[dict[str, str]]:
    written = target.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(written, newline="")))


def quotes_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    said = [cited for statement in answer["statements"] for cited in statement["citations"]]
    return [*said, *answer["closest"]]


# What is written is read again ------------------------------------------------------------------


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda a: to_json(a, indent=2), id="ask --json"),
        pytest.param(lambda a: to_json(a, indent=2) + "\n", id="Save JSON"),
        pytest.param(lambda a: to_json(a) + "\n", id="on one line"),
        pytest.param(lambda a: json.dumps(a, indent="\t"), id="ASCII, with tabs"),
        pytest.param(lambda a: "\ufeff" + to_json(a, indent=2).replace("\n", "\r\n"), id="Windows"),
    ],
)
def test_one_answer_holds(filled: Archive, answer: dict[str, Any], write) -> None:
    found = checked(filled, write(answer))
    number = len(quotes_of(answer))
    assert number >= 2
    assert (found.answers, found.quotes, found.word_for_word) == (1, number, number)
    assert found.holds
    assert found.findings == ()


def test_what_to_dict_gives_holds_without_a_file(filled: Archive) -> None:
    asked = Desk(filled).ask(WHY)
    found = verify(filled, asked.to_dict())
    assert found.holds
    assert found.quotes == sum(len(statement.citations) for statement in asked.statements)


def test_several_answers_may_follow_one_another(filled: Archive, answer: dict[str, Any]) -> None:
    found = checked(filled, f"{to_json(answer, indent=2)}\n\n{to_json(answer)}\n")
    assert (found.answers, found.quotes) == (2, 2 * len(quotes_of(answer)))
    assert found.holds


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_batch_holds(filled: Archive, tmp_path: Path, name: str) -> None:
    target = batch_of(filled, tmp_path / name)
    answers = list(Desk(filled).ask_many(QUESTIONS.splitlines()[:3]))
    cited = sum(len(s.citations) for one in answers for s in one.statements)
    closest = sum(len(one.closest) for one in answers)
    for source in (target, str(target), io.BytesIO(target.read_bytes())):
        found = verify(filled, source)
        assert (found.holds, found.answers) == (True, 3)
        assert found.quotes == found.word_for_word == cited + (closest if "json" in name else 0)


def test_a_batch_has_speakers_and_formulas(filled: Archive, tmp_path: Path) -> None:
    """Else the round trips would not show that these hold."""
    target = batch_of(filled, tmp_path / "a.csv", f"{WHY}\nWhat of Belarus was on the wall?\n")
    rows = rows_of(target)
    assert any(row["speaker"] for row in rows)
    assert any(row["quote"].startswith("'=") for row in rows)
    assert any(row["outlet"] == "'-Herald" for row in rows)
    assert verify(filled, target).holds


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_csv_holds_that_a_spreadsheet_wrote_again(
    filled: Archive, tmp_path: Path, separator: str
) -> None:
    target = batch_of(filled, tmp_path / "a.csv")
    rows = rows_of(target)
    again = io.StringIO()
    writer = csv.writer(again, delimiter=separator, lineterminator="\n")
    writer.writerows([rows[0].keys(), *(row.values() for row in rows)])
    found = checked(filled, f"sep={separator}\n{again.getvalue()}")
    assert found == verify(filled, target)
    assert found.holds


def test_a_quote_over_several_lines_holds_in_csv(archive: Archive, tmp_path: Path) -> None:
    archive.add_articles([Article(text=f"{LINES} It snowed.")])
    target = batch_of(archive, tmp_path / "a.csv", WHY)
    quotes = [row["quote"] for row in rows_of(target)]
    assert quotes[0] == LINES
    found = verify(archive, target)
    assert (found.quotes, found.holds) == (len(quotes), True)


def test_cells_may_be_longer_than_csv_allows_by_itself(filled: Archive, tmp_path: Path) -> None:
    before = csv.field_size_limit()
    carried = json.dumps({"question": WHY, "note": "x" * 200_000})
    target = batch_of(filled, tmp_path / "a.csv", carried)
    assert verify(filled, target).holds
    assert csv.field_size_limit() == before


def test_silence_and_what_could_not_be_asked_hold(filled: Archive, tmp_path: Path) -> None:
    target = batch_of(filled, tmp_path / "a.csv", "Who baked a cake?\n???\n")
    found = verify(filled, target)
    assert (found.answers, found.quotes, found.holds) == (1, 0, True)


# What was changed is found ----------------------------------------------------------------------


def shift(cited: dict[str, Any]) -> None:
    cited["start"] += 1
    cited["end"] += 1


def swap_end(text: str) -> str:
    return text[:-1] + ("!" if text[-1:] != "!" else "?")


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(
            lambda c: c.update(quote=swap_end(c["quote"])), "the quote differs from", id="quote"
        ),
        pytest.param(lambda c: c.update(quote=c["quote"] + "."), "the quote differs", id="longer"),
        pytest.param(lambda c: c.update(quote=""), "the quote differs from character 1", id="gone"),
        pytest.param(shift, "in the text, and not at", id="place"),
        pytest.param(
            lambda c: c.update(end=c["end"] - 1), "in the text, and not at", id="an offset"
        ),
        pytest.param(lambda c: c.update(end=10**9), "to 1000000000 is no place", id="beyond"),
        pytest.param(lambda c: c.update(start=-5), "-5 to ", id="negative"),
        pytest.param(lambda c: c.update(end=c["start"]), "is no place for the quote", id="empty"),
        pytest.param(
            lambda c: c["article"].update(sha256="0" * 64),
            f"not “{'0' * 64}”; the saved answer was changed; take it as it was written",
            id="digest",
        ),
        pytest.param(
            lambda c: c.update(answer={"text": "No", "start": c["start"], "end": c["start"] + 2}),
            "the answer differs from character 1 on",
            id="answer",
        ),
        pytest.param(lambda c: c.update(before="Not so. "), "the sentence before", id="before"),
        pytest.param(lambda c: c.update(after=" Not so."), "the sentence after", id="after"),
        pytest.param(
            lambda c: c["article"].update(outlet="Other"),
            "the article's outlet is “-Herald”, not “Other”",
            id="outlet",
        ),
        pytest.param(
            lambda c: c["article"].update(published=None),
            "the article's published is “2024-03-02”, not none",
            id="date",
        ),
        pytest.param(
            lambda c: c["article"].update(authors=["Ann Poe"]),
            "the article's authors is “Jan Roe; Ann Poe”, not “Ann Poe”",
            id="authors",
        ),
        pytest.param(
            lambda c: c["speaker"].update(name="Jan Poe"), "the speaker differs", id="speaker"
        ),
        pytest.param(
            lambda c: c["speaker"].update(verb="denied"), "the verb “denied” is not in", id="verb"
        ),
    ],
)
def test_a_change_is_found(filled: Archive, answer, change: Change, reason: str) -> None:
    spoken = next(c for c in quotes_of(answer) if c["article"]["id"] == SPOKEN.id and c["speaker"])
    change(spoken)
    problem, said = only_finding(checked(filled, to_json(answer, indent=2)))
    assert problem == Problem.CHANGED
    assert reason in said
    assert said.endswith("; the saved answer was changed; take it as it was written, or ask again")


def test_words_of_the_answer_must_be_in_the_quote(filled: Archive, answer) -> None:
    spoken = next(c for c in quotes_of(answer) if c["article"]["id"] == SPOKEN.id and c["speaker"])
    spoken["answer"] = {"text": "Snow", "start": 0, "end": 4}
    assert (
        "the place of the answer, is not in the quote's"
        in only_finding(checked(filled, to_json(answer)))[1]
    )


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        pytest.param("quote", "Belarus has sent many troops.", Problem.CHANGED, id="quote"),
        pytest.param("start", "1", Problem.CHANGED, id="offset"),
        pytest.param("start", "-1", Problem.CHANGED, id="negative"),
        pytest.param("end", "9" * 18, Problem.CHANGED, id="out of range"),
        pytest.param("sha256", "0" * 64, Problem.CHANGED, id="digest"),
        pytest.param("outlet", "Other", Problem.CHANGED, id="outlet"),
        pytest.param("speaker", "Jan Poe", Problem.CHANGED, id="speaker"),
        pytest.param("article_id", "0" * 16, Problem.MISSING, id="article"),
        pytest.param("article_id", "1.2E+15", Problem.UNREADABLE, id="an id made a number"),
        pytest.param("start", "", Problem.UNREADABLE, id="no offset"),
        pytest.param("end", "12.0", Problem.UNREADABLE, id="a number with a point"),
        pytest.param("end", "9" * 5000, Problem.UNREADABLE, id="a number without end"),
    ],
)
def test_a_change_of_a_cell_is_found(
    filled: Archive, table: Path, column: str, value: str, problem: Problem
) -> None:
    rows = rows_of(table)
    rows[0][column] = value
    again = io.StringIO()
    csv.writer(again).writerows([rows[0].keys(), *(row.values() for row in rows)])
    found = checked(filled, again.getvalue())
    assert only_finding(found)[0] == problem
    assert (found.findings[0].line, found.findings[0].question) == (2, WHY)
    assert found.word_for_word == found.quotes - 1


def test_an_apostrophe_is_let_pass_before_a_formula_only(filled: Archive, tmp_path: Path) -> None:
    target = batch_of(filled, tmp_path / "a.csv", "What of Belarus was on the wall?\n")
    written = target.read_text("utf-8-sig")
    assert written.count(",'=SUM(troops)") == 1
    assert checked(filled, written.replace(",'=SUM(troops)", ",=SUM(troops)")).holds
    assert not checked(filled, written.replace(",'=SUM(troops)", ",''=SUM(troops)")).holds
    assert not checked(filled, written.replace(",'=SUM(troops)", ",'+SUM(troops)")).holds


# The archive ------------------------------------------------------------------------------------


def test_a_removed_article_is_missing(filled: Archive, answer) -> None:
    filled.remove(SPOKEN.id)
    found = checked(filled, to_json(answer))
    cited = [c for c in quotes_of(answer) if c["article"]["id"] == SPOKEN.id]
    assert found.problems == {
        Problem.MISSING: len(cited),
        Problem.CHANGED: 0,
        Problem.UNREADABLE: 0,
    }
    assert found.word_for_word == len(quotes_of(answer)) - len(cited)
    assert found.findings[0].quote == cited[0]["quote"]
    assert found.findings[0].reason.startswith(
        f"the article {SPOKEN.id} is not in the archive {filled.path}: it was removed, or is"
    )


def test_an_older_version_holds_until_it_is_dropped(archive: Archive) -> None:
    url = "https://a.example/troops"
    archive.add_articles([Article(text="Belarus has sent no troops. It snowed.", url=url)])
    answer = Desk(archive).ask(WHY).to_dict()
    assert answer["statements"]
    archive.add_articles([Article(text="Belarus has sent some troops. It snowed.", url=url)])
    assert [article.text[:21] for article in archive.articles()] == ["Belarus has sent some"]
    assert verify(archive, answer).holds
    archive.compact(drop_versions=True)
    found = verify(archive, answer)
    assert found.problems[Problem.MISSING] == found.quotes > 0


def test_in_another_archive_all_is_missing(filled: Archive, answer, tmp_path: Path) -> None:
    other = Archive.create(tmp_path / "other", encoder=WordEncoder())
    found = verify(other, answer)
    assert found.problems[Problem.MISSING] == found.quotes == len(quotes_of(answer))
    assert found.word_for_word == 0


def test_an_altered_archive_is_told_from_an_altered_answer(filled: Archive, answer) -> None:
    with filled._database.transaction():
        filled._database._connection.execute(
            "UPDATE articles SET text = replace(text, 'Snow fell', 'Rain fell') WHERE id = ?",
            (SPOKEN.id,),
        )
    found = verify(filled, answer)
    cited = [c for c in quotes_of(answer) if c["article"]["id"] == SPOKEN.id]
    assert found.problems[Problem.CHANGED] == len(cited) >= 1
    assert found.findings[0].reason.endswith(
        f"what the archive {filled.path} holds was changed by other means; put a copy of it back"
    )


def test_an_article_is_fetched_once(filled: Archive, answer, monkeypatch) -> None:
    asked = []
    fetch = Archive.article
    monkeypatch.setattr(Archive, "article", lambda self, id_: asked.append(id_) or fetch(self, id_))
    assert checked(filled, f"{to_json(answer)}\n" * 20).answers == 20
    assert sorted(asked) == sorted({cited["article"]["id"] for cited in quotes_of(answer)})


def test_a_long_file_is_not_held_in_memory(filled: Archive, answer, tmp_path: Path) -> None:
    target, line = tmp_path / "a.jsonl", to_json({**answer, "question": "x" * 100_000}) + "\n"
    with target.open("w", encoding="utf-8") as stream:
        stream.writelines(line for _ in range(300))  # some 30 MB
    told: list[int] = []
    tracemalloc.start()
    found = verify(filled, target, progress=told.append)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.holds, found.answers, told[-1]) == (True, 300, 300)
    assert peak < 4_000_000


def test_a_thousand_findings_are_listed_and_all_are_counted(filled: Archive, answer) -> None:
    filled.remove(SPOKEN.id)
    many = 1200
    found = checked(filled, f"{to_json(answer)}\n" * many)
    assert found.problems[Problem.MISSING] >= many
    assert len(found.findings) == 1000
