"""The language of a text, when its source does not say."""

import shutil
import tempfile
from functools import cache
from typing import Protocol, cast

from index.errors import ReadingError

# Twice what the model takes: it comes packed, and py3langid unpacks it beside the memory.
_UNPACKED = 1 << 27


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


@cache
def _identifier() -> _Identifier:
    # Half a second to load: only when a text first needs it.
    import py3langid

    return cast("_Identifier", py3langid)


def get_ready() -> None:
    """Make sure that there is room for what tells languages, which unpacks itself to a file.

    To be done before any text is read, which would be blamed for it.

    Raises:
        ReadingError: there is none in the folder for temporary files.
    """
    folder = ""
    try:
        folder = f": {tempfile.gettempdir()}"
        if shutil.disk_usage(tempfile.gettempdir()).free < _UNPACKED:
            _identifier().classify("")  # a second, to be sure
    except OSError as error:
        raise ReadingError(
            f"the folder for temporary files cannot be written ({error.strerror or error}{folder});"
            " make room in it, or name another one: TMPDIR=FOLDER"
        ) from error


# Close relatives, which a detector takes for one another; there the page knows better.
_KIN = ("ru be uk bg", "id ms", "nb no nn da sv", "cs sk", "sr hr bs sl", "pt gl es", "nl af")


def settle_language(stated: str | None, text: str) -> str | None:
    """Hold a page's stated language against its text: templates say "en" over German articles.

    >>> settle_language("en", "Der Fluss ist in der Nacht zum Dienstag wieder gestiegen. " * 5)
    'de'
    """
    # Under 200 characters the detector errs more often than the page does.
    detected = detect_language(text) if stated is None or len(text) >= 200 else stated
    kin = next((group.split() for group in _KIN if detected in group.split()), [])
    return stated if stated in kin else detected


def detect_language(text: str) -> str | None:
    """Detect a language as ISO 639-1; None under 20 characters, which are too few to tell.

    >>> detect_language("The river rose again on Tuesday night."), detect_language("No.")
    ('en', None)
    """
    if len(text) < 20:
        return None
    # The opening tells; 2,000 characters keep a long report as quick as a short one.
    code, _ = _identifier().classify(text[:2000])
    return code
