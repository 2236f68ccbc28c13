"""Rankings into one, against the published formulas in exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import best_first, fuse_ranks, fuse_scores

# Quarters: their differences are exact, so that ties are ties.
SCORES = st.dictionaries(st.integers(0, 12), st.integers(-40, 40).map(lambda n: n / 4), max_size=8)
WEIGHT = st.floats(0.0, 1.0)
RANKINGS = st.lists(st.lists(st.integers(0, 9), unique=True, max_size=8), max_size=5)


def convex(dense, sparse, weight):
    """w * (s - min) / (max - min), and the rest; an id that a list lacks has 0 there."""
    fused = {}
    for scores, share in ((dense, Fraction(weight)), (sparse, 1 - Fraction(weight))):
        for id_, score in scores.items():
            low, high = Fraction(min(scores.values())), Fraction(max(scores.values()))
            part = (Fraction(score) - low) / (high - low) if high > low else Fraction(1)
            fused[id_] = fused.get(id_, Fraction(0)) + share * part
    return fused


@given(SCORES, SCORES, WEIGHT)
def test_fused_scores_equal_the_formula(dense, sparse, weight):
    expected = convex(dense, sparse, weight)
    fused = fuse_scores(dense, sparse, dense_weight=weight)
    assert set(fused) == set(expected)
    assert all(fused[id_] == pytest.approx(float(expected[id_]), abs=1e-12) for id_ in fused)


@given(SCORES, SCORES, WEIGHT)
def test_fused_scores_are_between_0_and_1_best_first_and_ties_by_id(dense, sparse, weight):
    fused = list(fuse_scores(dense, sparse, dense_weight=weight).items())
    assert all(0.0 <= score <= 1.0 for _, score in fused)
    assert fused == sorted(fused, key=lambda pair: (-pair[1], pair[0]))


@given(SCORES)
def test_the_best_come_first_and_ties_by_id(scores):
    assert best_first(scores) == sorted(scores, key=lambda id_: (-scores[id_], id_))


@given(SCORES, SCORES, WEIGHT, st.randoms())
def test_the_order_in_which_scores_come_changes_nothing(dense, sparse, weight, random):
    def shuffled(scores):
        return dict(random.sample(list(scores.items()), len(scores)))

    one = fuse_scores(dense, sparse, dense_weight=weight)
    two = fuse_scores(shuffled(dense), shuffled(sparse), dense_weight=weight)
    assert list(one.items()) == list(two.items())


@pytest.mark.parametrize(
    ("dense", "sparse", "fused"),
    [
        pytest.param({}, {}, {}, id="nothing"),
        pytest.param({1: 0.2}, {}, {1: 0.25}, id="one alone is the best of its list"),
        pytest.param({1: 5, 2: 5}, {}, {1: 0.25, 2: 0.25}, id="equal scores are all the best"),
        pytest.param({}, {3: 9, 4: 1}, {3: 0.75, 4: 0.0}, id="only the other list"),
        pytest.param({1: 1, 2: 0}, {2: 8, 1: 4}, {2: 0.75, 1: 0.25}, id="at odds"),
    ],
)
def test_fused_scores(dense, sparse, fused):
    assert list(fuse_scores(dense, sparse, dense_weight=0.25).items()) == list(fused.items())


@given(RANKINGS, st.integers(1, 100))
def test_fused_ranks_follow_the_sum_of_reciprocal_ranks(rankings, k):
    sums = {
        item: sum(Fraction(1, k + r.index(item) + 1) for r in rankings if item in r)
        for ranking in rankings
        for item in ranking
    }
    assert fuse_ranks(rankings, k=k) == sorted(sums, key=lambda item: (-sums[item], item))


@given(RANKINGS, st.randoms())
def test_the_order_of_the_rankings_changes_nothing(rankings, random):
    shuffled = random.sample(rankings, len(rankings))
    assert fuse_ranks(shuffled) == fuse_ranks(rankings)


@pytest.mark.parametrize(
    ("rankings", "fused"),
    [
        pytest.param([], [], id="no ranking"),
        pytest.param([[]], [], id="an empty ranking"),
        pytest.param([[3, 1, 2]], [3, 1, 2], id="one ranking is itself"),
        pytest.param([[1, 2], [2, 1]], [1, 2], id="a tie breaks by id"),
        pytest.param([[1, 2], [3, 2]], [2, 1, 3], id="twice second beats once first"),
    ],
)
def test_fused_ranks(rankings, fused):
    assert fuse_ranks(rankings) == fused
