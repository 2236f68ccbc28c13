"""A cross-encoder for the peers: `python -m benchmarks.peers.reranker MODEL FOLDER`.

No package brings one's weights. This one is made of the embedding model's six layers with a head
of random numbers: its scores mean nothing, and take as long as those of a trained one.
"""

import sys
from pathlib import Path


def main() -> None:
    """Make it, unless it is there."""
    from torch import manual_seed
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    model, folder = sys.argv[1:]
    if not (Path(folder) / "config.json").exists():
        manual_seed(0)
        made = AutoModelForSequenceClassification.from_pretrained(model, num_labels=1)
        AutoTokenizer.from_pretrained(model).save_pretrained(folder)
        made.save_pretrained(folder)


if __name__ == "__main__":
    main()
