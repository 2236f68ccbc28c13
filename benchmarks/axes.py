"""Plots as SVG: two axes, lines with dots, and a legend; shared by all that this project draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

SIZE, MARGIN, LEGEND = 300, 46, 150
STYLE = 'font-family="Georgia, serif" font-size="12" role="img"'
COLOURS = ("#9c2f24", "#1f5673", "#5c7a29", "#8a6d1b", "#5b3a6b")

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A named line through points between 0 and 1 in both directions, with a dot of a size each."""

    name: str
    points: Sequence[Point]
    sizes: Sequence[float]


def draw(
    lines: Sequence[Line],
    *,
    title: str,
    labels: tuple[str, str],
    ticks: tuple[Sequence[tuple[float, str]], Sequence[tuple[float, str]]],
    legend: int = LEGEND,
    under: Sequence[str] = (),
) -> str:
    """Draw lines over two axes; `labels` and `ticks` are the lower axis's, then the left one's.

    `under` is drawn first, below the lines.
    """
    width, height = SIZE + 2 * MARGIN + legend, SIZE + 2 * MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {STYLE}>',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="#fffdf8"/>',
            *under,
            *_axes(labels, ticks),
            *(_line(line, number) for number, line in enumerate(lines)),
            "</svg>\n",
        ]
    )


def path(points: Sequence[Point], colour: str, *, dash: bool = False) -> str:
    """Draw a line through points between 0 and 1."""
    where = " ".join("{:.1f},{:.1f}".format(*_at(*point)) for point in points)
    dashes = ' stroke-dasharray="4 4"' if dash else ""
    return f'<polyline points="{where}" fill="none" stroke="{colour}"{dashes}/>'


def _axes(
    labels: tuple[str, str],
    ticks: tuple[Sequence[tuple[float, str]], Sequence[tuple[float, str]]],
) -> list[str]:
    made = []
    for place, text in ticks[0]:
        x, _ = _at(place, 0.0)
        made.append(
            f'<text x="{x:.0f}" y="{SIZE + MARGIN + 18}" text-anchor="middle">{escape(text)}</text>'
        )
    for place, text in ticks[1]:
        _, y = _at(0.0, place)
        made.append(
            f'<text x="{MARGIN - 8}" y="{y + 4:.0f}" text-anchor="end">{escape(text)}</text>'
        )
    middle = MARGIN + SIZE / 2
    below = f'x="{middle}" y="{SIZE + MARGIN + 38}"'
    turned = f"translate(12 {middle}) rotate(-90)"
    return [
        *made,
        path([(0.0, 1.0), (0.0, 0.0), (1.0, 0.0)], "#3b352c"),
        f'<text {below} text-anchor="middle">{escape(labels[0])}</text>',
        f'<text transform="{turned}" text-anchor="middle">{escape(labels[1])}</text>',
    ]


def _line(line: Line, number: int) -> str:
    colour = COLOURS[number % len(COLOURS)]
    dots = (
        f'<circle cx="{_at(*point)[0]:.1f}" cy="{_at(*point)[1]:.1f}" '
        f'r="{size:.1f}" fill="{colour}" fill-opacity="0.75"/>'
        for point, size in zip(line.points, line.sizes, strict=True)
    )
    x, y = SIZE + MARGIN + 22, MARGIN + 14 + 20 * number
    legend = f'<text x="{x + 14}" y="{y + 4}">{escape(line.name)}</text>'
    key = f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>'
    return "".join([path(line.points, colour), *dots, key, legend])


def _at(right: float, up: float) -> Point:
    return MARGIN + SIZE * right, MARGIN + SIZE * (1 - up)
