"""The model that ships, against sentence-transformers with the same weights."""

import subprocess
import sys

import numpy as np
import pytest

from index import BUNDLED_MODEL, BundledEncoder, load_encoder
from index.encoder import SentenceTransformerEncoder

TEXTS = [
    "Belarus sent no troops.",
    "Grain left Odesa by river, and nobody stopped it at the border. " * 9,
    "",
    "Minsk",
    "word " * 700,  # longer than the model reads
    "Лукашенко сказал: «Нет».",
    *(
        f"Report {number} of the river, the bridge and the town." * number
        for number in range(0, 40, 3)
    ),
]


@pytest.fixture(scope="module")
def bundled():
    return BundledEncoder(precision="f32")


@pytest.fixture(scope="module")
def oracle():
    return SentenceTransformerEncoder()


@pytest.fixture(scope="module")
def expected(oracle):
    return oracle.encode_passages(TEXTS)


def test_the_vectors_are_those_of_sentence_transformers(bundled, oracle, expected):
    for one, other in (
        (bundled.encode_passages(TEXTS), expected),
        (bundled.encode_questions(TEXTS), oracle.encode_questions(TEXTS)),
    ):
        assert one.dtype == np.float32
        assert np.abs(one - other).max() < 1e-5
        assert (one * other).sum(axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_many_texts_have_the_vectors_that_each_has_by_itself(bundled):
    """So many are computed by another graph, one batch on each core."""
    many = [f"{text} {number}" for number in range(4) for text in TEXTS]
    assert sum(min(count, 256) for count in bundled.count_tokens(many)) > 9_000
    some = [3, 24, 25, len(many) - 1]
    alone = bundled.encode_passages([many[at] for at in some])
    assert np.abs(bundled.encode_passages(many)[some] - alone).max() < 1e-5


def test_as_it_ships_cosines_are_those_of_sentence_transformers(expected):
    shipped = BundledEncoder().encode_passages(TEXTS)
    assert (shipped * expected).sum(axis=1).min() > 0.9999


def test_it_is_what_it_says_it_is(bundled, oracle):
    mine = (bundled.name, bundled.dimension, bundled.max_tokens)
    assert mine == (oracle.name, oracle.dimension, oracle.max_tokens) == (BUNDLED_MODEL, 384, 256)
    assert isinstance(load_encoder(), BundledEncoder)


def test_tokens_are_counted_alike(bundled, oracle):
    assert bundled.count_tokens(TEXTS) == oracle.count_tokens(TEXTS)
    assert bundled.count_tokens([]) == []


def test_nothing_to_embed(bundled):
    assert bundled.encode_passages([]).shape == (0, 384)


def test_embeds_without_torch_and_opens_no_connection():
    script = """
import sys
opened = []
watch = ("socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, args: opened.append((event, args)) if event in watch else None)
from index import load_encoder
print(load_encoder().encode_questions(["Who?"]).shape)
print(sorted({"torch", "transformers", "sentence_transformers", "scipy"} & {*sys.modules}))
print(opened)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split("\n")[:3] == ["(1, 384)", "[]", "[]"]
