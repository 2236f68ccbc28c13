"""The language of a text, when its source does not say."""

from functools import cache
from typing import Protocol, cast


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


@cache
def _identifier() -> _Identifier:
    # Half a second to load: only when a text first needs it.
    import py3langid

    return cast("_Identifier", py3langid)


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
