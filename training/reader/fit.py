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
from typing import TypeAlias

import torch
from safetensors.torch import load_file
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from torch.nn import functional

from benchmarks.data import sha256
from index.bundled import bundled_directory
from training.reader.examples import FILES, Example, Examples
from training.reader.network import LAYERS, Logits, ReaderNetwork

BATCH = 32
SORTED_TOGETHER = 1024
TOKENS = 256
RATE, HEADS_FASTER, LAYER_DECAY = 2e-4, 5, 0.9
WARM_UP, DECAY = 300, 0.4
WEIGHT_DECAY = 0.01
SMOOTHING = 0.02
ENTAILMENT_WEIGHT = 0.5
GATE_WEIGHT = 0.2
GROUP_WEIGHT = 0.5
SEED = 20261122
CHECKPOINT_STEPS = 250
_NOT_LEARNED = -100
_OUTSIDE = -1e4

log = logging.getLogger("training.reader")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Examples as tensors of shape (batch, tokens), and what is to be learned, shape (batch,).

    `answerable` marks the tokens that a span may begin or end at: the passage's, and the first for
    "no answer". A target that is not learned is `_NOT_LEARNED`, or NaN for `relevant`. `groups`
    numbers the questions whose passages compete; `_NOT_LEARNED` where they do not.
    """

    tokens: Tensor
    segments: Tensor
    attended: Tensor
    answerable: Tensor
    relevant: Tensor
    start: Tensor
    end: Tensor
    entailment: Tensor
    groups: Tensor


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


def collate(
    examples: Sequence[Example], encoded: Sequence[Encoding], groups: Sequence[int] = ()
) -> Batch:
    """Pad to the longest and set the targets; `groups` tells which examples compete."""
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
        groups=torch.tensor(groups or [_NOT_LEARNED] * len(examples)),
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
    """Return the mean loss: relevance (and the gate's), start and end, entailment, competition."""
    size = len(batch.relevant)
    judged = ~batch.relevant.isnan()
    smooth = batch.relevant[judged] * (1 - 2 * SMOOTHING) + SMOOTHING
    relevance, gate = (
        functional.binary_cross_entropy_with_logits(said[judged], smooth, reduction="sum")
        for said in (logits.relevance, logits.gate)
    )
    span = logits.span.masked_fill(batch.answerable[:, :, None] == 0, _OUTSIDE)
    edges = sum(
        functional.cross_entropy(span[:, :, at], target, ignore_index=_NOT_LEARNED, reduction="sum")
        for at, target in enumerate((batch.start, batch.end))
    )
    entailment = functional.cross_entropy(
        logits.entailment, batch.entailment, ignore_index=_NOT_LEARNED, reduction="sum"
    )
    competition = _competition(logits.relevance, batch)
    return (
        relevance
        + GATE_WEIGHT * gate
        + edges / 2
        + ENTAILMENT_WEIGHT * entailment
        + GROUP_WEIGHT * competition
    ) / size


def _competition(relevance: Tensor, batch: Batch) -> Tensor:
    """Return the cross-entropy of the right passages among those of their question, times its size.

    ListNet's top-one probability (Cao et al., ICML 2007, section 4.3), the right ones alike.
    """
    total = relevance.new_zeros(())
    for group in set(batch.groups.tolist()):
        mine = batch.groups == group
        right = batch.relevant[mine]
        if group != _NOT_LEARNED and 0 < right.sum() < len(right):
            log_share = functional.log_softmax(relevance[mine], dim=0)
            total = total - (log_share * right / right.sum()).sum() * len(right)
    return total


class Trainer:
    """The network, float32 copies of its weights, and AdamW over the copies.

    The network computes in bf16 where the processor has units for it, else in float32.
    """

    def __init__(self, network: ReaderNetwork, *, steps: int, rate: float, frozen: int) -> None:
        """Take a network; what lies under its first `frozen` layers, and they, stay as they are."""
        self.network = network
        for name, weight in network.named_parameters():
            if frozen and _depth(name) <= frozen:
                weight.requires_grad = False
        self.steps = steps
        self.step = 0
        named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
        self._stayed = {
            n: p.detach().clone()
            for n, p in network.named_parameters()
            if not p.requires_grad and n != "words.weight"
        }
        self._copies = [p.detach().clone().float() for _, p in named]
        if torch.cpu._is_avx512_bf16_supported():  # there is no public question for it
            self.network.to(torch.bfloat16)
        self._weights = [p for _, p in named]
        groups = [
            {
                "params": [copy],
                "rate": _rate_of(name, rate),
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
        """Return the float32 weights by name, those that stayed as they were too."""
        names = [n for n, p in self.network.named_parameters() if p.requires_grad]
        return self._stayed | dict(zip(names, self._copies, strict=True))

    def save(self, path: Path) -> None:
        """Write a checkpoint; the one before stays until the new one is whole."""
        draft = path.with_suffix(".new")
        state = {
            "step": self.step,
            "copies": self._copies,
            "adam": self.optimizer.state_dict(),
            "weights": self.trained(),
        }
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
    [0.0, 1.0, 1.0, 0.38, 0.0]
    """
    falling = steps * DECAY
    return max(min((step + 1) / WARM_UP, (steps - step) / falling, 1.0), 0.0)


def batches(examples: Examples, tokenizer: Tokenizer, *, seed: int) -> Iterator[Batch]:
    """Yield one epoch: examples of about the same length together, batches in any order.

    The passages that compete for one question stay in one batch.
    """
    drawn = examples.epoch(seed)
    random = Random(seed)
    for first in range(0, len(drawn), SORTED_TOGETHER):
        some = [(unit, encode(tokenizer, unit)) for unit in drawn[first : first + SORTED_TOGETHER]]
        some.sort(key=lambda pair: max(len(e.ids) for e in pair[1]))
        packed = list(_packed(some))
        random.shuffle(packed)
        for units in packed:
            numbers = [
                n if len(u) > 1 else _NOT_LEARNED for n, (u, _) in enumerate(units) for _ in u
            ]
            yield collate(
                [x for u, _ in units for x in u], [e for _, es in units for e in es], numbers
            )


_Unit: TypeAlias = tuple[list[Example], list[Encoding]]


def _packed(units: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    """Fill batches of at most `BATCH` examples in the order given."""
    batch: list[_Unit] = []
    size = 0
    for unit in units:
        if batch and size + len(unit[0]) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(unit)
        size += len(unit[0])
    if batch:
        yield batch


def train(
    output: Path, *, steps: int, share: float, start: Path | None, rate: float, frozen: int
) -> None:
    """Train up to `steps` steps, going on from the last checkpoint in `output`, or from `start`."""
    output.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    directory = bundled_directory()
    network = ReaderNetwork.from_encoder(directory)
    if start:
        network.load_state_dict(load_file(start), strict=False)
    trainer = Trainer(network, steps=steps, rate=rate, frozen=frozen)
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
                pace = (time.monotonic() - since) / len(recent)
                mean = sum(recent) / len(recent)
                log.info("step %d loss %.4f, %.2f s a step", trainer.step, mean, pace)
                recent, since = [], time.monotonic()
            if trainer.step % CHECKPOINT_STEPS == 0:
                trainer.save(checkpoint)
        epoch += 1
    trainer.save(checkpoint)
    torch.save(trainer.trained(), output / "trained.pt")
    about = {"steps": steps, "seed": SEED, "data": {name: sha256(name) for name in FILES}}
    (output / "about.json").write_text(json.dumps(about, indent=2) + "\n")


def _depth(name: str) -> int:
    """Return which layer a weight belongs to, from 1; 0 lies under all, the heads over all."""
    if name.startswith(("relevance", "gate", "span", "entailment")):
        return LAYERS + 1
    return int(name.split(".")[1]) + 1 if name.startswith("layers.") else 0


def _rate_of(name: str, rate: float) -> float:
    """Lower layers learn more slowly (Howard and Ruder, 2018, section 3.2), heads faster."""
    depth = _depth(name)
    return rate * (HEADS_FASTER if depth > LAYERS else LAYER_DECAY ** (LAYERS - depth))


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("--output", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--steps", type=int, default=7_500)
    parser.add_argument("--share", type=float, default=1.0, help="of the data, for a quick try")
    parser.add_argument("--start", type=Path, help="weights to go on from, not the encoder's")
    parser.add_argument("--rate", type=float, default=RATE, help="the last layer's learning rate")
    parser.add_argument("--frozen", type=int, default=0, help="layers that stay as they are")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train(
        arguments.output,
        steps=arguments.steps,
        share=arguments.share,
        start=arguments.start,
        rate=arguments.rate,
        frozen=arguments.frozen,
    )


if __name__ == "__main__":
    main()
