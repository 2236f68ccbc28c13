"""Questions in batches, two at a time: their order, their errors, and that two are worked on."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from threading import Barrier, Event

import pytest

from qa.side_by_side import side_by_side


def numbers(count: int) -> list[str]:
    return [str(number) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 32, 33, 100])
def test_each_question_is_worked_on_once_and_in_order(count: int) -> None:
    given: list[str] = []

    def work(questions: list[str]) -> list[int]:
        given.extend(questions)
        return [int(question) for question in questions]

    assert list(side_by_side(numbers(count), work)) == list(range(count))
    assert sorted(given) == sorted(numbers(count))


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(3, [3]), (15, [15]), (16, [4, 12]), (33, [4, 12, 16, 1]), (64, [4, 12, 16, 16, 16])],
)
def test_the_first_of_many_are_few(count: int, sizes: list[int]) -> None:
    given: list[list[str]] = []

    def work(questions: list[str]) -> list[str]:
        given.append(questions)
        return questions

    assert list(side_by_side(numbers(count), work)) == numbers(count)
    assert [len(batch) for batch in sorted(given, key=lambda batch: int(batch[0]))] == sizes


def test_two_batches_are_worked_on_at_a_time() -> None:
    both = Barrier(2, timeout=60)

    def meet(questions: list[str]) -> list[str]:
        both.wait()
        return questions

    assert list(side_by_side(numbers(48), meet)) == numbers(48)  # four batches


def test_an_error_comes_when_the_turn_of_its_batch_does() -> None:
    def fail(questions: list[str]) -> list[str]:
        if "20" in questions:
            raise ValueError("no 20")
        return questions

    answers = side_by_side(numbers(64), fail)
    assert [next(answers) for _ in range(16)] == numbers(16)
    with pytest.raises(ValueError, match="no 20"):
        next(answers)


@pytest.mark.parametrize("count", [3, 16, 64])
def test_work_is_done_in_the_context_of_whoever_asks(count: int) -> None:
    asking: ContextVar[str] = ContextVar("asking", default="nobody")
    asking.set("Ann")
    done = side_by_side(numbers(count), lambda questions: [asking.get() for _ in questions])
    assert list(done) == ["Ann"] * count


class HeldUp:
    """Work whose batches after the first wait until they may go on."""

    def __init__(self) -> None:
        self.batches: list[str] = []
        self.second_began, self.may_go_on = Event(), Event()

    def __call__(self, questions: list[str]) -> list[str]:
        self.batches.append(questions[0])
        if questions[0] != "0":
            self.second_began.set()
            assert self.may_go_on.wait(60)
        return questions


@pytest.mark.parametrize("end", ["close", "interrupt", "error"])
def test_leaving_the_loop_waits_for_nothing_and_starts_nothing(end: str) -> None:
    work = HeldUp()
    answers = side_by_side(numbers(320), work)

    def leave() -> None:
        assert next(answers) == "0"
        assert work.second_began.wait(60)
        if end == "close":
            answers.close()
        else:
            raised = KeyboardInterrupt if end == "interrupt" else ValueError
            with pytest.raises(raised):
                answers.throw(raised())

    with ThreadPoolExecutor(1) as pool:
        try:
            pool.submit(leave).result(timeout=60)
        finally:
            work.may_go_on.set()
    assert list(answers) == []
    assert sorted(work.batches) == ["0", "4"]
