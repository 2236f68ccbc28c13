"""The number of the analysis that makes words into index terms, and where an index has it."""

import json
from contextlib import suppress
from pathlib import Path

# Raised with every change of what `index.terms.analyze` returns, so that an index says which it
# has: 1 left the dots in "U.S.", 2 takes them out.
ANALYSIS = 2
# What was built before the number was written.
_FIRST = 1
_NAME = "terms.json"


def write_analysis(directory: Path) -> None:
    """Write beside a term index in `directory` that today's analysis made it."""
    (directory / _NAME).write_text(json.dumps({"analysis": ANALYSIS}) + "\n")


def analysis_of(directory: Path) -> int | None:
    """Return by which analysis the term index in `directory` was made; None where there is none.

    What cannot be read counts as the first: then the index is made anew, which harms nothing.
    """
    if not directory.is_dir():
        return None
    with suppress(OSError, ValueError, KeyError, TypeError, OverflowError):
        return int(json.loads((directory / _NAME).read_text())["analysis"])
    return _FIRST
