"""The table and the plot of `benchmarks.million`; pure."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import axes

PLOT = Path(__file__).parent / "growth.svg"
_COLUMNS = (
    "passages", "of them real", "index", "recall@10", "write, s", "publish, s", "build memory, MiB",
    "size, MiB", "open, s", "search, ms: median, p95", "retrieval, ms: median, p95",
    "memory, MiB", "peak, MiB",
)  # fmt: skip
# What is drawn, each in its own unit, over the passages.
_LINES = {
    "write and publish, s": ("write", "publish"),
    "size, MiB": ("size",),
    "search p95, ms": ("single_p95",),
    "retrieval p95, ms": ("whole_p95",),
    "peak memory, MiB": ("peak_memory",),
}


def table(measured: Mapping[int, Mapping[str, Any]]) -> str:
    """Set what was measured at each size as a Markdown table."""
    lines = [f"| {' | '.join(_COLUMNS)} |", "|---" * len(_COLUMNS) + "|"]
    for size, of in measured.items():
        cells = (
            f"{size:,}",
            f"{of['real']:,}",
            of["kind"] if of["kind"] == "flat" else f"{of['kind']}, {of['probed']}",
            f"{of['recall']:.4f}",
            f"{of['write']:,.1f}",
            f"{of['publish']:,.1f}",
            f"{of['build_memory']:,.0f}",
            f"{of['size']:,.0f}",
            f"{of['open']:.2f}",
            f"{of['single_median']:.0f}, {of['single_p95']:.0f}",
            f"{of['whole_median']:.0f}, {of['whole_p95']:.0f}",
            f"{of['memory']:,.0f}",
            f"{of['peak_memory']:,.0f}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def draw(measured: Mapping[int, Mapping[str, Any]]) -> str:
    """Draw build time, size, latency and memory over the passages, both axes logarithmic."""
    drawn = {
        name: [(size, sum(of[key] for key in keys)) for size, of in measured.items()]
        for name, keys in _LINES.items()
    }
    right = _decades(list(measured))
    up = _decades([value for points in drawn.values() for _, value in points])
    return axes.draw(
        [
            axes.Line(
                name=name,
                points=[(_place(size, right), _place(value, up)) for size, value in points],
                sizes=[3.0] * len(points),
            )
            for name, points in drawn.items()
        ],
        title="What grows with the archive",
        labels=("passages", "in the unit of each line"),
        ticks=(_ticks(right), _ticks(up)),
    )


def _decades(values: Sequence[float]) -> range:
    """Return the powers of ten around values, which are above 0.

    >>> _decades([12.0, 990.0])
    range(1, 4)
    """
    low = math.floor(math.log10(min(values)))
    high = math.ceil(math.log10(max(values)))
    return range(low, max(high, low + 1) + 1)


def _place(value: float, decades: range) -> float:
    return (math.log10(value) - decades[0]) / (len(decades) - 1)


def _ticks(decades: range) -> list[tuple[float, str]]:
    """Return where each power of ten is written, and how.

    >>> _ticks(range(-1, 1)), _ticks(range(6, 8))
    ([(0.0, '0.1'), (1.0, '1')], [(0.0, '1,000,000'), (1.0, '10,000,000')])
    """
    return [
        (_place(10.0**power, decades), f"{10.0**power:,.{max(-power, 0)}f}") for power in decades
    ]
