"""The reader: question and passage together in, how well it answers and where out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index import ModelError
from index.bundled import bundled_directory, bundled_weights
from index.encoder import why_not_loaded
from index.graphs import Graphs
from index.weights import mapped_weights, sha256_of, widened
from qa.bundled import BUNDLED_READER, WEIGHTS_SHA256
from qa.reading import Reading, Window

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder
    from tokenizers import Encoding, Tokenizer

    from index.bert import Graph, Weights

WEIGHTS_FILE = "reader_weights.safetensors"

# A pair of more tokens is read in windows that overlap. Training saw 256; questions of several
# parts are longer than any there, and take their room from the passage.
MAX_TOKENS = 320
MAX_QUESTION_TOKENS = 128
_OVERLAP = 64
# Tokens that are read by a graph for many batches: more than any one question brings. It reads a
# sixth more of them a second, and takes 0.3 s and its own copy of the weights to be made.
_MANY_TOKENS = 6_144


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A question and a passage to read it in; the title is read too, and holds no answer."""

    question: str
    passage: str
    title: str | None = None


class Reader(Protocol):
    """What the desk needs of a model that reads question and passage together."""

    @property
    def name(self) -> str:
        """What `load_reader` makes the same reader of."""

    def read(self, pairs: Sequence[Pair]) -> list[Reading]:
        """Read some pairs; the order of the readings is that of the pairs."""


class BundledReader:
    """The reader that ships, run by OpenVINO; torch is not imported.

    Its six layers were trained from those of all-MiniLM-L6-v2 (training/README.md); the word
    embeddings are that model's own and are read from its package.
    """

    name = BUNDLED_READER

    def __init__(self, weights: Path | None = None, *, precision: str = "f16") -> None:
        """Take the weights that ship, or others.

        Args:
            weights: a safetensors file with the names of training/reader.
            precision: "f16" is up to three times as fast on processors that compute in float16, its
                relevance off by up to 0.003 and single scores of spans by 0.02. On those that have
                only bfloat16 these are 0.04 and 0.12; others compute in float32 all the same.
                "f32" is exact anywhere.
        """
        self._path = weights
        self._precision = precision
        self._graphs = Graphs(self._new_graph, many_tokens=_MANY_TOKENS)

    @property
    def precision(self) -> str:
        """What it computes in on this processor: "f32", "f16" or "bf16"."""
        return self._graphs.few.precision

    def read(self, pairs: Sequence[Pair]) -> list[Reading]:
        """Read some pairs, those of about the same length together."""
        if not pairs:
            return []
        _ = self._graphs.few  # at its first use, made while others load their tokenizers
        windows: list[tuple[int, Encoding, int]] = []
        for number, (encoding, shift) in enumerate(self._encoded(pairs)):
            parts = (encoding, *encoding.overflowing)
            windows.extend((number, part, shift) for part in parts)
        found: list[list[tuple[float, Window]]] = [[] for _ in pairs]
        computed = self._graphs.run([encoding for _, encoding, _ in windows])
        for rows, (relevances, spans) in computed:
            for at, row in enumerate(rows):
                number, encoding, shift = windows[row]
                window = _window(encoding, spans[at], shift)
                found[number].append((float(relevances[at, 0]), window))
        return [
            Reading(relevance=max(r for r, _ in some), windows=tuple(w for _, w in some))
            for some in found
        ]

    def _encoded(self, pairs: Sequence[Pair]) -> Iterator[tuple["Encoding", int]]:
        """Tokenize; yield with each encoding how far the title moves the passage."""
        titles = [f"{pair.title}\n" if pair.title else "" for pair in pairs]
        texts = [
            (self._shortened(pair.question), title + pair.passage)
            for pair, title in zip(pairs, titles, strict=True)
        ]
        encodings = self._tokenizer.encode_batch(texts)
        yield from ((e, len(title)) for e, title in zip(encodings, titles, strict=True))

    def _shortened(self, question: str) -> str:
        """Cut a question that would leave the passage no room."""
        question = " ".join(question.split())
        if len(question) <= MAX_QUESTION_TOKENS:  # no token is shorter than a character
            return question
        # As the second of a pair: only that is cut, and here MAX_TOKENS leaves more than is wanted.
        offsets = self._tokenizer.encode("", question, add_special_tokens=False).offsets
        return question[: offsets[:MAX_QUESTION_TOKENS][-1][1]]

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(bundled_directory() / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS, stride=_OVERLAP, strategy="only_second")
        return tokenizer

    def _new_graph(self, *, many: bool) -> "Graph":
        from index.bert import Graph

        path = self._path or Path(str(files("qa") / WEIGHTS_FILE))
        digest = sha256_of(path)
        if self._path is None and digest != WEIGHTS_SHA256:
            raise ModelError(
                f"the reader's weights qa/{WEIGHTS_FILE} have SHA-256 {digest[:12]}…, not "
                f"{WEIGHTS_SHA256[:12]}…; install onrecord anew"
            )
        words = bundled_weights()["embeddings.word_embeddings.weight"]
        return Graph(
            words,
            lambda: widened(mapped_weights(path)),
            _heads,
            # One for many batches is for long work: what compiling it takes does not show there.
            origin=None if many else digest,
            precision=self._precision,
            many=many,
        )


class CrossEncoderReader:
    """Any cross-encoder of sentence-transformers that gives one score; it marks no spans.

    Its score is taken for the log-odds that the passage answers, which is what such models are
    trained for; the probabilities of `qa.silence` were fitted with the bundled reader, so
    calibrate: `onrecord evaluate --calibrate`.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def _model(self) -> "CrossEncoder":
        from sentence_transformers import CrossEncoder

        try:
            model: CrossEncoder = CrossEncoder(self.name, device="cpu", local_files_only=True)
        except Exception as error:  # a model's files can be wrong in as many ways as formats
            raise ModelError(
                f"reader '{self.name}' cannot be loaded: {why_not_loaded(self.name, error)}; give "
                "the path of a cross-encoder of sentence-transformers, or leave --reader out for "
                f"{BUNDLED_READER}"
            ) from error
        if model.num_labels != 1:
            raise ModelError(
                f"reader '{self.name}' gives {model.num_labels} scores a pair; a reader gives one"
            )
        return model

    def read(self, pairs: Sequence[Pair]) -> list[Reading]:
        """Read some pairs; the model itself sorts them by length and cuts what is too long."""
        if not pairs:
            return []
        from torch.nn import Identity

        texts = [
            (pair.question, f"{pair.title}\n{pair.passage}" if pair.title else pair.passage)
            for pair in pairs
        ]
        scores = self._model.predict(texts, activation_fn=Identity(), show_progress_bar=False)
        return [Reading(relevance=float(score)) for score in scores]


def load_reader(name: str = BUNDLED_READER) -> Reader:
    """Return the reader of that name; the same one each time. It loads at the first use."""
    return _known_reader(name)


@cache
def _known_reader(name: str) -> Reader:
    return BundledReader() if name == BUNDLED_READER else CrossEncoderReader(name)


def _heads(weights: "Weights", hidden: Any, _: Any) -> Sequence[Any]:  # noqa: ANN401  # openvino has no types
    from index.bert import first_token, linear

    return [linear(weights, "relevance", first_token(hidden)), linear(weights, "span", hidden)]


def _window(encoding: "Encoding", spans: NDArray[np.float32], shift: int) -> Window:
    """Keep the passage's tokens: not the question's, not the title's, no padding."""
    offsets = np.array(encoding.offsets, np.int64)
    mine = [at for at, side in enumerate(encoding.sequence_ids) if side == 1]
    kept = np.array([at for at in mine if offsets[at, 0] >= shift], np.int64)
    return Window(
        spans=offsets[kept] - shift,
        starts=spans[kept, 0],
        ends=spans[kept, 1],
        null_start=float(spans[0, 0]),
        null_end=float(spans[0, 1]),
    )
