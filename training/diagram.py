"""The reliability diagram of docs/evaluation.md, drawn as SVG."""

from collections.abc import Mapping, Sequence
from html import escape

from qa.measures import reliability

_SIZE, _MARGIN, _LEGEND = 300, 46, 150
_STYLE = 'font-family="Georgia, serif" font-size="12" role="img"'
_COLOURS = ("#9c2f24", "#1f5673", "#5c7a29", "#8a6d1b")

Sides = tuple[Sequence[float], Sequence[float]]


def draw_reliability(collections: Mapping[str, Sides]) -> str:
    """Draw what probabilities promised against what came true, a line for each collection.

    Args:
        collections: by name, the probabilities of its questions with an answer, and without.
    """
    lines = [_line(name, sides, number) for number, (name, sides) in enumerate(collections.items())]
    width, height = _SIZE + 2 * _MARGIN + _LEGEND, _SIZE + 2 * _MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {_STYLE}>',
            "<title>What probabilities promised, and what came true</title>",
            f'<rect width="{width}" height="{height}" fill="#fffdf8"/>',
            *_axes(),
            *lines,
            "</svg>\n",
        ]
    )


def _axes() -> list[str]:
    made = [_path([(0.0, 0.0), (1.0, 1.0)], "#bbb3a5", dash=True)]
    for step in range(6):
        share = step / 5
        x, y = _at(share, share)
        made.append(
            f'<text x="{x:.0f}" y="{_SIZE + _MARGIN + 18}" text-anchor="middle">{share}</text>'
        )
        made.append(f'<text x="{_MARGIN - 8}" y="{y + 4:.0f}" text-anchor="end">{share}</text>')
    corners = [(0.0, 1.0), (0.0, 0.0), (1.0, 0.0)]
    middle = _MARGIN + _SIZE / 2
    turned = f"translate(12 {middle}) rotate(-90)"
    return [
        *made,
        _path(corners, "#3b352c"),
        f'<text x="{middle}" y="{_SIZE + _MARGIN + 38}" text-anchor="middle">promised</text>',
        f'<text transform="{turned}" text-anchor="middle">came true</text>',
    ]


def _line(name: str, sides: Sides, number: int) -> str:
    colour = _COLOURS[number % len(_COLOURS)]
    bins = [b for b in reliability(*sides) if b.promised is not None and b.true is not None]
    points = [(b.promised or 0.0, b.true or 0.0) for b in bins]
    dots = (
        f'<circle cx="{_at(*point)[0]:.1f}" cy="{_at(*point)[1]:.1f}" '
        f'r="{2 + 12 * b.weight:.1f}" fill="{colour}" fill-opacity="0.75"/>'
        for point, b in zip(points, bins, strict=True)
    )
    y = _MARGIN + 14 + 20 * number
    x = _SIZE + _MARGIN + 22
    legend = f'<text x="{x + 14}" y="{y + 4}">{escape(name)}</text>'
    key = f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>'
    return "".join([_path(points, colour), *dots, key, legend])


def _path(points: Sequence[tuple[float, float]], colour: str, *, dash: bool = False) -> str:
    where = " ".join("{:.1f},{:.1f}".format(*_at(*point)) for point in points)
    dashes = ' stroke-dasharray="4 4"' if dash else ""
    return f'<polyline points="{where}" fill="none" stroke="{colour}"{dashes}/>'


def _at(promised: float, true: float) -> tuple[float, float]:
    return _MARGIN + _SIZE * promised, _MARGIN + _SIZE * (1 - true)
