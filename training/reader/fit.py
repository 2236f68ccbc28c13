"""Train the reader; run it with `python -m training.reader.fit --output FOLDER`.

It goes on from the last checkpoint in the folder, so an interrupted run loses minutes at most. The
learning rate rises over `WARM_UP` steps, stays, and falls in a straight line to zero over the last
`DECAY` of all steps (Hu et al., 2024, section 4: "warmup-stable-decay"), so that a run can be
lengthened or cut short with another `--steps` while it is in the middle.
"""

import argparse
import json
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from torch.nn import functional

from benchmarks.data import sha256
from index.encoder import bundled_directory
from training.reader.examples import FILES, Example, Examples
from training.reader.network import LAYERS, Logits, ReaderNetwork

BATCH = 32
SORTED_TOGETHER = 1024
TOKENS = 256
RATE, HEAD_RATE, LAYER_DECAY = 2e-4, 1e-3, 0.9
WARM_UP, DECAY = 300, 0.3
WEIGHT_DECAY = 0.01
SMOOTHING = 0.02
ENTAILMENT_WEIGHT = 0.5
SEED = 20261122
CHECKPOINT_STEPS = 500
_NOT_LEARNED = -100
_OUTSIDE = -1e4

log = logging.getLogger("training.reader")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Examples as tensors of shape (batch, tokens), and what is to be learned, shape (batch,).

    `answerable` marks the tokens that a span may begin or end at: the passage's, and the first for
    "no answer". A target that is not learned is `_NOT_LEARNED`, or NaN for `relevant`.
    """

    tokens: Tensor
    segments: Tensor
    attended: Tensor
    answerable: Tensor
    relevant: Tensor
    start: Tensor
    end: Tensor
    entailment: Tensor


def load_tokenizer(directory: Path, *, tokens: int = TOKENS) -> Tokenizer:
    """Return the encoder's tokenizer, cutting the passage where a pair is over `tokens`."""
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(tokens, strategy="only_second")
    return tokenizer


def encode(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[Encoding]:
    """Tokenize question and passage, the title on a line before the passage."""
    pairs = [
        (" ".join(e.question.split())[:400], f"{e.title}\n{e.passage}" if e.title else e.passage)
        for e in examples
    ]
    return list(tokenizer.encode_batch(pairs))


def collate(examples: Sequence[Example], encoded: Sequence[Encoding]) -> Batch:
    """Pad to the longest and set the targets."""
    longest = max(len(e.ids) for e in encoded)

    def padded(values: Sequence[Sequence[int]]) -> Tensor:
        return torch.tensor([[*v, *[0] * (longest - len(v))] for v in values])

    spans = [_span_targets(x, e) for x, e in zip(examples, encoded, strict=True)]
    answerable = [[1, *(int(i == 1) for i in e.sequence_ids[1:])] for e in encoded]
    return Batch(
        tokens=padded([e.ids for e in encoded]),
        segments=padded([e.type_ids for e in encoded]),
        attended=padded([e.attention_mask for e in encoded]),
        answerable=padded(answerable),
        relevant=torch.tensor(
            [float("nan") if e.relevant is None else float(e.relevant) for e in examples]
        ),
        start=torch.tensor([start for start, _ in spans]),
        end=torch.tensor([end for _, end in spans]),
        entailment=torch.tensor(
            [_NOT_LEARNED if e.entailment is None else e.entailment for e in examples]
        ),
    )


def _span_targets(example: Example, encoding: Encoding) -> tuple[int, int]:
    """Return the answer's first and last token; (0, 0) where the passage has none."""
    if example.relevant is False:
        return 0, 0
    if example.span is None:
        return _NOT_LEARNED, _NOT_LEARNED
    shift = len(example.title) + 1 if example.title else 0
    start = encoding.char_to_token(example.span.start + shift, 1)
    end = encoding.char_to_token(example.span.end + shift - 1, 1)
    if start is None or end is None:  # cut off, or white space at the edge
        return _NOT_LEARNED, _NOT_LEARNED
    return start, end


def loss_of(logits: Logits, batch: Batch) -> Tensor:
    """Return the mean loss: relevance, start and end, and entailment for what has each."""
    size = len(batch.relevant)
    judged = ~batch.relevant.isnan()
    smooth = batch.relevant[judged] * (1 - 2 * SMOOTHING) + SMOOTHING
    relevance = functional.binary_cross_entropy_with_logits(
        logits.relevance[judged], smooth, reduction="sum"
    )
    span = logits.span.masked_fill(batch.answerable[:, :, None] == 0, _OUTSIDE)
    edges = sum(
        functional.cross_entropy(span[:, :, at], target, ignore_index=_NOT_LEARNED, reduction="sum")
        for at, target in enumerate((batch.start, batch.end))
    )
    entailment = functional.cross_entropy(
        logits.entailment, batch.entailment, ignore_index=_NOT_LEARNED, reduction="sum"
    )
    return (relevance + edges / 2 + ENTAILMENT_WEIGHT * entailment) / size


class Trainer:
    """The network in bf16, float32 copies of its weights, and AdamW over the copies."""

    def __init__(self, network: ReaderNetwork, *, steps: int) -> None:
        self.network = network
        self.steps = steps
        self.step = 0
        named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
        self._copies = [p.detach().clone().float() for _, p in named]
        self.network.to(torch.bfloat16)
        self._weights = [p for _, p in named]
        groups = [
            {
                "params": [copy],
                "rate": _rate_of(name),
                "weight_decay": WEIGHT_DECAY if copy.dim() > 1 else 0.0,
            }
            for (name, _), copy in zip(named, self._copies, strict=True)
        ]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)

    def learn(self, batch: Batch) -> float:
        """Take one step; return the loss."""
        loss = loss_of(self.network(batch.tokens, batch.segments, batch.attended), batch)
        loss.backward()  # type: ignore[no-untyped-call]
        for copy, weight in zip(self._copies, self._weights, strict=True):
            copy.grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        torch.nn.utils.clip_grad_norm_(self._copies, 1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = group["rate"] * schedule(self.step, self.steps)
        self.optimizer.step()
        with torch.no_grad():
            for copy, weight in zip(self._copies, self._weights, strict=True):
                weight.copy_(copy)
        self.step += 1
        return loss.item()

    def trained(self) -> dict[str, Tensor]:
        """Return the float32 weights by name."""
        names = [n for n, p in self.network.named_parameters() if p.requires_grad]
        return dict(zip(names, self._copies, strict=True))

    def save(self, path: Path) -> None:
        """Write a checkpoint; the one before stays until the new one is whole."""
        draft = path.with_suffix(".new")
        state = {"step": self.step, "copies": self._copies, "adam": self.optimizer.state_dict()}
        torch.save(state, draft)
        draft.replace(path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path, weights_only=True)
        self.step = state["step"]
        self.optimizer.load_state_dict(state["adam"])
        with torch.no_grad():
            for copy, weight, stored in zip(
                self._copies, self._weights, state["copies"], strict=True
            ):
                copy.copy_(stored)
                weight.copy_(stored)


def schedule(step: int, steps: int) -> float:
    """Return the share of the learning rate at a step.

    >>> [round(schedule(step, 10_000), 2) for step in (0, 299, 5000, 8500, 9999)]
    [0.0, 1.0, 1.0, 0.5, 0.0]
    """
    falling = steps * DECAY
    return max(min((step + 1) / WARM_UP, (steps - step) / falling, 1.0), 0.0)


def batches(examples: Examples, tokenizer: Tokenizer, *, seed: int) -> Iterator[Batch]:
    """Yield one epoch: examples of about the same length together, batches in any order."""
    drawn = examples.epoch(seed)
    random = Random(seed)
    for first in range(0, len(drawn), SORTED_TOGETHER):
        some = drawn[first : first + SORTED_TOGETHER]
        pairs = list(zip(some, encode(tokenizer, some), strict=True))
        pairs.sort(key=lambda pair: len(pair[1].ids))
        starts = list(range(0, len(pairs) - BATCH + 1, BATCH))
        random.shuffle(starts)
        for start in starts:
            together = pairs[start : start + BATCH]
            yield collate([x for x, _ in together], [e for _, e in together])


def train(output: Path, *, steps: int, share: float) -> None:
    """Train up to `steps` steps, going on from the last checkpoint in `output`."""
    output.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    directory = bundled_directory()
    trainer = Trainer(ReaderNetwork.from_encoder(directory), steps=steps)
    checkpoint = output / "checkpoint.pt"
    if checkpoint.exists():
        trainer.load(checkpoint)
    tokenizer = load_tokenizer(directory)
    examples = Examples(directory, share=share)
    done, epoch, recent, since = 0, 0, [], time.monotonic()
    while trainer.step < steps:
        for batch in batches(examples, tokenizer, seed=SEED + epoch):
            if trainer.step >= steps:
                break
            done += 1
            if done <= trainer.step:  # learned before the checkpoint
                continue
            recent.append(trainer.learn(batch))
            if trainer.step % 100 == 0:
                rate = len(recent) * BATCH / (time.monotonic() - since)
                mean = sum(recent) / len(recent)
                log.info("step %d loss %.4f, %.1f examples/s", trainer.step, mean, rate)
                recent, since = [], time.monotonic()
            if trainer.step % CHECKPOINT_STEPS == 0:
                trainer.save(checkpoint)
        epoch += 1
    trainer.save(checkpoint)
    torch.save(trainer.trained(), output / "trained.pt")
    about = {"steps": steps, "seed": SEED, "data": {name: sha256(name) for name in FILES}}
    (output / "about.json").write_text(json.dumps(about, indent=2) + "\n")


def _rate_of(name: str) -> float:
    """Lower layers learn more slowly (Howard and Ruder, 2018, section 3.2), fresh heads faster."""
    if name.startswith(("relevance", "span", "entailment")):
        return HEAD_RATE
    depth = int(name.split(".")[1]) + 1 if name.startswith("layers.") else 0
    return RATE * LAYER_DECAY ** (LAYERS - depth)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("--output", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--steps", type=int, default=7_500)
    parser.add_argument("--share", type=float, default=1.0, help="of the data, for a quick try")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train(arguments.output, steps=arguments.steps, share=arguments.share)


if __name__ == "__main__":
    main()
