"""The reliability diagram of docs/evaluation.md, drawn as SVG."""

from collections.abc import Mapping, Sequence

from benchmarks import axes
from qa.measures import reliability

Sides = tuple[Sequence[float], Sequence[float]]
_TICKS = [(step / 5, f"{step / 5}") for step in range(6)]


def draw_reliability(collections: Mapping[str, Sides]) -> str:
    """Draw what probabilities promised against what came true, a line for each collection.

    Args:
        collections: by name, the probabilities of its questions with an answer, and without.
    """
    return axes.draw(
        [_line(name, sides) for name, sides in collections.items()],
        title="What probabilities promised, and what came true",
        labels=("promised", "came true"),
        ticks=(_TICKS, _TICKS),
        under=[axes.path([(0.0, 0.0), (1.0, 1.0)], "#bbb3a5", dash=True)],
    )


def _line(name: str, sides: Sides) -> axes.Line:
    bins = [b for b in reliability(*sides) if b.promised is not None and b.true is not None]
    return axes.Line(
        name=name,
        points=[(b.promised or 0.0, b.true or 0.0) for b in bins],
        sizes=[2 + 12 * b.weight for b in bins],
    )
