"""How a vector index is built and searched, and where that is written beside it."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_NAME = "vectors.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorSettings:
    """What kind of index is built, and how it is searched: benchmarks/README.md, "A million"."""

    flat_up_to: int = 50_000
    """Up to so many vectors nothing is approximate."""
    a_list: int = 4_096
    """Vectors a list holds, on average."""
    least_recall: float = 0.995
    """Lists are left out only where so much is still found: 0.99, and a margin."""
    asked: int = 200
    """Vectors of each sort by which that is measured."""
    bits: int = 2
    """Of each dimension in the first pass; with 1, it takes more candidates to find as much."""
    candidates: int = 200
    """What the first pass hands on at least, and 5 more for each hit that is wanted."""
    candidates_a_hit: int = 5
    directly: int = 4_000
    """Where no more than so many may be found, there is no first pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorKind:
    """How an index was built: `name` is flat; scan, if all lists are looked at; or lists.

    Recall is that of the ten nearest, measured when it was built: for some of its own vectors
    (others than themselves), and for vectors as far from them as questions are.
    """

    name: str
    dimension: int
    lists: int = 0
    probed: int = 0
    recall_of_passages: float = 1.0
    recall_of_questions: float = 1.0


def write_kind(directory: Path, kind: VectorKind, settings: VectorSettings) -> None:
    """Write how the index in a directory was built."""
    described = {"kind": asdict(kind), "settings": asdict(settings)}
    (directory / _NAME).write_text(json.dumps(described, indent=1) + "\n")


def read_kind(directory: Path) -> tuple[VectorKind, VectorSettings]:
    """Read how the index in a directory was built; where that was never written, it is flat.

    Raises:
        OSError, ValueError, KeyError or TypeError: it cannot be read.
    """
    path = directory / _NAME
    if not path.exists() and not (directory / "vectors.f16").exists():
        return VectorKind(name="flat", dimension=0), VectorSettings()
    read = json.loads(path.read_text())
    return VectorKind(**read["kind"]), VectorSettings(**read["settings"])


def kind_of(directory: Path) -> VectorKind | None:
    """Return how the index in a directory was built; None where there is none to be read."""
    if directory.is_dir():
        with suppress(OSError, ValueError, KeyError, TypeError):
            return read_kind(directory)[0]
    return None
