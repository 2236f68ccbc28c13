"""What is measured of answers and of silence, against counts made by hand."""

import pytest
from evaluating import PlannedDesk, asked, cases
from hypothesis import given
from hypothesis import strategies as st
from word_reader import WordReader

from index import Archive, RequestError
from qa import Case, Desk, Gold, evaluate
from qa.calibration import Calibration, Threshold, store
from qa.evaluation import Evaluation, Fault, Judged, Problem
from qa.measures import Rate
from qa.strictness import Strictness

HALF = Threshold(value=0.5, strictness=Strictness.BALANCED)


def judged(*, answerable: bool | None, probability: float, place: int | None = None) -> Judged:
    return Judged(
        question="Who?",
        line=None,
        answerable=answerable,
        by_quote=True,
        probability=probability,
        answered=probability >= HALF.value,
        place=place,
        first="He.",
    )


def evaluation(*some: Judged) -> Evaluation:
    return Evaluation(judged=some, problems=(), threshold=HALF)


# Counting --------------------------------------------------------------------------------------


def test_ranks_leave_silence_aside() -> None:
    found = evaluation(
        judged(answerable=True, probability=0.9, place=1),
        judged(answerable=True, probability=0.1, place=3),
        judged(answerable=True, probability=0.9, place=4),
        judged(answerable=True, probability=0.9, place=None),
        judged(answerable=False, probability=0.1, place=None),
        judged(answerable=None, probability=0.9, place=None),
    )
    assert [found.found_within(n) for n in (1, 3, 5)] == [Rate(1, 4), Rate(2, 4), Rate(3, 4)]
    assert found.mean_reciprocal_rank == pytest.approx((1 + 1 / 3 + 1 / 4 + 0) / 4)


def test_silence_leaves_ranks_aside() -> None:
    found = evaluation(
        judged(answerable=True, probability=0.5, place=None),
        judged(answerable=True, probability=0.49, place=1),
        judged(answerable=False, probability=0.5),
        judged(answerable=False, probability=0.2),
        judged(answerable=False, probability=0.1),
        judged(answerable=None, probability=0.1),
    )
    assert found.wrongly_answered == Rate(1, 3)
    assert found.wrongly_silent == Rate(1, 2)
    assert found.probabilities == ([0.5, 0.49], [0.5, 0.2, 0.1])
    # One bin holds 0.5 (yes, 1/4) and 0.5 (no, 1/6), the others one question each.
    error = abs(0.25 * 0.5 - 0.5 / 6) + 0.25 * 0.51 + 0.2 / 6 + 0.1 / 6
    assert found.calibration_error == pytest.approx(error)


@pytest.mark.parametrize(
    ("one", "faults"),
    [
        pytest.param(judged(answerable=True, probability=0.5, place=1), (), id="right"),
        pytest.param(judged(answerable=False, probability=0.4), (), id="rightly silent"),
        pytest.param(judged(answerable=None, probability=0.9), (), id="nobody knows"),
        pytest.param(
            judged(answerable=True, probability=0.9, place=2), (Fault.NOT_FIRST,), id="second"
        ),
        pytest.param(judged(answerable=True, probability=0.9), (Fault.NOT_FOUND,), id="not found"),
        pytest.param(
            judged(answerable=True, probability=0.4, place=1), (Fault.WRONGLY_SILENT,), id="silent"
        ),
        pytest.param(
            judged(answerable=True, probability=0.4),
            (Fault.WRONGLY_SILENT, Fault.NOT_FOUND),
            id="both",
        ),
        pytest.param(
            judged(answerable=False, probability=0.5), (Fault.WRONGLY_ANSWERED,), id="answered"
        ),
    ],
)
def test_faults(one: Judged, faults: tuple[Fault, ...]) -> None:
    assert one.faults == faults
    assert evaluation(one).failures == ((one,) if faults else ())


def test_nothing_asked_is_nothing_measured() -> None:
    empty = evaluation()
    assert empty.mean_reciprocal_rank is None
    assert empty.calibration_error is None
    assert empty.wrongly_answered == empty.found_within(1) == Rate(0, 0)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 100))))
def test_rates_add_up_with_the_faults(some: list[tuple[bool, int]]) -> None:
    found = evaluation(*(judged(answerable=a, probability=p / 100, place=1) for a, p in some))
    assert found.wrongly_answered.part + found.wrongly_silent.part == len(found.failures)


# Asking ----------------------------------------------------------------------------------------


def test_the_place_is_the_one_that_an_answer_shows(small_archive: Archive) -> None:
    desk = PlannedDesk(small_archive)
    golds = ("Minsk lent its ground", "48,000 soldiers", "Its tanks are old.", "sent no troops")
    found = evaluate(desk, [Case(question=asked(99), golds=(Gold(quote=g),)) for g in golds])
    (shown,) = desk.ask_many([asked(99)], limit=10)
    quotes = [[c.quote for c in statement.citations] for statement in shown.statements]
    expected = [
        next((n for n, some in enumerate(quotes, 1) if any(gold in q for q in some)), None)
        for gold in golds
    ]
    assert [one.place for one in found.judged] == expected
    assert expected.count(1) == 1
    assert {one.first for one in found.judged} == {quotes[0][0]}


def test_any_of_several_quotes_is_right(small_archive: Archive) -> None:
    desk = PlannedDesk(small_archive)
    first = evaluate(desk, [Case(question=asked(99))]).judged[0].first
    golds = (Gold(quote="Its tanks are old."), Gold(quote=first))
    assert evaluate(desk, [Case(question=asked(99), golds=golds)]).judged[0].place == 1


def test_without_a_quote_any_sentence_of_the_article_is_right(small_archive: Archive) -> None:
    titles = ("No troops", "An army in numbers")
    found = evaluate(
        PlannedDesk(small_archive),
        [Case(question=asked(99), golds=(Gold(article=title),)) for title in titles],
    )
    by_title = {article.title: article.text for article in small_archive.articles()}
    first = found.judged[0].first
    assert [one.place == 1 for one in found.judged] == [first in by_title[t] for t in titles]
    assert not any(one.by_quote for one in found.judged)


def test_what_cannot_be_measured_is_told_and_left_out(small_archive: Archive) -> None:
    gone, there = Gold(quote="nobody wrote this", line=3), Gold(quote="sent no troops", line=4)
    found = evaluate(
        PlannedDesk(small_archive),
        [
            Case(question="", line=2, error="it has no words"),
            Case(question=asked(10), golds=(gone,)),
            Case(question=asked(20), golds=(gone, there)),
            Case(question=asked(30), absent=True),
            Case(question=asked(40)),
        ],
    )
    assert [one.probability for one in found.judged] == [0.2, 0.3, 0.4]
    assert [one.answerable for one in found.judged] == [True, False, None]
    assert [(p.line, p.question) for p in found.problems] == [
        (2, ""),
        (3, asked(10)),
        (3, asked(20)),
    ]
    assert found.problems[0] == Problem(line=2, question="", reason="it has no words")
    assert "does not stand in any article" in found.problems[1].reason


def test_the_threshold_in_force_decides(small_archive: Archive) -> None:
    some = cases([20, 40, 60, 80], [20, 40, 60, 80])
    own = Calibration(threshold=0.65, wanted=0.1, answerable=20, unanswerable=20)
    open_desk = evaluate(PlannedDesk(small_archive, strictness=Strictness.OPEN), some)
    store(small_archive, own)
    calibrated = evaluate(PlannedDesk(small_archive), some)
    for found, threshold in ((open_desk, open_desk.threshold.value), (calibrated, 0.65)):
        over = sum(p >= threshold for p in (0.2, 0.4, 0.6, 0.8))
        assert found.wrongly_answered == Rate(over, 4)
        assert found.wrongly_silent == Rate(4 - over, 4)
    assert calibrated.threshold == Threshold(value=0.65, strictness=Strictness.CALIBRATED)


def test_many_are_asked_as_one_by_one_with_progress(small_archive: Archive) -> None:
    some, done = cases(range(70), range(30)), []
    desk = Desk(small_archive, reader=WordReader())
    together = evaluate(desk, some, progress=done.append)
    assert done == list(range(1, 101))
    alone = [evaluate(desk, [case]).judged[0] for case in some[::17]]
    assert [one.place for one in together.judged[::17]] == [one.place for one in alone]


def test_a_files_name_in_place_of_its_cases_is_refused(small_archive: Archive) -> None:
    with pytest.raises(RequestError, match=r"""evaluate\(desk, read_cases\("q.csv"\)\)"""):
        evaluate(Desk(small_archive), "q.csv")


def test_an_empty_archive_finds_nothing(archive: Archive) -> None:
    found = evaluate(Desk(archive), cases([], [50]))
    assert [(j.probability, j.place, j.first) for j in found.judged] == [(0.0, None, "")]
