"""Text that does no harm where it is shown: no control characters, no formulas."""

import json
import re
from collections.abc import Iterable, Sequence

# Calls that move a terminal's cursor, recolour it or turn its text round; tab and line feed stay.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# They part words, and no line on a terminal.
_BREAKS = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def printable(text: str) -> str:
    r"""Take out what could move, recolour or turn round a terminal's text; breaks become spaces.

    >>> printable("Minsk\x1b[31m said\n\tno")
    'Minsk[31m said\n\tno'
    >>> printable("The mayor\u2028here")
    'The mayor here'
    """
    return _CONTROL.sub("", _BREAKS.sub(" ", text))


def one_line(text: str | None) -> str:
    r"""Make a text printable on one line; nothing where it is not known.

    >>> one_line("Minsk\n said\x07  no"), one_line(None)
    ('Minsk said no', '')
    """
    return " ".join(printable(text or "").split())


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Set rows in columns, each on one printable line; the last column is never cut.

    >>> aligned([("articles", "11"), ("size", "2 MB")])
    ['articles  11', 'size      2 MB']
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def to_json(value: object, *, indent: int | None = None) -> str:
    r"""Write JSON in readable Unicode; control characters stay, as escapes.

    >>> print(to_json({"quote": "Минск \x9b31m"}))
    {"quote": "Минск \u009b31m"}
    """
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    # JSON has none of these outside of its strings, except the line feeds that `indent` makes.
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def defuse(text: str | None) -> str:
    """Keep a spreadsheet from taking an article's text for a formula: an apostrophe goes before it.

    >>> defuse("=1+1"), defuse("Minsk said no.")
    ("'=1+1", 'Minsk said no.')
    """
    text = text or ""
    return f"'{text}" if text.startswith(_FORMULA) else text
