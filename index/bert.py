"""The bundled model's layers as an OpenVINO graph, without torch; nothing else imports openvino.

The graph is that of BERT (Devlin et al., 2019): post-norm layers, exact GELU. Weights come by the
names that `training.reader.network` gives them; float16 ones are widened as they are read. The word
embeddings stay outside the graph, where they can be mapped from their file: of 30,522 rows a text
needs its own tokens'.
"""

import hashlib
import inspect
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index import kept_models
from index.batching import Inputs
from index.weights import Weight, let_go, widened

# OpenVINO's converter of models, which nothing here needs, takes longer to import than all the rest
# of it, and brings openvino-telemetry, which can call home. OpenVINO does without what is hidden
# (tests/qa/test_reader.py watches what a whole reading opens).
_HIDDEN = {"openvino.tools.ovc", "openvino_telemetry"} - sys.modules.keys()
for _name in _HIDDEN:
    sys.modules[_name] = None  # type: ignore[assignment]
import openvino as ov  # noqa: E402
from openvino import Node  # noqa: E402
from openvino import opset13 as ops  # noqa: E402

for _name in _HIDDEN:
    del sys.modules[_name]

LAYERS, HEADS, WIDTH = 6, 12, 384
_EPSILON = 1e-12
_MASKED = -1e4
# It computes with copies of the weights, arranged as the processor likes them: some are made when a
# graph is compiled, the others when it first computes texts of such lengths.
_SETTLING = 40
_DEVICE = "CPU"
# Properties of the processor that a compiled graph depends on.
_OF_PROCESSOR = ("FULL_DEVICE_NAME", "OPTIMIZATION_CAPABILITIES")

# What transformers calls the parts of a layer, and what they are called here.
_NAMES = {
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "attended_norm",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "down_norm",
}

Weights: TypeAlias = Mapping[str, Weight]
# Of the weights, the last layer, shape (batch, tokens, WIDTH), and which tokens are real, shape
# (batch, tokens).
Heads: TypeAlias = Callable[[Weights, Node, Node], Sequence[Node]]


class Graph:
    """A compiled graph of any batch and length; threads may share it.

    Args:
        words: the word embeddings, shape (words, WIDTH).
        weights: returns the rest, by the names of `training.reader.network`; it is asked only where
            the graph has to be compiled.
        heads: given the weights, the last layer's output and the mask, the graph's outputs.
        origin: what the weights are known by, as their hash. Once compiled, the graph is kept on
            this machine under it (`index.kept_models`), by the code of the modules of `weights` and
            `heads`: what these hold besides must be told by it. Without one it is not kept.
        precision: "f32" computes exactly; "f16" faster on processors that compute in float16, or
            else in bfloat16 (others compute f32).
        many: made for many batches, one on each core, and not for one batch on all of them. A
            single batch takes longer, many take a tenth less.

    Attributes:
        precision: what it computes in here: "f32", "f16" or "bf16".
    """

    def __init__(
        self,
        words: Weight,
        weights: Callable[[], Weights],
        heads: Heads,
        *,
        origin: str | None = None,
        precision: str = "f32",
        many: bool = False,
    ) -> None:
        self._words = words
        hint = "THROUGHPUT" if many else "LATENCY"
        settings = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": hint}
        core = ov.Core()
        key = None if origin is None else _key(core, origin, (weights, heads), settings)
        known = _imported(core, key, settings) if key else None
        self._compiled, self._mapped = known or _compiled(core, weights(), heads, settings)
        if key and not known:
            kept_models.keep(key, self._compiled.export_model().getbuffer())
        self._settling = _SETTLING
        let_go(self._mapped)
        taken = self._compiled.get_property("INFERENCE_PRECISION_HINT")
        self.precision: str = taken.get_type_name()
        # One alone takes no queue: handing it over and back costs a millisecond.
        self._request = None if many else self._compiled.create_infer_request()
        # What runs takes all cores already; threads that share the graph wait.
        self._running = Lock()

    def run(self, batches: Iterable[Inputs]) -> list[list[NDArray[np.float32]]]:
        """Compute the outputs of each batch, in their order.

        Of a graph for many batches one thread after the other has all of its own computed; of
        another, batches of several threads take turns.
        """
        inputs = map(self._with_words, batches)
        if self._request is None:
            with self._running:
                made = self._at_once(inputs)
        else:
            made = [self._alone(self._request, one) for one in inputs]
        if self._settling:
            self._settling -= 1
            let_go(self._mapped)
        return made

    def _with_words(self, batch: Inputs) -> list[NDArray[np.float32] | NDArray[np.int64]]:
        tokens, segments, attended = batch
        return [self._words[tokens].astype(np.float32, copy=False), segments, attended]

    def _alone(self, request: ov.InferRequest, inputs: Sequence[Any]) -> list[NDArray[np.float32]]:
        with self._running:
            request.infer(inputs)
            return _outputs(request)

    def _at_once(self, batches: Iterable[Sequence[Any]]) -> list[list[NDArray[np.float32]]]:
        made: dict[int, list[NDArray[np.float32]]] = {}

        def keep(request: ov.InferRequest, at: int) -> None:
            made[at] = _outputs(request)

        queue = ov.AsyncInferQueue(self._compiled)
        queue.set_callback(keep)
        try:
            for at, inputs in enumerate(batches):
                queue.start_async(inputs, at)
        finally:  # also of what ends the loop early: those that are computed need the queue
            queue.wait_all()
        return [made[at] for at in sorted(made)]


def _compiled(
    core: ov.Core, weights: Weights, heads: Heads, settings: Mapping[str, str]
) -> tuple[ov.CompiledModel, list[NDArray[Any]]]:
    """Build and compile a graph; return it with what it maps."""
    words = ops.parameter([-1, -1, WIDTH], np.float32, name="words")
    segments, attended = (
        ops.parameter([-1, -1], np.int64, name=name) for name in ("segments", "attended")
    )
    hidden = _embedded(weights, words, segments)
    mask = _mask(attended)
    for at in range(LAYERS):
        hidden = _layer(weights, f"layers.{at}.", hidden, mask)
    model = ov.Model(list(heads(weights, hidden, attended)), [words, segments, attended])
    return core.compile_model(model, _DEVICE, settings), list(weights.values())


def _key(
    core: ov.Core, origin: str, given: Sequence[Callable[..., Any]], settings: Mapping[str, str]
) -> str | None:
    """Return the hash of all that a compiled graph depends on; None where no code can be read.

    The code is that of the modules of what is `given`, and of those that it is built with.
    """
    made: list[Callable[..., Any]] = [_compiled, widened, *given]
    try:
        code = ["".join(inspect.findsource(one)[0]) for one in made]
    except OSError:  # it was installed without its source: nothing would tell versions apart
        return None
    processor = [core.get_property(_DEVICE, name) for name in _OF_PROCESSOR]
    names = [one.__qualname__ for one in given]
    rest = [origin, ov.get_version(), *map(str, processor), *settings.values(), *names]
    return hashlib.sha256("\0".join([*code, *rest]).encode()).hexdigest()[:24]


def _imported(
    core: ov.Core, key: str, settings: Mapping[str, str]
) -> tuple[ov.CompiledModel, list[NDArray[Any]]] | None:
    """Return a graph that was compiled before, with what it maps; None where there is none."""
    content = kept_models.kept(key)
    if content is None:
        return None
    try:
        tensor = ov.Tensor(content, shared_memory=True)
        return core.import_model(tensor, _DEVICE, settings), [content]
    except RuntimeError:  # not a graph, or one that this processor makes nothing of
        kept_models.forget(key)
        return None


def _outputs(request: ov.InferRequest) -> list[NDArray[np.float32]]:
    return [np.array(tensor.data) for tensor in request.output_tensors]


def from_transformers(weights: Weights) -> dict[str, Weight]:
    """Give the weights of a BERT of transformers the names that they have here."""
    made = {
        "words": weights["embeddings.word_embeddings.weight"],
        "positions": weights["embeddings.position_embeddings.weight"],
        "segments": weights["embeddings.token_type_embeddings.weight"],
    }
    for part in ("weight", "bias"):
        made[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
        for at in range(LAYERS):
            theirs, ours = f"encoder.layer.{at}", f"layers.{at}"
            made[f"{ours}.qkv.{part}"] = np.concatenate(
                [weights[f"{theirs}.attention.self.{n}.{part}"] for n in ("query", "key", "value")]
            )
            for their_name, our_name in _NAMES.items():
                made[f"{ours}.{our_name}.{part}"] = weights[f"{theirs}.{their_name}.{part}"]
    return made


def linear(weights: Weights, name: str, hidden: Node) -> Node:
    """Apply a linear layer to the last axis."""
    matrix = _constant(weights[f"{name}.weight"])
    product = ops.matmul(hidden, matrix, transpose_a=False, transpose_b=True)
    return ops.add(product, _constant(weights[f"{name}.bias"]))


def first_token(hidden: Node) -> Node:
    """Return the first token's vector, shape (batch, WIDTH)."""
    return ops.gather(hidden, _integer(0), _integer(1))


def mean(_: Weights, hidden: Node, attended: Node) -> list[Node]:
    """Average the real tokens (Reimers and Gurevych, EMNLP 2019, section 3), to unit length.

    A head by itself: the text's vector, shape (batch, WIDTH).
    """
    last, middle = ops.constant(np.array([2], np.int64)), ops.constant(np.array([1], np.int64))
    real = ops.unsqueeze(ops.convert(attended, "f32"), last)
    sums = ops.reduce_sum(ops.multiply(hidden, real), middle)
    means = ops.divide(sums, ops.reduce_sum(real, middle))
    return [ops.normalize_l2(means, middle, _EPSILON, "max")]


def _embedded(weights: Weights, words: Node, segments: Node) -> Node:
    sides = ops.gather(_constant(weights["segments"]), segments, _integer(0))
    length = ops.gather(ops.shape_of(segments, "i64"), _integer(1), _integer(0))
    steps = ops.range(_integer(0), length, _integer(1), "i64")
    positions = ops.gather(_constant(weights["positions"]), steps, _integer(0))
    return _norm(weights, "norm", ops.add(ops.add(words, sides), positions))


def _mask(attended: Node) -> Node:
    """Turn 1 and 0 into what is added to the scores, shape (batch, 1, 1, tokens)."""
    absent = ops.subtract(_number(1.0), ops.convert(attended, "f32"))
    axes = ops.constant(np.array([1, 2], np.int64))
    return ops.unsqueeze(ops.multiply(absent, _number(_MASKED)), axes)


def _layer(weights: Weights, name: str, hidden: Node, mask: Node) -> Node:
    attended = linear(weights, f"{name}attended", _attention(weights, name, hidden, mask))
    hidden = _norm(weights, f"{name}attended_norm", ops.add(hidden, attended))
    inner = ops.gelu(linear(weights, f"{name}up", hidden), "ERF")
    down = linear(weights, f"{name}down", inner)
    return _norm(weights, f"{name}down_norm", ops.add(hidden, down))


def _attention(weights: Weights, name: str, hidden: Node, mask: Node) -> Node:
    query, key, value = (_heads_of(weights, f"{name}qkv", hidden, part) for part in range(3))
    mixed = ops.scaled_dot_product_attention(query, key, value, mask)
    together = ops.transpose(mixed, ops.constant(np.array([0, 2, 1, 3], np.int64)))
    return ops.reshape(together, ops.constant(np.array([0, 0, WIDTH], np.int64)), special_zero=True)


def _heads_of(weights: Weights, name: str, hidden: Node, part: int) -> Node:
    """Return q, k or v, shape (batch, HEADS, tokens, WIDTH / HEADS)."""
    rows = slice(part * WIDTH, (part + 1) * WIDTH)
    some = {f"part.{side}": weights[f"{name}.{side}"][rows] for side in ("weight", "bias")}
    shape = ops.constant(np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
    split = ops.reshape(linear(some, "part", hidden), shape, special_zero=True)
    return ops.transpose(split, ops.constant(np.array([0, 2, 1, 3], np.int64)))


def _norm(weights: Weights, name: str, hidden: Node) -> Node:
    axes = ops.constant(np.array([-1], np.int64))
    normal = ops.mvn(hidden, axes, normalize_variance=True, eps=_EPSILON, eps_mode="inside_sqrt")
    scaled = ops.multiply(normal, _constant(weights[f"{name}.weight"]))
    return ops.add(scaled, _constant(weights[f"{name}.bias"]))


def _constant(values: NDArray[np.float16] | NDArray[np.float32]) -> Node:
    return ops.constant(np.ascontiguousarray(values, dtype=np.float32), shared_memory=True)


def _number(value: float) -> Node:
    return ops.constant(np.array(value, np.float32))


def _integer(value: int) -> Node:
    return ops.constant(np.array(value, np.int64))
