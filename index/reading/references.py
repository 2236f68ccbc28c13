"""Character references that an export left in a text, such as "&amp;"; pure."""

import html
import re

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# An export that escapes what was escaped already has done it twice.
_TIMES = 2


def without_references(text: str) -> str:
    """Put the characters in their place: those of HTML, by name or number, with their semicolon.

    Without it "&copy" may be part of an address ("?a=1&copy=2").

    >>> without_references("AT&amp;amp;T won&#8217;t say; R&D;, P&G")
    'AT&T won’t say; R&D;, P&G'
    """
    for _ in range(_TIMES):
        if "&" not in text:
            break
        text = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
    return text
