"""What a teacher says of an epoch's examples, for the reader to learn (Hinton et al., 2015).

Run it with `python -m training.reader.labels TEACHER --mpnet MPNET --output FOLDER`; it goes on
with the first file that is missing.
"""

import argparse
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from index.bundled import bundled_directory
from index.weights import sha256_of
from training.reader.batching import Batch, Taught, batches, load_tokenizer
from training.reader.compiled import CompiledNetwork
from training.reader.examples import Examples
from training.reader.network import Logits, ReaderNetwork
from training.reader.teacher import Network, trained_teacher

Asked: TypeAlias = Callable[[Tensor, Tensor, Tensor], Logits]
"""A network, compiled or not, that takes tokens, segments and attended."""

# Another epoch than those that the teacher learned from: of what it has learned it is too sure.
SEED = 20261125
BATCHES = 2000
IN_A_FILE = 50
ABOUT = "about.json"

log = logging.getLogger("training.labels")


def label(
    teachers: Sequence[Asked],
    examples: Examples,
    output: Path,
    *,
    count: int,
    about: Mapping[str, object],
) -> None:
    """Write `count` batches and what the teachers say of them, `IN_A_FILE` to a file.

    What several say is the mean of their logits: two that learned differently err differently.

    Args:
        teachers: whom to ask.
        examples: what to ask of.
        output: a folder, for what was begun in it to be gone on with.
        count: how many batches it is to hold.
        about: who the teachers are, kept beside what they say.

    Raises:
        ValueError: the folder holds what others have said; half of each would be neither's.
    """
    _claim(output, about)
    stream = batches(examples, load_tokenizer(bundled_directory()), seed=SEED)
    for first in range(0, count, IN_A_FILE):
        some = list(islice(stream, min(IN_A_FILE, count - first)))
        path = output / f"{first:06d}.safetensors"
        if path.exists() and _held(path) >= len(some):
            continue
        found: dict[str, Tensor] = {}
        for number, batch in enumerate(some, start=first):
            found |= {f"{number}.{name}": value for name, value in _said(teachers, batch).items()}
        draft = path.with_suffix(".new")
        save_file(found, draft)
        draft.replace(path)
        log.info("%d batches labelled", first + len(some))


def labelled(folder: Path) -> list[Batch]:
    """Return the batches in a folder, with what the teacher says of them.

    Raises:
        ValueError: there are none.
    """
    known: dict[str, dict[str, Tensor]] = {}
    for path in sorted(folder.glob("*.safetensors")):
        for name, value in load_file(path).items():
            number, _, field = name.partition(".")
            wide = value.float() if value.is_floating_point() else value.long()
            known.setdefault(number, {})[field] = wide
    if not known:
        raise ValueError(f"{folder} holds no labels; make them with: make teacher")
    return [
        Batch(
            **{f.name: found[f.name] for f in fields(Batch) if f.name != "taught"},
            taught=Taught(**{f.name: found[f"taught.{f.name}"] for f in fields(Taught)}),
        )
        for found in known.values()
    ]


def _held(path: Path) -> int:
    """Count the batches in a file."""
    with safe_open(path, "pt") as file:
        return len({name.partition(".")[0] for name in file.keys()})  # noqa: SIM118  # no mapping


def _claim(folder: Path, about: Mapping[str, object]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    known = folder / ABOUT
    begun = known.exists() or any(folder.glob("*.safetensors"))
    if begun and not (known.exists() and json.loads(known.read_text()) == about):
        raise ValueError(
            f"{folder} holds what other teachers said, or of other examples; choose another folder"
        )
    known.write_text(json.dumps(about, indent=2) + "\n")


def _said(teachers: Sequence[Asked], batch: Batch) -> dict[str, Tensor]:
    """Return the batch and what is said of it by name, no wider than they need to be."""
    with torch.inference_mode():
        said = [one(batch.tokens, batch.segments, batch.attended) for one in teachers]
    mine = {f.name: getattr(batch, f.name) for f in fields(Batch) if f.name != "taught"}
    taught = {
        f"taught.{f.name}": torch.stack([getattr(one, f.name) for one in said]).mean(dim=0)
        for f in fields(Taught)
    }
    return {
        name: (value.half() if value.is_floating_point() else value.int()).contiguous()
        for name, value in (mine | taught).items()
    }


def main() -> None:
    """Read the command line and label."""
    parser = argparse.ArgumentParser(description="Label examples with the teacher.")
    parser.add_argument("teacher", type=Path, help="what training.reader.fit --mpnet wrote")
    parser.add_argument("--mpnet", type=Path, required=True, help="what the teacher started from")
    parser.add_argument("--reader", type=Path, help="a reader's weights, to ask it beside")
    parser.add_argument("--output", type=Path, required=True, help="folder for the labels")
    parser.add_argument("--batches", type=int, default=BATCHES)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    encoder = bundled_directory()
    teachers: list[Network] = [
        trained_teacher(arguments.teacher, mpnet=arguments.mpnet, encoder=encoder)
    ]
    if arguments.reader:
        teachers.append(ReaderNetwork.from_weights(arguments.reader, encoder=encoder).eval())
    asked = [arguments.teacher / "checkpoint.pt", *([arguments.reader] if arguments.reader else [])]
    about = {"seed": SEED, "teachers": [sha256_of(path) for path in asked]}
    count = arguments.batches
    compiled = [CompiledNetwork(teacher.float()) for teacher in teachers]
    label(compiled, Examples(encoder), arguments.output, count=count, about=about)


if __name__ == "__main__":
    main()
