"""The reader that ships, against the network it was trained as; and any cross-encoder."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr

from index import ModelError
from index.batching import inputs
from index.bert import Graph
from index.bundled import bundled_directory
from index.graphs import before_each_batch
from index.weights import mapped_weights
from qa.bundled import BUNDLED_READER
from qa.reader import (
    _MANY_TOKENS,
    MAX_TOKENS,
    WEIGHTS_FILE,
    BundledReader,
    CrossEncoderReader,
    Pair,
    load_reader,
)
from training.reader.network import ReaderNetwork

QUESTION = "Why has Minsk sent no troops?"
PASSAGES = [
    "Minsk sent no troops because the president fears protests at home.",
    "The harvest was good this year, and the weather fair.",
    "Troops were seen in Minsk on Friday. Nobody said why. A parade is planned.",
    "“We will not fight,” the president said; the army is small, and the people are against it.",
    "Who leads the army is not known.",
    "The two presidents met on Tuesday to speak of gas. The price, both said, stays what it was.",
]
PAIRS = [Pair(question=QUESTION, passage=passage) for passage in PASSAGES]


@pytest.fixture(scope="module")
def reader():
    return BundledReader(precision="f32")


@pytest.fixture(scope="module")
def network():
    network = ReaderNetwork.from_encoder(bundled_directory()).eval()
    shipped = mapped_weights(Path(str(files("qa") / WEIGHTS_FILE)))
    weights = {k: torch.tensor(v, dtype=torch.float32) for k, v in shipped.items()}
    network.load_state_dict(weights, strict=False)  # words are the encoder's own
    return network


def test_runs_exactly_as_the_network_that_was_trained(reader, network):
    encodings = [encoding for encoding, _ in reader._encoded(PAIRS)]
    tokens, segments, attended = inputs(encodings)
    assert (attended == 0).any(), "padding is part of what is compared"
    with torch.no_grad():
        expected = network(*map(torch.tensor, (tokens, segments, attended)))
    [(relevance, span)] = reader._graphs.few.run([(tokens, segments, attended)])
    assert np.abs(relevance[:, 0] - expected.relevance.numpy()).max() < 1e-2
    real = attended[:, :, None] == 1
    assert (np.abs(span - expected.span.numpy()) * real).max() < 1e-2
    assert spearmanr(relevance[:, 0], expected.relevance.numpy()).statistic >= 0.999
    ranks = spearmanr(span[real[:, :, 0]].ravel(), expected.span.numpy()[real[:, :, 0]].ravel())
    assert ranks.statistic >= 0.999


def test_many_pairs_are_read_as_few_are(reader):
    few = reader.read(PAIRS)
    # Another length each, so that the batches are others too.
    many = [
        Pair(question=f"{QUESTION} {'And why? ' * at}", passage=p.passage)
        for at, p in zip(range(72), PAIRS * 12, strict=True)
    ]
    assert sum(len(encoding.ids) for encoding, _ in reader._encoded(many)) > _MANY_TOKENS
    readings = reader.read([*PAIRS, *many])
    assert reader._graphs._made.keys() == {False, True}, "the other graph read what is compared"
    for one, other in zip(few, readings[: len(few)], strict=True):
        assert other.relevance == pytest.approx(one.relevance, abs=1e-3)
        assert other.windows[0].starts == pytest.approx(one.windows[0].starts, abs=1e-3)
    alone = [reader.read([pair])[0] for pair in many[::14]]
    assert [r.relevance for r in readings[len(PAIRS) :: 14]] == pytest.approx(
        [r.relevance for r in alone], abs=1e-3
    )


def test_reading_that_is_not_wanted_any_more_ends_before_the_next_batch(reader):
    before = reader.read(PAIRS)
    looks = []

    def look() -> None:
        looks.append(1)
        if len(looks) == 3:
            raise InterruptedError

    token = before_each_batch.set(look)
    try:
        with pytest.raises(InterruptedError):
            reader.read(PAIRS * 40)
    finally:
        before_each_batch.reset(token)
    assert len(looks) == 3
    assert [r.relevance for r in reader.read(PAIRS)] == [r.relevance for r in before]


def test_as_it_ships_it_says_what_the_network_says(reader):
    shipped = BundledReader()
    exact, found = reader.read(PAIRS), shipped.read(PAIRS)
    relevance = [[reading.relevance for reading in some] for some in (exact, found)]
    # bfloat16 keeps eight bits of a number, float16 eleven.
    coarseness = 4 if shipped.precision == "bf16" else 1
    assert relevance[1] == pytest.approx(relevance[0], abs=coarseness * 1e-2)
    assert spearmanr(*relevance).statistic >= 0.999
    for one, other in zip(exact, found, strict=True):
        starts = pytest.approx(one.windows[0].starts, abs=coarseness * 5e-2)
        assert other.windows[0].starts == starts


def test_the_graph_computes_what_transformers_computes():
    from transformers import BertModel

    model = BertModel.from_pretrained(str(bundled_directory())).eval()
    network = ReaderNetwork.from_encoder(bundled_directory())
    weights = {k: v.numpy() for k, v in network.state_dict().items()}
    words = weights.pop("words.weight")
    tokens = np.random.default_rng(3).integers(1000, 20_000, (3, 12))
    segments, attended = np.zeros_like(tokens), np.ones_like(tokens)
    segments[:, 5:], attended[1, 8:] = 1, 0
    graph = Graph(words, lambda: weights, lambda _, last, __: [last])
    [(hidden,)] = graph.run([(tokens, segments, attended)])
    with torch.no_grad():
        expected = model(
            input_ids=torch.tensor(tokens),
            token_type_ids=torch.tensor(segments),
            attention_mask=torch.tensor(attended),
        ).last_hidden_state.numpy()
    assert np.abs((hidden - expected) * attended[:, :, None]).max() < 1e-4


def test_finds_the_passage_that_answers_and_the_words_that_do(reader):
    readings = reader.read(PAIRS)
    assert max(range(len(readings)), key=lambda at: readings[at].relevance) == 0
    best = readings[0].best(0, len(PASSAGES[0]))
    assert best is not None
    assert "fears protests" in best[1].of(PASSAGES[0])


def test_the_order_and_company_of_pairs_change_nothing(reader):
    together = [reading.relevance for reading in reader.read(PAIRS)]
    alone = [reader.read([pair])[0].relevance for pair in PAIRS]
    turned = [reading.relevance for reading in reader.read(PAIRS[::-1])][::-1]
    assert together == pytest.approx(alone, abs=1e-3)
    assert together == pytest.approx(turned, abs=1e-3)


def test_offsets_are_those_of_the_passage_whatever_the_title(reader):
    title = "Minsk fears protests, and the president says so"
    (reading,) = reader.read([Pair(question=QUESTION, passage=PASSAGES[0], title=title)])
    (window,) = reading.windows
    assert [PASSAGES[0][a:b] for a, b in window.spans[:3].tolist()] == ["Minsk", "sent", "no"]
    assert window.spans[-1].tolist() == [len(PASSAGES[0]) - 1, len(PASSAGES[0])]


def test_a_long_passage_is_read_in_windows_to_its_end(reader):
    filler = "The weather was fair and nothing else was said that day. " * 60
    (reading,) = reader.read([Pair(question=QUESTION, passage=filler + PASSAGES[0])])
    assert len(reading.windows) > 1
    assert all(len(window.spans) <= MAX_TOKENS for window in reading.windows)
    best = reading.best(0, len(filler) + len(PASSAGES[0]))
    assert best is not None
    assert best[1].start >= len(filler)


def test_a_question_of_any_length_leaves_the_passage_room(reader):
    (reading,) = reader.read([Pair(question="who said so " * 160, passage=PASSAGES[0])])
    assert reading.windows[0].spans.tolist()[0] == [0, 5]


@pytest.mark.parametrize("passage", [pytest.param("", id="empty"), pytest.param(" \n", id="blank")])
def test_a_passage_without_words_has_no_answer(reader, passage):
    (reading,) = reader.read([Pair(question=QUESTION, passage=passage)])
    assert reading.best(0, len(passage)) is None
    assert reading.mass(0, len(passage)) == 0.0


def test_nothing_to_read_is_nothing_read(reader):
    assert reader.read([]) == []


def test_other_weights_than_those_that_ship_are_refused(monkeypatch, reader):
    monkeypatch.setattr("qa.reader.WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="have SHA-256"):
        BundledReader().read(PAIRS)


def test_reads_without_torch_and_opens_no_connection():
    script = """
import sys
opened = []
watch = ("socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, args: opened.append((event, args)) if event in watch else None)
from qa.reader import Pair, load_reader
print(load_reader().read([Pair(question="Who?", passage="She did.")])[0].relevance < 99)
heavy = {"torch", "transformers", "sentence_transformers", "openvino_telemetry"}
print(sorted(heavy & {*sys.modules}))
print(opened)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split("\n")[:3] == ["True", "[]", "[]"]


def test_the_same_reader_comes_of_the_same_name():
    assert load_reader() is load_reader(BUNDLED_READER)
    assert load_reader().name == BUNDLED_READER


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory):
    """Make the path of a real cross-encoder with one small layer and weights by seed."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    directory = tmp_path_factory.mktemp("cross-encoder")
    torch.manual_seed(5)
    config = BertConfig(
        hidden_size=24,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(directory)
    tokenizer = BertTokenizerFast(tokenizer_file=str(bundled_directory() / "tokenizer.json"))
    tokenizer.save_pretrained(directory)
    return directory


def test_any_cross_encoder_reads_and_gives_its_own_score(cross_encoder):
    from sentence_transformers import CrossEncoder

    read = CrossEncoderReader(str(cross_encoder)).read(PAIRS)
    model = CrossEncoder(str(cross_encoder), device="cpu")
    texts = [(pair.question, pair.passage) for pair in PAIRS]
    expected = model.predict(texts, activation_fn=torch.nn.Identity(), show_progress_bar=False)
    assert [reading.relevance for reading in read] == pytest.approx(expected.tolist(), abs=1e-4)
    assert all(reading.windows == () for reading in read)
    assert CrossEncoderReader(str(cross_encoder)).read([]) == []


def test_a_cross_encoder_that_is_not_there_is_named():
    told = "reader 'no/such-model' cannot be loaded: it is not on this machine; give the path"
    with pytest.raises(ModelError, match=told):
        load_reader("no/such-model").read(PAIRS)
