"""Measure a teacher as `benchmarks.reader` measures the reader.

Run it with `python -m training.reader.measure TEACHER --mpnet MPNET`, both of `make teacher`.
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.reader import measure
from index.batching import Inputs
from index.bert import Graph
from index.bundled import bundled_directory
from qa.reader import BundledReader
from training.reader.teacher import TeacherNetwork, trained_teacher


class TeacherReader(BundledReader):
    """The bundled reader in all but the network, which PyTorch runs."""

    def __init__(self, network: TeacherNetwork) -> None:
        super().__init__()
        self._network = network

    def _new_graph(self, *, many: bool) -> Graph:  # noqa: ARG002  # one is for both
        return cast("Graph", _TeacherGraph(self._network))


class _TeacherGraph:
    """The part of `Graph` that a reader uses."""

    def __init__(self, network: TeacherNetwork) -> None:
        self._network = network

    @torch.inference_mode()
    def run(self, batches: Iterable[Inputs]) -> list[list[NDArray[np.float32]]]:
        said = (self._network(*map(torch.from_numpy, batch)) for batch in batches)
        return [[s.relevance[:, None].numpy(), s.span.numpy()] for s in said]


def main() -> None:
    """Read the command line, measure, and print."""
    parser = argparse.ArgumentParser(description="Measure the teacher.")
    parser.add_argument("teacher", type=Path, help="what training.reader.fit --mpnet wrote")
    parser.add_argument("--mpnet", type=Path, required=True, help="what the teacher started from")
    parser.add_argument("--share", type=float, default=0.25, help="of squad2_dev")
    arguments = parser.parse_args()
    network = trained_teacher(arguments.teacher, mpnet=arguments.mpnet, encoder=bundled_directory())
    print(json.dumps(measure(TeacherReader(network), share=arguments.share), indent=2))


if __name__ == "__main__":
    main()
