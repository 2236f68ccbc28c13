"""Horizontal bars of ratios, in groups, drawn as SVG."""

from collections.abc import Mapping
from html import escape

_WIDTH, _NAMES, _BAR, _GAP, _HEAD = 760, 210, 16, 26, 34
_ROOM = 60  # for the number at the end of the longest bar
_STYLE = 'font-family="Georgia, serif" font-size="12" role="img"'
_OWN, _OTHERS, _INK, _RULE = "#9c2f24", "#8fa3ad", "#3b352c", "#bbb3a5"


def draw_bars(title: str, groups: Mapping[str, Mapping[str, float]], *, own: str) -> str:
    """Draw a bar for every ratio, all to one scale from 0, with a rule at 1.

    Args:
        title: what all of them are ratios to.
        groups: by what was measured, the ratio of each system.
        own: the system whose bars stand out.
    """
    longest = max((ratio for some in groups.values() for ratio in some.values()), default=1.0)
    scale = (_WIDTH - _NAMES - _ROOM) / max(longest, 1.0)
    drawn, y = [f'<text x="10" y="20" font-weight="bold">{escape(title)}</text>'], _HEAD
    for group, ratios in groups.items():
        y += _GAP
        drawn.append(f'<text x="10" y="{y - 7}" fill="{_INK}">{escape(group)}</text>')
        for name, ratio in ratios.items():
            drawn.append(_bar(name, ratio, y, scale, _OWN if name == own else _OTHERS))
            y += _BAR + 3
    rule = _NAMES + scale
    height = y + 12
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" {_STYLE}>',
            f"<title>{escape(title)}</title>",
            f'<rect width="{_WIDTH}" height="{height}" fill="#fffdf8"/>',
            *drawn,
            f'<path d="M{rule:.1f} {_HEAD}V{y}" stroke="{_RULE}" stroke-dasharray="4 4"/>',
            "</svg>\n",
        ]
    )


def _bar(name: str, ratio: float, y: int, scale: float, colour: str) -> str:
    middle, end = y + _BAR - 4, _NAMES + ratio * scale
    return (
        f'<text x="{_NAMES - 8}" y="{middle}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{_NAMES}" y="{y}" width="{ratio * scale:.1f}" height="{_BAR}" fill="{colour}"/>'
        f'<text x="{end + 6:.1f}" y="{middle}">{ratio:.2f}</text>'
    )
