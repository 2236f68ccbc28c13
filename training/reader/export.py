"""Write the weights that ship; run it with `python -m training.reader.export FOLDER`."""

import argparse
import hashlib
from pathlib import Path

import torch
from safetensors.torch import save

from qa.reader import WEIGHTS_FILE

PACKAGE = Path(__file__).resolve().parents[2] / "qa"


def export(checkpoint: Path, output: Path) -> str:
    """Write a checkpoint's weights as float16; return the file's SHA-256.

    Args:
        checkpoint: what `training.reader.fit` wrote as `checkpoint.pt`.
        output: a safetensors file.
    """
    weights = torch.load(checkpoint, weights_only=True)["weights"]
    content = save({name: weight.half().contiguous() for name, weight in weights.items()})
    output.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description="Write the reader's weights.")
    parser.add_argument("folder", type=Path, help="what training.reader.fit wrote")
    parser.add_argument("--output", type=Path, default=PACKAGE / WEIGHTS_FILE)
    arguments = parser.parse_args()
    digest = export(arguments.folder / "checkpoint.pt", arguments.output)
    print(f"{arguments.output}: SHA-256 {digest}; name it in qa/reader.py")


if __name__ == "__main__":
    main()
