"""`onrecord evaluate` and `--strictness`: what the commands say is what Python returns."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import onrecord
from evaluating import PlannedDesk, asked, cases, planned
from word_reader import WordReader

from index import Archive
from index.locking import writing
from qa import Desk, evaluate, read_cases, report
from qa.bundled import BUNDLED_READER
from qa.calibration import Calibration, store, stored, weights_in_force
from qa.recalibration import refit
from qa.silence import threshold
from qa.strictness import Strictness

ADDRESS = "http://127.0.0.1:8501"
WHY = "Why has Belarus sent no troops?"
OWN = Calibration(threshold=0.65, wanted=0.05, answerable=30, unanswerable=40)
# In hundredths: 25 questions with an answer, 20 without.
CAN, CANNOT = range(4, 104, 4), range(2, 82, 4)

words = pytest.mark.usefixtures("word_model")
pytestmark = [words, pytest.mark.usefixtures("small_archive")]


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the probability be the last number of the question; see `evaluating`.

    Nothing hangs on the reader then: one that needs no model reads a hundred times as fast.
    """
    monkeypatch.setattr(Desk, "probability", lambda _, evidence: planned(evidence))
    for module in ("qa.desk", "qa.reader"):
        monkeypatch.setattr(f"{module}.load_reader", lambda _=None: WordReader())


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Write 45 questions and how they are answered."""
    rows = [f"{c.question},{c.golds[0].quote}" for c in cases(CAN, [])]
    rows += [f"{c.question},not in the archive" for c in cases([], CANNOT)]
    path = tmp_path / "q.csv"
    path.write_text("\n".join(["question,quote", *rows]), encoding="utf-8")
    return path


# Measuring -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("plan")
def test_the_report_is_that_of_python(small_archive: Archive, questions: Path) -> None:
    expected = evaluate(PlannedDesk(small_archive), read_cases(questions))
    shown = onrecord("evaluate", "q.csv")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == report.as_text(expected, address=ADDRESS) + "\n"
    as_json = onrecord("evaluate", "q.csv", "--json", "--port", "9000")
    found = report.as_dict(expected, address="http://127.0.0.1:9000")
    assert json.loads(as_json.stdout) == json.loads(json.dumps(found))
    piped = onrecord("evaluate", "-", stdin=questions.read_bytes())
    assert piped.stdout == shown.stdout


@pytest.mark.usefixtures("plan")
def test_the_report_goes_into_a_file_too(small_archive: Archive, questions: Path) -> None:
    expected = evaluate(PlannedDesk(small_archive), read_cases(questions))
    shown = onrecord("evaluate", "q.csv", "-o", "r.md")
    assert shown.stdout == report.as_text(expected, address=ADDRESS) + "\n"
    written = Path("r.md").read_text(encoding="utf-8")
    assert written == report.as_markdown(expected, address=ADDRESS)
    as_json = onrecord("evaluate", "q.csv", "-o", "r.JSON")
    assert as_json.exit_code == 0, (as_json.stderr, as_json.exception)
    found = json.loads(Path("r.JSON").read_text(encoding="utf-8"))
    assert found == json.loads(json.dumps(report.as_dict(expected, address=ADDRESS)))
    assert sorted(path.name for path in Path().iterdir()) == ["archive", "q.csv", "r.JSON", "r.md"]


@pytest.mark.usefixtures("plan")
def test_bad_rows_are_listed_and_the_rest_is_measured(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text(
        "question,quote,article\n"
        f"{asked(90)},Its tanks are old.,\n"
        "???,x,\n"
        f"{asked(80)},a quote of nobody,\n"
        f"{asked(70)},,No such article\n"
        f"{asked(60)},not in the archive,x1\n"
    )
    result = onrecord("evaluate", "q.csv")
    assert result.exit_code == 1
    assert "problems in the file: 4" in result.stderr
    for words in (
        "PROBLEMS IN THE FILE (4)",
        "line 3: ???: the question has no words",
        "line 4: " + asked(80) + ": the quote “a quote of nobody” does not stand in any article",
        "line 5: " + asked(70) + ": the article “No such article” is not in the archive",
        "line 6: " + asked(60) + ": it has an answer and says “not in the archive”",
    ):
        assert words in result.stdout
    assert json.loads(onrecord("evaluate", "q.csv", "--json").stdout)["questions"] == {
        "answerable": 1,
        "unanswerable": 0,
        "without_gold": 0,
    }


@pytest.mark.usefixtures("small_archive")
def test_a_file_without_a_question_is_refused() -> None:
    Path("none.csv").write_text("question,quote,article\n")
    result = onrecord("evaluate", "none.csv", "-o", "r.md")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("onrecord: there is no question in none.csv; write")
    assert not Path("r.md").exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param([], "name a file of questions", id="nothing to do"),
        pytest.param([""], "name a file of questions", id="an empty name"),
        pytest.param(["", "--forget"], "name a file of questions", id="an empty name to forget"),
        pytest.param(["q.csv", "-o", "r.pdf"], "name it .md or .json", id="report of no kind"),
        pytest.param(["q.csv", "-o", "r"], "a file without an ending; name it", id="no ending"),
        pytest.param(["q.csv", "-o", ""], "name is empty; name a file", id="report without name"),
        pytest.param(["q.csv", "--calibrate", "5"], "write 0.05 for 5%", id="5 is no share"),
        pytest.param(["q.csv", "--calibrate", "5%"], "'5%' is no share of", id="5% is no number"),
        pytest.param(["q.csv", "--calibrate", "nan"], "'nan' is no share of", id="nan is no share"),
        pytest.param(["q.csv", "--calibrate", "0.1", "--forget"], "exclude", id="fit and forget"),
        pytest.param(["--forget", "-o", "r.md"], "need a file of questions", id="no report"),
        pytest.param(["q.csv", "--strictness", "lax"], "lax", id="no such strictness"),
    ],
)
def test_wrong_usage_exits_with_2(words: list[str], reason: str) -> None:
    result = onrecord("evaluate", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        pytest.param("none/r.md", "there is no folder none", id="no such folder"),
        pytest.param("folder.md", "folder.md is a folder", id="a folder"),
    ],
)
@pytest.mark.usefixtures("small_archive", "questions")
def test_where_no_report_can_be_written_nothing_is_asked(
    place: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("folder.md").mkdir()
    monkeypatch.setattr(Desk, "gather_many", None)
    result = onrecord("evaluate", "q.csv", "-o", place)
    assert (result.exit_code, result.stdout) == (1, "")
    assert reason in result.stderr


@pytest.mark.usefixtures("plan", "questions")
def test_a_busy_archive_keeps_no_threshold_but_the_report_is_shown(small_archive: Archive) -> None:
    expected = onrecord("evaluate", "q.csv").stdout
    with writing(small_archive.path):
        result = onrecord("evaluate", "q.csv", "--calibrate", "0.1")
    assert result.exit_code == 1
    assert "already writing" in result.stderr
    assert result.stdout.startswith(expected.splitlines()[0])
    assert "wrongly silent" in result.stdout
    assert stored(small_archive) is None


def test_a_file_that_is_not_there_drops_no_threshold(small_archive: Archive) -> None:
    store(small_archive, OWN)
    assert onrecord("evaluate", "none.csv", "--forget").exit_code == 1
    assert stored(small_archive) == OWN


def test_a_file_that_is_not_there_is_one_line() -> None:
    result = onrecord("evaluate", "none.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("onrecord: none.csv cannot be opened")


# Calibrating -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("plan")
def test_calibrate_keeps_a_threshold_and_says_what_changed(
    small_archive: Archive, questions: Path
) -> None:
    evaluation = evaluate(PlannedDesk(small_archive), read_cases(questions))
    expected = refit(evaluation, rate=0.1)
    result = onrecord("evaluate", "q.csv", "--calibrate", "0.1")
    assert result.exit_code == 0
    # Of 0.02 to 0.78 two may be answered: 0.78 and 0.74. Over 0.70 comes 0.72.
    assert stored(small_archive) == expected.calibration
    assert expected.calibration.threshold == pytest.approx(0.71)
    assert "is now 0.710; it was 0.500 (balanced)" in result.stderr
    assert "drop it with: onrecord evaluate --forget --archive archive" in result.stderr
    assert result.stdout == report.as_text(evaluation, address=ADDRESS, refit=expected) + "\n"
    for rates in (expected.rates_before, expected.fitted, expected.cross_validated):
        assert str(rates.wrongly_silent) in result.stdout
    after = json.loads(onrecord("evaluate", "q.csv", "--json").stdout)
    assert after["threshold"] == {
        "value": expected.calibration.threshold,
        "strictness": "calibrated",
    }
    assert after["silence"]["wrongly_answered"]["part"] == 2


@pytest.mark.usefixtures("plan")
def test_too_few_questions_change_nothing_but_are_measured(
    small_archive: Archive, questions: Path
) -> None:
    lines = questions.read_text(encoding="utf-8").splitlines()
    questions.write_text("\n".join(lines[:-1]), encoding="utf-8")
    result = onrecord("evaluate", "q.csv", "--calibrate", "0.1")
    assert result.exit_code == 1
    assert "25 questions with an answer and 19 without; it takes 20 of each" in result.stderr
    assert "wrongly silent" in result.stdout
    assert stored(small_archive) is None


@pytest.mark.usefixtures("plan")
def test_forget_drops_it_and_goes_on(small_archive: Archive, questions: Path) -> None:
    store(small_archive, OWN)
    result = onrecord("evaluate", "--forget")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "onrecord: the archive's own threshold (0.650) is dropped\n"
    assert stored(small_archive) is None
    again = onrecord("evaluate", "q.csv", "--forget")
    assert "nothing to drop" in again.stderr
    assert again.stdout == onrecord("evaluate", "q.csv").stdout


def test_status_tells_the_archives_own_threshold(small_archive: Archive) -> None:
    assert "threshold" not in onrecord("status").stdout
    assert json.loads(onrecord("status", "--json").stdout)["calibration"] is None
    store(small_archive, OWN)
    assert onrecord("status").stdout.splitlines()[-1].split("  ")[-1].strip() == (
        "0.650, its own: fitted to 0.05 wrongly answered on 30 questions with an answer and 40 "
        "without"
    )
    assert json.loads(onrecord("status", "--json").stdout)["calibration"] == {
        "threshold": 0.65,
        "wanted": 0.05,
        "answerable": 30,
        "unanswerable": 40,
        "reader": BUNDLED_READER,
        "weights": weights_in_force(),
        "is_outdated": False,
    }
    store(small_archive, replace(OWN, weights="others"))
    assert "no longer in force: the weights are others now" in onrecord("status").stdout
    assert json.loads(onrecord("status", "--json").stdout)["calibration"]["is_outdated"]


def test_status_tells_for_which_reader_a_threshold_holds(small_archive: Archive) -> None:
    store(small_archive, replace(OWN, reader="models/other"))
    assert "40 without; only for answers with --reader models/other" in onrecord("status").stdout


# Strictness ------------------------------------------------------------------------------------


@pytest.mark.parametrize("strictness", [Strictness.STRICT, Strictness.BALANCED, Strictness.OPEN])
def test_the_strictness_that_is_asked_for_holds(strictness: Strictness, tmp_path: Path) -> None:
    chosen = {"threshold": threshold(strictness), "strictness": str(strictness)}
    answer = json.loads(onrecord("ask", WHY, "--json", "--strictness", strictness).stdout)
    assert {name: answer[name] for name in chosen} == chosen
    batch = onrecord("batch", "-", "-o", "-", "--strictness", strictness, stdin=WHY)
    answer = json.loads(batch.stdout)
    assert {name: answer[name] for name in chosen} == chosen
    measured = onrecord("evaluate", "-", "--json", "--strictness", strictness, stdin=WHY)
    found = json.loads(measured.stdout)["threshold"]
    assert found == {"value": chosen["threshold"], "strictness": str(strictness)}


def test_without_a_choice_the_archives_own_threshold_holds(small_archive: Archive) -> None:
    def asked_with(*words: str) -> tuple[float, str]:
        answer = json.loads(onrecord("ask", WHY, "--json", *words).stdout)
        return answer["threshold"], answer["strictness"]

    assert asked_with() == (threshold(Strictness.BALANCED), "balanced")
    store(small_archive, OWN)
    assert asked_with() == asked_with("--strictness", "calibrated") == (0.65, "calibrated")
    assert asked_with("--strictness", "open") == (threshold(Strictness.OPEN), "open")


def test_an_archive_that_was_never_calibrated_says_how() -> None:
    result = onrecord("ask", WHY, "--strictness", "calibrated")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "onrecord evaluate QUESTIONS.csv --calibrate RATE" in result.stderr
