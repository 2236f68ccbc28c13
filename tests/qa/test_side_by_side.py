"""Questions in batches, two at a time: their order, their errors, and that two are worked on."""

from threading import Barrier

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


def test_two_batches_are_worked_on_at_a_time() -> None:
    both = Barrier(2, timeout=60)

    def meet(questions: list[str]) -> list[str]:
        both.wait()
        return questions

    assert list(side_by_side(numbers(64), meet)) == numbers(64)


def test_an_error_comes_when_the_turn_of_its_batch_does() -> None:
    def fail(questions: list[str]) -> list[str]:
        if "20" in questions:
            raise ValueError("no 20")
        return questions

    answers = side_by_side(numbers(64), fail)
    assert [next(answers) for _ in range(16)] == numbers(16)
    with pytest.raises(ValueError, match="no 20"):
        next(answers)
