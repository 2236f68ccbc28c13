"""Text into vectors: the Encoder protocol and sentence-transformers behind it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled import BUNDLED_MODEL, BundledEncoder, bundled_directory
from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# On two cores larger batches gain nothing: they only pad more.
BATCH_SIZE = 32


class Encoder(Protocol):
    """What the archive needs of an embedding model.

    Vectors are float32 of shape (number of texts, `dimension`) and of unit length, so that an
    inner product is the cosine. Threads use it at the same time.
    """

    @property
    def name(self) -> str:
        """What the archive records; `load_encoder` makes the same encoder of it."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads, special ones included."""

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Count each text's tokens, without the special ones."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed what is searched."""

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed what is asked."""


class SentenceTransformerEncoder:
    """An `Encoder` made of any sentence-transformers model; it loads at the first use.

    Args:
        name: a model's name, or the path of one on this machine. `all-MiniLM-L6-v2` is the model
            that ships: it is read from the installed package and its weights are verified. Its
            everyday path is `index.bundled.BundledEncoder`, which is held against this one.
    """

    def __init__(self, name: str = BUNDLED_MODEL) -> None:
        self.name = name
        # A tokenizer keeps settings between calls, and fails where two threads use it at once.
        self._encoding, self._counting = Lock(), Lock()

    @cached_property
    def model(self) -> "SentenceTransformer":
        """The loaded model.

        Raises:
            ModelError: the model is not there, or the bundled weights are not the known ones.
        """
        path = str(bundled_directory()) if self.name == BUNDLED_MODEL else self.name
        from sentence_transformers import SentenceTransformer

        try:
            with _no_progress_bar():
                # Nothing leaves the machine: a mistyped name asked the network for 70 seconds.
                return SentenceTransformer(path, device="cpu", local_files_only=True)
        except Exception as error:  # a model's files can be wrong in as many ways as formats
            raise ModelError(
                f"embedding model '{self.name}' cannot be loaded: {why_not_loaded(path, error)}; "
                "give the path of a sentence-transformers model, or leave --model out for "
                f"{BUNDLED_MODEL}"
            ) from error

    @cached_property
    def dimension(self) -> int:
        """The length of a vector."""
        dimension = self.model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"embedding model '{self.name}' does not state its dimension")
        return dimension

    @cached_property
    def max_tokens(self) -> int:
        """How many tokens the model reads, special ones included."""
        return int(self.model.max_seq_length or 512)

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Count each text's tokens, without the special ones."""
        if not texts:
            return []
        with self._counting:
            encoded = self._tokenizer(
                texts, add_special_tokens=False, truncation=False, verbose=False
            )
        return [len(ids) for ids in encoded["input_ids"]]

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed what is searched; a model with a document prompt gets it."""
        return self._as_matrix(self.model.encode_document, texts)

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed what is asked; a model with a query prompt gets it."""
        return self._as_matrix(self.model.encode_query, texts)

    def _as_matrix(
        self, encode: Callable[..., object], texts: Sequence[str]
    ) -> NDArray[np.float32]:
        with self._encoding:
            vectors = encode(
                list(texts),
                batch_size=BATCH_SIZE,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32).reshape(-1, self.dimension)

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401  # any of transformers'
        """The model's tokenizer once more: tokens are counted while others are embedded."""
        return deepcopy(self.model.tokenizer)


def load_encoder(name: str = BUNDLED_MODEL) -> Encoder:
    """Return the encoder of that name; nothing heavy happens before it is used."""
    return BundledEncoder() if name == BUNDLED_MODEL else SentenceTransformerEncoder(name)


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Keep transformers from drawing "Loading weights" on standard error."""
    from transformers.utils import logging

    enabled = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if enabled:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def why_not_loaded(path: str, error: Exception) -> str:
    """Say why sentence-transformers could not load the model at a path, in half a line.

    Of what is not there it says that it could not connect; it is never let to try.
    """
    if not Path(path).exists():
        return "it is not on this machine"
    return (str(error).strip() or type(error).__name__).partition("\n")[0].rstrip(".")
