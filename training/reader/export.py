"""Write the weights that ship; run it with `python -m training.reader.export FOLDER`."""

import argparse
import hashlib
from pathlib import Path

import torch
from safetensors.torch import load_file, save
from torch import Tensor

from qa.reader import WEIGHTS_FILE

PACKAGE = Path(__file__).resolve().parents[2] / "qa"


def export(checkpoint: Path, output: Path, *, before: Path | None = None, share: float = 1) -> str:
    """Write a checkpoint's weights as float16; return the file's SHA-256.

    Args:
        checkpoint: what `training.reader.fit` wrote as `checkpoint.pt`.
        output: a safetensors file.
        before: weights that the training started from, to average with (Wortsman et al., "Robust
            fine-tuning of zero-shot models", CVPR 2022, section 3).
        share: of the checkpoint in that average.
    """
    weights = torch.load(checkpoint, weights_only=True)["weights"]
    if before:
        weights = average(load_file(before), weights, share=share)
    content = save({name: weight.half().contiguous() for name, weight in weights.items()})
    output.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def average(
    before: dict[str, Tensor], after: dict[str, Tensor], *, share: float
) -> dict[str, Tensor]:
    """Return `share` of the weights after and the rest of those before; what is new stays whole."""
    return {
        name: (1 - share) * before[name].float() + share * weight.float()
        if name in before
        else weight
        for name, weight in after.items()
    }


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description="Write the reader's weights.")
    parser.add_argument("folder", type=Path, help="what training.reader.fit wrote")
    parser.add_argument("--output", type=Path, default=PACKAGE / WEIGHTS_FILE)
    parser.add_argument("--before", type=Path, help="weights to average with")
    parser.add_argument("--share", type=float, default=1.0, help="of the checkpoint in the average")
    arguments = parser.parse_args()
    digest = export(
        arguments.folder / "checkpoint.pt",
        arguments.output,
        before=arguments.before,
        share=arguments.share,
    )
    print(f"{arguments.output}: SHA-256 {digest}; name it in qa/reader.py")


if __name__ == "__main__":
    main()
