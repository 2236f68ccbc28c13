"""Batches of texts: none left out, none too large, and none cheaper."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.batching import batches, padded

AT_ONCE, PER_BATCH = 512, 12
lengths_of_texts = st.lists(st.integers(2, 320), max_size=60)


def cost(lengths, made):
    return sum(len(rows) * padded(max(lengths[r] for r in rows)) + PER_BATCH for rows in made)


@given(lengths_of_texts)
def test_every_text_is_in_one_batch_and_the_longest_come_last(lengths):
    made = batches(lengths)
    assert sorted(row for rows in made for row in rows) == list(range(len(lengths)))
    assert all(
        max(lengths[r] for r in one) <= min(lengths[r] for r in other)
        for one, other in pairwise(made)
    )


@given(lengths_of_texts)
def test_no_batch_holds_more_than_is_computed_at_once(lengths):
    for rows in batches(lengths):
        assert len(rows) * padded(max(lengths[r] for r in rows)) <= AT_ONCE


@given(st.lists(st.integers(2, 320), min_size=1, max_size=9))
def test_no_other_cuts_of_the_sorted_texts_cost_less(lengths):
    order = sorted(range(len(lengths)), key=lambda at: lengths[at])
    for cuts in range(2 ** (len(order) - 1)):
        other, rows = [], [order[0]]
        for at, row in enumerate(order[1:]):
            if cuts >> at & 1:
                other.append(rows)
                rows = []
            rows.append(row)
        other.append(rows)
        if all(len(rs) * padded(max(lengths[r] for r in rs)) <= AT_ONCE for rs in other):
            assert cost(lengths, batches(lengths)) <= cost(lengths, other)


def test_a_text_longer_than_a_batch_is_a_batch_by_itself():
    assert batches([5000, 10]) == [[1], [0]]


def test_nothing_makes_no_batch():
    assert batches([]) == []
