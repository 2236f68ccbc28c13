"""Measure the entailment head; run it with `python -m training.reader.entailment`.

On the pairs of MultiNLI and FEVER that were kept from training (`examples.held_out`).
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from benchmarks.data import rows
from index.bundled import bundled_directory
from qa.reader import WEIGHTS_FILE
from training.reader.batching import BATCH, collate, encode, load_tokenizer
from training.reader.examples import ENTAILED, Example, entailed, fever, held_out
from training.reader.network import ENTAILMENT, ReaderNetwork

PACKAGE = Path(__file__).resolve().parents[2] / "qa"


def predictions(network: ReaderNetwork, examples: Sequence[Example]) -> list[int]:
    """Return the likeliest label of each pair, an index into `ENTAILMENT`."""
    tokenizer = load_tokenizer(bundled_directory())
    encoded = encode(tokenizer, examples)
    order = sorted(range(len(examples)), key=lambda at: len(encoded[at].ids))
    found = [0] * len(examples)
    for start in range(0, len(order), BATCH):
        some = order[start : start + BATCH]
        batch = collate([examples[at] for at in some], [encoded[at] for at in some])
        with torch.no_grad():
            logits = network(batch.tokens, batch.segments, batch.attended).entailment
        for at, label in zip(some, logits.argmax(dim=1).tolist(), strict=True):
            found[at] = label
    return found


def collections() -> Iterator[tuple[str, list[Example]]]:
    """Yield what was kept from training, by file."""
    mnli = [row for row in rows(ENTAILED[0]) if held_out(row["hypothesis"])]
    yield ENTAILED[0], list(entailed(mnli))
    for name in ENTAILED[1:]:
        yield name, list(fever([row for row in rows(name) if held_out(row["claim"])]))


def main() -> None:
    """Print the accuracy over each collection and each of its labels."""
    parser = argparse.ArgumentParser(description="Measure the entailment head.")
    parser.add_argument("--weights", type=Path, default=PACKAGE / WEIGHTS_FILE)
    arguments = parser.parse_args()
    network = ReaderNetwork.from_weights(arguments.weights, encoder=bundled_directory())
    for name, examples in collections():
        found = predictions(network.eval(), examples)
        right = [
            label == example.entailment for label, example in zip(found, examples, strict=True)
        ]
        print(f"{name}: {sum(right) / len(right):.3f} of {len(right)}")
        for at, label in enumerate(ENTAILMENT):
            mine = [ok for ok, e in zip(right, examples, strict=True) if e.entailment == at]
            if mine:
                print(f"  {label}: {sum(mine) / len(mine):.3f} of {len(mine)}")


if __name__ == "__main__":
    main()
