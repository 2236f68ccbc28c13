"""Recall is what a brute-force count says, and its questions are as far away as they should be."""

import numpy as np
import pytest

from index import exact
from index.exact import ExactVectors, unit_vectors
from index.recall import DEPTH, draw, move, samples


@pytest.fixture
def exactly(tmp_path) -> ExactVectors:
    vectors = np.random.default_rng(1).normal(size=(500, 16))
    kept = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    exact.write(tmp_path, [(np.arange(500) * 2, kept)])
    return ExactVectors(tmp_path, dimension=16, count=500)


def everything(exactly: ExactVectors, question: np.ndarray) -> dict[int, float]:
    (vectors,) = exactly.all()
    cosines = vectors @ question
    order = np.argsort(-cosines)
    return dict(zip(exactly.ids[order].tolist(), cosines[order].tolist(), strict=True))


@pytest.mark.parametrize("which", [0, 1], ids=["passages", "questions"])
@pytest.mark.parametrize(("kept", "recall"), [(10, 1.0), (7, 0.7), (0, 0.0)])
def test_recall_is_the_share_of_the_ten_nearest(exactly, which, kept, recall):
    sample = samples(exactly, count=20)[which]
    own = which == 0  # a vector that is in the archive finds itself, which is no feat

    def search(vectors, limit):
        assert limit == DEPTH
        return [dict(list(everything(exactly, vector).items())[: kept + own]) for vector in vectors]

    assert sample.recall(search) == pytest.approx(recall)


def test_finding_oneself_alone_is_nothing_found(exactly):
    sample, _ = samples(exactly, count=20)
    assert sample.recall(lambda vectors, _: [{id_: 1.0} for id_ in sample.own]) == 0.0


def test_questions_are_at_the_wanted_cosine_from_a_passage(exactly):
    passages, questions = samples(exactly, count=20)
    cosines = np.einsum("ij,ij->i", passages.vectors, questions.vectors)
    assert cosines == pytest.approx(np.full(20, 0.4), abs=1e-5)
    assert np.linalg.norm(questions.vectors, axis=1) == pytest.approx(np.ones(20), abs=1e-5)


def test_moving_along_itself_leaves_a_vector_as_it_is():
    vectors = np.eye(3, dtype=np.float32)
    assert move(vectors, 2 * vectors, cosine=0.6) == pytest.approx(vectors)


def test_a_small_archive_has_fewer_than_ten_to_find(tmp_path):
    exact.write(tmp_path, [(np.arange(4), np.eye(4, dtype=np.float16))])
    few = ExactVectors(tmp_path, dimension=4, count=4)
    for sample in samples(few, count=20):
        assert sample.recall(
            lambda vectors, limit: [
                dict(list(everything(few, vector).items())[:limit]) for vector in vectors
            ]
        ) == pytest.approx(1.0)


def test_drawn_places_rise_and_are_the_same_every_time():
    drawn = draw(1000, 50, seed=1)
    assert drawn.tolist() == sorted(set(drawn.tolist()))
    assert drawn.tolist() == draw(1000, 50, seed=1).tolist()
    assert draw(5, 50, seed=1).tolist() == [0, 1, 2, 3, 4]


def test_runs_of_places_are_read_as_single_places_are(exactly):
    (vectors,) = exactly.all()
    for places in ([], [0], [499], [0, 1, 2, 9, 10, 400, 498, 499], range(500)):
        assert np.array_equal(exactly.at(np.array(places, np.int64)), vectors[list(places)])


def test_a_place_has_the_same_cosine_whatever_stands_around_it(exactly):
    question = unit_vectors(np.ones((1, 16), np.float16))[0]
    whole = exactly.cosines(np.arange(500), question)
    for start in range(0, 500, 7):
        some = np.arange(start, 500, 3)
        assert np.array_equal(exactly.cosines(some, question), whole[some])
