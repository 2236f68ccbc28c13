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
