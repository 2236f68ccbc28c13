"""Train the reader, or its teacher; run it with `python -m training.reader.fit --output FOLDER`.

It goes on from the last checkpoint in the folder, so an interrupted run loses minutes at most. The
learning rate rises over the first steps (`WARM_UP`), stays, and falls in a straight line to zero
over the last `DECAY` of all steps (Hu et al., 2024, section 4: "warmup-stable-decay"), so that a
run can be lengthened or cut short with another `--steps` while it is in the middle.
"""

import argparse
import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import Tensor

from benchmarks.data import sha256
from index.bundled import bundled_directory
from index.weights import sha256_of
from training.reader.batching import Batch, batches, load_tokenizer
from training.reader.examples import FILES, Examples
from training.reader.labels import ABOUT, labelled
from training.reader.losses import loss_of
from training.reader.network import ReaderNetwork, computes_in_bf16
from training.reader.teacher import Network, TeacherNetwork

RATE, HEADS_FASTER, LAYER_DECAY = 2e-4, 5, 0.9
WARM_UP, DECAY = 300, 0.4
WEIGHT_DECAY = 0.01
SEED = 20261122
CHECKPOINT_STEPS = 100

log = logging.getLogger("training.reader")


class Trainer:
    """The network, float32 copies of its weights, and AdamW over the copies.

    The network computes in bf16 where the processor has units for it, else in float32.
    """

    def __init__(
        self, network: Network, *, steps: int, rate: float, frozen: int, warm_up: int
    ) -> None:
        """Take a network; what lies under its first `frozen` layers, and they, stay as they are."""
        self.network = network
        for name, weight in network.named_parameters():
            if frozen and network.depth_of(name) <= frozen:
                weight.requires_grad = False
        self.steps = steps
        self.warm_up = warm_up
        self.step = 0
        named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
        self._stayed = {
            n: p.detach().clone()
            for n, p in network.named_parameters()
            if not p.requires_grad and n != "words.weight"
        }
        self._copies = [p.detach().clone().float() for _, p in named]
        if computes_in_bf16():
            self.network.to(torch.bfloat16)
        self._weights = [p for _, p in named]
        groups = [
            {
                "params": [copy],
                "rate": _rate_of(network.depth_of(name), heads=network.depth_of("span"), rate=rate),
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
            group["lr"] = group["rate"] * schedule(self.step, self.steps, self.warm_up)
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


def schedule(step: int, steps: int, warm_up: int = WARM_UP) -> float:
    """Return the share of the learning rate at a step.

    >>> [round(schedule(step, 10_000), 2) for step in (0, 299, 5000, 8500, 9999)]
    [0.0, 1.0, 1.0, 0.38, 0.0]
    """
    falling = steps * DECAY
    return max(min((step + 1) / warm_up, (steps - step) / falling, 1.0), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to train, from what, and how long.

    Attributes:
        steps: of the whole run.
        rate: the last layer's learning rate.
        frozen: so many layers, and what lies under them, stay as they are.
        warm_up: so many steps long the rate rises.
        share: of the data, for a quick try.
        start: weights of the reader's to go on from, not the encoder's.
        mpnet: train the teacher instead, from what `training.reader.teacher` unpacked there.
        labels: the examples to learn from, with what the teacher says of them.
    """

    steps: int
    rate: float = RATE
    frozen: int = 0
    warm_up: int = WARM_UP
    share: float = 1.0
    start: Path | None = None
    mpnet: Path | None = None
    labels: Path | None = None


def train(output: Path, plan: Plan) -> None:
    """Train as planned, going on from the last checkpoint in `output`."""
    output.mkdir(parents=True, exist_ok=True)
    about = _about(plan)
    torch.manual_seed(SEED)
    trainer = Trainer(
        _network(plan),
        steps=plan.steps,
        rate=plan.rate,
        frozen=plan.frozen,
        warm_up=plan.warm_up,
    )
    checkpoint = output / "checkpoint.pt"
    if checkpoint.exists():
        trainer.load(checkpoint)
    recent, since = [], time.monotonic()
    for number, batch in enumerate(_epochs(plan)):
        if trainer.step >= plan.steps:
            break
        if number < trainer.step:  # learned before the checkpoint
            continue
        recent.append(trainer.learn(batch))
        if trainer.step % 100 == 0:
            pace = (time.monotonic() - since) / len(recent)
            mean = sum(recent) / len(recent)
            log.info("step %d loss %.4f, %.2f s a step", trainer.step, mean, pace)
            recent, since = [], time.monotonic()
        if trainer.step % CHECKPOINT_STEPS == 0:
            trainer.save(checkpoint)
    trainer.save(checkpoint)
    torch.save(trainer.trained(), output / "trained.pt")
    (output / ABOUT).write_text(json.dumps(about, indent=2) + "\n")


def _about(plan: Plan) -> dict[str, object]:
    """Tell what a run rests on: each file by its SHA-256, and of labels who gave them."""
    return {
        "steps": plan.steps,
        "rate": plan.rate,
        "frozen": plan.frozen,
        "warm_up": plan.warm_up,
        "seed": SEED,
        "start": sha256_of(plan.start) if plan.start else None,
        "labels": json.loads((plan.labels / ABOUT).read_text()) if plan.labels else None,
        "data": {name: sha256(name) for name in FILES},
    }


def _network(plan: Plan) -> Network:
    encoder = bundled_directory()
    if plan.mpnet:
        return TeacherNetwork.from_directory(plan.mpnet, encoder=encoder)
    if plan.start:
        return ReaderNetwork.from_weights(plan.start, encoder=encoder)
    return ReaderNetwork.from_encoder(encoder)


def _epochs(plan: Plan) -> Iterator[Batch]:
    """Yield batches without end: of examples drawn anew, or those labelled in another order."""
    seed = SEED
    if plan.labels:
        known = labelled(plan.labels)
        while True:
            yield from Random(seed).sample(known, len(known))
            seed += 1
    encoder = bundled_directory()
    examples = Examples(encoder, share=plan.share)
    while True:
        yield from batches(examples, load_tokenizer(encoder), seed=seed)
        seed += 1


def _rate_of(depth: int, *, heads: int, rate: float) -> float:
    """Lower layers learn more slowly (Howard and Ruder, 2018, section 3.2), heads faster."""
    return rate * (HEADS_FASTER if depth == heads else LAYER_DECAY ** (heads - 1 - depth))


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description="Train the reader, or its teacher.")
    parser.add_argument("--output", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--steps", type=int, default=7_500)
    parser.add_argument("--share", type=float, default=1.0, help="of the data, for a quick try")
    parser.add_argument("--start", type=Path, help="weights to go on from, not the encoder's")
    parser.add_argument("--rate", type=float, default=RATE, help="the last layer's learning rate")
    parser.add_argument("--frozen", type=int, default=0, help="layers that stay as they are")
    parser.add_argument("--warm-up", type=int, default=WARM_UP, help="steps that the rate rises")
    parser.add_argument("--mpnet", type=Path, help="train the teacher, from the MPNet in there")
    parser.add_argument("--labels", type=Path, help="folder of what the teacher said")
    arguments = vars(parser.parse_args())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train(arguments.pop("output"), Plan(**arguments))


if __name__ == "__main__":
    main()
