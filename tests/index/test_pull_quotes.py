"""Pull quotes among many lines: all that stand in a longer line, found without comparing all."""

import random

import pytest

from index.pull_quotes import find_pull_quotes, stands_within


def cut_from(words, draw):
    """Take a stretch of some words, now and then with words left out or changed."""
    start = draw.randrange(len(words))
    cut = words[start : start + draw.randint(3, 70)]
    for _ in range(draw.choice([0, 0, 1, 2])):
        if len(cut) > 6:
            at = draw.randrange(1, len(cut) - 1)
            del cut[at : at + draw.randint(1, 6)]
    if draw.random() < 0.2:
        cut[draw.randrange(len(cut))] = "lake"
    return cut


@pytest.mark.parametrize("length", [20, 100, 700])
@pytest.mark.parametrize("vocabulary", ["river boat", "river boat sea not 12 port crew"])
def test_the_same_as_when_each_is_looked_for_in_each(length, vocabulary):
    draw, found = random.Random(length), 0
    rounds = 60 if length < 700 else 15  # the oracle takes as long as it looks
    for _ in range(rounds):
        long = draw.choices(vocabulary.split(), k=length)
        lines = [long, *(cut_from(long, draw) for _ in range(8))]
        draw.shuffle(lines)
        expected = {
            at
            for at, quote in enumerate(lines)
            if 5 <= len(quote) <= 60
            and any(len(line) > len(quote) and stands_within(quote, line) for line in lines)
        }
        found += len(expected)
        assert find_pull_quotes([" ".join(line) for line in lines]) == expected
    assert found > rounds


def test_a_paragraph_of_any_length_is_looked_through():
    words = [f"word{at}" for at in range(2_000)]
    quotes = [" ".join(words[at : at + 60]) for at in range(0, 1_940, 7)]
    assert find_pull_quotes([*quotes, " ".join(words)]) == set(range(len(quotes)))


@pytest.mark.parametrize(
    ("lines", "pulled"),
    [
        pytest.param(["The river is rising fast now"] * 60_000, set(), id="equal lines"),
        pytest.param(
            [
                f"In Riga the river rose by {at // 2} metres" + at % 2 * " until Monday morning"
                for at in range(60_000)
            ],
            set(range(0, 60_000, 2)),
            id="lines of a table",
        ),
        pytest.param(
            [" ".join(f"w{at}" for at in range(50_000))]
            + [" ".join(f"w{at}" for at in range(start, start + 5)) for start in range(40_000)],
            set(range(1, 40_001)),
            id="one long line that is quoted everywhere",
        ),
    ],
)
def test_many_lines_are_not_compared_each_with_each(lines, pulled):
    assert find_pull_quotes(lines) == pulled
