"""The vector index against brute force in numpy."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArchiveDamagedError
from index.vectors import VectorIndex


def unit_vectors(count: int, dimension: int, *, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def brute_force(ids, vectors, question, *, among=None) -> dict[int, float]:
    """Return every id's cosine in float64, best first."""
    cosines = vectors.astype(np.float64) @ question.astype(np.float64)
    pairs = [(-c, i) for i, c in zip(ids, cosines, strict=True) if among is None or i in among]
    return {int(i): -c for c, i in sorted(pairs)}


def assert_best(found: dict[int, float], everything: dict[int, float], *, limit: int) -> None:
    """Each rank has the cosine that it should have, and each id its own.

    So ids may change places only where float32 cannot tell them apart.
    """
    assert len(found) == min(limit, len(everything))
    given = list(found.values())
    assert given == pytest.approx(list(everything.values())[:limit], abs=1e-6)
    assert given == pytest.approx([everything[i] for i in found], abs=1e-6)


IDS = np.random.default_rng(7).permutation(5000)[:300].astype(np.int64)
VECTORS = unit_vectors(300, 24, seed=1)
INDEX = VectorIndex.build([(IDS, VECTORS)], dimension=VECTORS.shape[1])


@given(st.integers(0, 2**32 - 1), st.integers(1, 350))
def test_search_equals_brute_force(seed, limit):
    (question,) = unit_vectors(1, 24, seed=seed)
    (found,) = INDEX.search(question[np.newaxis], limit=limit)
    assert_best(found, brute_force(IDS, VECTORS, question), limit=limit)


@given(st.integers(0, 2**32 - 1), st.integers(1, 50), st.sets(st.sampled_from(IDS.tolist())))
def test_search_among_some_equals_brute_force_over_them(seed, limit, among):
    (question,) = unit_vectors(1, 24, seed=seed)
    (found,) = INDEX.search(question[np.newaxis], limit=limit, among=among)
    assert_best(found, brute_force(IDS, VECTORS, question, among=among), limit=limit)


def test_ids_that_are_not_there_are_not_found():
    missing = sorted(set(range(5000)) - set(IDS.tolist()))[:10]
    assert INDEX.search(VECTORS[:1], limit=5, among=missing) == [{}]


@pytest.mark.parametrize("dimension", [24, 384])
def test_many_questions_at_once_score_exactly_as_one_by_one(dimension):
    vectors = unit_vectors(1000, dimension, seed=2)
    index = VectorIndex.build([(np.arange(1000), vectors)], dimension=vectors.shape[1])
    questions = unit_vectors(64, dimension, seed=3)
    together = index.search(questions, limit=20)
    assert together == [index.search(question[np.newaxis], limit=20)[0] for question in questions]
    among = range(0, 1000, 3)
    assert index.search(questions, limit=400, among=among) == [
        index.search(question[np.newaxis], limit=400, among=among)[0] for question in questions
    ]


def test_a_vector_finds_itself_with_cosine_1():
    for id_, vector in zip(IDS[:20].tolist(), VECTORS[:20], strict=True):
        ((best, cosine),) = INDEX.search(vector[np.newaxis], limit=1)[0].items()
        assert best == id_
        assert cosine == pytest.approx(1.0, abs=1e-6)


def test_a_saved_index_finds_the_same(tmp_path):
    INDEX.save(tmp_path / "vectors.faiss")
    loaded = VectorIndex.load(tmp_path / "vectors.faiss")
    assert len(loaded) == len(INDEX) == 300
    assert loaded.search(VECTORS[:30], limit=12) == INDEX.search(VECTORS[:30], limit=12)


def test_an_empty_index_finds_nothing_and_can_be_saved(tmp_path):
    empty = VectorIndex.build([], dimension=24)
    empty.save(tmp_path / "vectors.faiss")
    for index in (empty, VectorIndex.load(tmp_path / "vectors.faiss")):
        assert len(index) == 0
        assert index.search(VECTORS[:2], limit=3) == [{}, {}]


def test_no_question_has_no_answer():
    assert INDEX.search(VECTORS[:0], limit=3) == []


def cut_to(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.unlink(), id="lost"),
        pytest.param(lambda path: cut_to(path, 0), id="empty"),
        pytest.param(lambda path: cut_to(path, 3), id="cut in its mark"),
        pytest.param(lambda path: cut_to(path, 40), id="cut in its head"),
        pytest.param(lambda path: cut_to(path, path.stat().st_size // 2), id="cut in the vectors"),
        pytest.param(lambda path: cut_to(path, path.stat().st_size - 1), id="cut at the end"),
        pytest.param(lambda path: path.write_text("Minsk said no.\n" * 99), id="something else"),
    ],
)
def test_damage_is_named_with_what_mends_it(tmp_path, damage):
    path = tmp_path / "vectors.faiss"
    INDEX.save(path)
    damage(path)
    with pytest.raises(ArchiveDamagedError, match=r"vectors\.faiss .*onrecord repair") as caught:
        VectorIndex.load(path)
    assert "\n" not in str(caught.value)
