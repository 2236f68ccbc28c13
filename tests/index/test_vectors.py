"""The vector index, of each kind, against brute force in numpy."""

import json
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArchiveDamagedError
from index.vector_kind import VectorSettings, kind_of
from index.vectors import VectorIndex

FLAT = VectorSettings()
# Lists, of which all are looked at, for nothing may be missed.
SCAN = VectorSettings(flat_up_to=10, a_list=50, least_recall=1.01)
# Lists of which some are left out; the first pass is no help to the second.
LISTS = VectorSettings(flat_up_to=10, a_list=50, least_recall=0.5, directly=20)
every_kind = pytest.mark.parametrize(
    "settings",
    [pytest.param(FLAT, id="flat"), pytest.param(SCAN, id="scan"), pytest.param(LISTS, id="lists")],
)
# What is found has its exact cosine in every kind; only of these is it sure that nothing is missed,
# where the first pass hands everything on.
exact_kinds = pytest.mark.parametrize(
    "settings", [pytest.param(FLAT, id="flat"), pytest.param(SCAN, id="scan")]
)


def kept_vectors(count: int, dimension: int, *, seed: int) -> np.ndarray:
    """Vectors as the database keeps them: of unit length but for float16's rounding."""
    return unit_vectors(count, dimension, seed=seed).astype(np.float16)


def unit_vectors(count: int, dimension: int, *, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def brute_force(ids, kept, question, *, among=None) -> dict[int, float]:
    """Return every id's cosine in float64, best first."""
    vectors = kept.astype(np.float64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = vectors @ question.astype(np.float64)
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
VECTORS = kept_vectors(300, 24, seed=1)
QUESTIONS = unit_vectors(30, 24, seed=5)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Indexes of 300 vectors by their settings, each in a directory of its own."""

    def build(settings: VectorSettings, ids=IDS, vectors=VECTORS) -> tuple[VectorIndex, Path]:
        directory = tmp_path_factory.mktemp("vectors")
        halves = [(ids[::2], vectors[::2]), (ids[1::2], vectors[1::2])]
        dimension = vectors.shape[1]
        return (
            VectorIndex.build(directory, halves, dimension=dimension, settings=settings),
            directory,
        )

    return build


@pytest.fixture(scope="module")
def kept(built):
    """One index of each kind, with its directory; only to be read."""
    return {settings: built(settings) for settings in (FLAT, SCAN, LISTS)}


@pytest.fixture(scope="module")
def indexes(kept):
    return {settings: index for settings, (index, _) in kept.items()}


@pytest.fixture
def copied(kept, tmp_path):
    """A directory of one of them that may be damaged."""
    return lambda settings: copytree(kept[settings][1], tmp_path / "copied")


@pytest.mark.parametrize(("settings", "name"), [(FLAT, "flat"), (SCAN, "scan"), (LISTS, "lists")])
def test_the_kind_is_chosen_by_size_and_measured_recall(built, settings, name):
    index, directory = built(settings)
    assert index.kind.name == name
    assert kind_of(directory) == index.kind
    if name != "flat":
        assert index.kind.lists == 6
        assert (index.kind.probed == 6) == (name == "scan")
        assert min(index.kind.recall_of_passages, index.kind.recall_of_questions) >= min(
            settings.least_recall, 1.0
        )


@exact_kinds
@given(st.integers(0, 2**32 - 1), st.integers(1, 350))
def test_search_equals_brute_force(indexes, settings, seed, limit):
    (question,) = unit_vectors(1, 24, seed=seed)
    (found,) = indexes[settings].search(question[np.newaxis], limit=limit)
    assert_best(found, brute_force(IDS, VECTORS, question), limit=limit)


@exact_kinds
@given(st.integers(0, 2**32 - 1), st.integers(1, 50), st.sets(st.sampled_from(IDS.tolist())))
def test_search_among_some_equals_brute_force_over_them(indexes, settings, seed, limit, among):
    (question,) = unit_vectors(1, 24, seed=seed)
    (found,) = indexes[settings].search(question[np.newaxis], limit=limit, among=among)
    assert_best(found, brute_force(IDS, VECTORS, question, among=among), limit=limit)


def test_a_few_that_are_allowed_are_found_wherever_they_lie(indexes):
    for question in QUESTIONS:
        among = set(IDS[:15].tolist())
        (found,) = indexes[LISTS].search(question[np.newaxis], limit=15, among=among)
        assert_best(found, brute_force(IDS, VECTORS, question, among=among), limit=15)


def test_lists_find_as_much_as_was_measured(built):
    """The recall that was recorded holds for other questions, give or take their number."""
    ids, vectors = np.arange(3000), kept_vectors(3000, 24, seed=4)
    index, _ = built(replace(LISTS, a_list=300), ids, vectors)
    shares = []
    for question in unit_vectors(200, 24, seed=8):
        everything = brute_force(ids, vectors, question)
        (found,) = index.search(question[np.newaxis], limit=100)
        assert list(found.values()) == pytest.approx([everything[i] for i in found], abs=1e-6)
        assert list(found.values()) == sorted(found.values(), reverse=True)
        shares.append(len(set(found) & set(list(everything)[:10])) / 10)
    assert index.kind.name == "lists"
    assert np.mean(shares) == pytest.approx(index.kind.recall_of_questions, abs=0.1)
    assert np.mean(shares) < 0.95  # so that the test could tell lists from a scan


def test_a_first_pass_that_hands_on_few_still_gives_exact_cosines(built):
    index, _ = built(replace(SCAN, candidates=20, candidates_a_hit=1))
    for question in QUESTIONS:
        everything = brute_force(IDS, VECTORS, question)
        (found,) = index.search(question[np.newaxis], limit=5)
        assert len(found) == 5
        assert list(found.values()) == pytest.approx([everything[i] for i in found], abs=1e-6)


@every_kind
def test_ties_break_by_id(built, settings):
    vectors = np.repeat(kept_vectors(1, 24, seed=3), 100, axis=0)
    index, _ = built(settings, IDS[:100], vectors)
    (found,) = index.search(QUESTIONS[:1], limit=100)
    if settings is FLAT:
        assert set(found) == set(IDS[:100].tolist())
    else:
        assert list(found) == sorted(IDS[:100].tolist())


@every_kind
def test_ids_that_are_not_there_are_not_found(indexes, settings):
    missing = sorted(set(range(9000)) - set(IDS.tolist()))[-10:]
    assert indexes[settings].search(QUESTIONS[:1], limit=5, among=missing) == [{}]


@every_kind
@pytest.mark.parametrize("dimension", [24, 384])
def test_many_questions_at_once_score_exactly_as_one_by_one(built, settings, dimension):
    vectors = kept_vectors(1000, dimension, seed=2)
    index, _ = built(settings, np.arange(1000), vectors)
    questions = unit_vectors(64, dimension, seed=3)
    together = index.search(questions, limit=20)
    assert together == [index.search(question[np.newaxis], limit=20)[0] for question in questions]
    among = range(0, 1000, 3)
    assert index.search(questions, limit=400, among=among) == [
        index.search(question[np.newaxis], limit=400, among=among)[0] for question in questions
    ]


@every_kind
def test_a_vector_finds_itself_with_cosine_1(indexes, settings):
    for id_, vector in zip(IDS[:20].tolist(), VECTORS[:20].astype(np.float32), strict=True):
        question = (vector / np.linalg.norm(vector))[np.newaxis]
        ((best, cosine),) = indexes[settings].search(question, limit=1)[0].items()
        assert best == id_
        assert cosine == pytest.approx(1.0, abs=1e-6)


@every_kind
def test_an_index_that_is_opened_again_finds_the_same(built, settings):
    index, directory = built(settings)
    loaded = VectorIndex.load(directory)
    assert len(loaded) == len(index) == 300
    assert loaded.kind == index.kind
    assert loaded.search(QUESTIONS, limit=12) == index.search(QUESTIONS, limit=12)
    among = IDS[::3]
    assert loaded.search(QUESTIONS, limit=12, among=among) == index.search(
        QUESTIONS, limit=12, among=among
    )


@every_kind
def test_an_empty_index_finds_nothing_and_can_be_opened(tmp_path, settings):
    VectorIndex.build(tmp_path, [], dimension=24, settings=settings)
    index = VectorIndex.load(tmp_path)
    assert len(index) == 0
    assert index.search(QUESTIONS[:2], limit=3) == [{}, {}]


def test_no_question_has_no_answer(indexes):
    assert indexes[FLAT].search(QUESTIONS[:0], limit=3) == []


def cut_to(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


every_damage = pytest.mark.parametrize(
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


@every_damage
@every_kind
def test_damage_is_named_with_what_mends_it(copied, settings, damage):
    directory = copied(settings)
    damage(directory / "vectors.faiss")
    with pytest.raises(ArchiveDamagedError, match=r"vectors\.faiss .*onrecord repair") as caught:
        VectorIndex.load(directory)
    assert "\n" not in str(caught.value)


@every_damage
@pytest.mark.parametrize("name", ["vectors.f16", "vectors.ids"])
def test_damage_to_what_lists_need_besides_is_named_too(copied, name, damage):
    directory = copied(LISTS)
    damage(directory / name)
    with pytest.raises(ArchiveDamagedError, match="onrecord repair"):
        VectorIndex.load(directory)


def test_a_file_that_is_cut_after_it_was_opened_is_damage_and_no_answer(built):
    index, directory = built(SCAN)
    with (directory / "vectors.f16").open("r+b") as file:
        file.truncate(100)
    with pytest.raises(ArchiveDamagedError, match="onrecord repair"):
        index.search(QUESTIONS[:1], limit=3)


@pytest.mark.parametrize("text", ["", "{}", '{"kind": {}, "settings": {}}', '{"kind": 3}'])
def test_a_description_that_says_nothing_is_damage(copied, text):
    directory = copied(LISTS)
    (directory / "vectors.json").write_text(text)
    assert kind_of(directory) is None
    with pytest.raises(ArchiveDamagedError, match="onrecord repair"):
        VectorIndex.load(directory)


def test_a_flat_index_without_a_description_is_one_of_before(built):
    index, directory = built(FLAT)
    (directory / "vectors.json").unlink()
    assert VectorIndex.load(directory).search(QUESTIONS, limit=5) == index.search(
        QUESTIONS, limit=5
    )


def test_lists_whose_other_files_are_lost_are_not_taken_for_a_flat_index(copied):
    directory = copied(LISTS)
    for name in ("vectors.json", "vectors.f16", "vectors.ids"):
        (directory / name).unlink()
    with pytest.raises(ArchiveDamagedError, match="onrecord repair"):
        VectorIndex.load(directory)


def test_the_description_can_be_read_by_eye(built):
    index, directory = built(LISTS)
    described = json.loads((directory / "vectors.json").read_text())
    assert described["kind"]["name"] == "lists"
    assert described["kind"]["probed"] == index.kind.probed
