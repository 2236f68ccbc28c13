"""What a text says of itself: that it was corrected, updated or taken back; pure.

Only lines that speak of this very text count: "CORRECTION: ..." at the head of a line, "This story
has been corrected". A sentence about somebody else's correction is news, and no notice.
"""

import re

from index.article import Notice

_THIS = r"this (?:story|article|report|piece|post|column|dispatch|headline|page|interview|item)"
_DONE = r"(?:has been|was|is|have been)(?: since| hereby| now)?"
# A line may open with a bullet, a bracket or Markdown's emphasis.
_OPEN = r"[\s*_>(\[•–—-]{0,6}"
_NOTE = r"(?:(?:editor[’']?s?[’']?|publisher[’']?s) note\b[^:\n]{0,30}:\s*(?:[^.\n]{0,80}\.\s+)?)?"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
_CLOCK = rf"(?:\d|{_WEEKDAY}|{_MONTH} \d)"
_DAY = rf"(?:\d{{1,4}}[-/.]\d|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH} |{_WEEKDAY}|{_MONTH} \d)"
# "Correction:", "CORRECTION (Aug. 10, 2024):", "Correction 10 August:", "Clarification -".
_AFTER = rf"(?:\s*[,(][^:\n]{{0,40}}|\s(?:on )?{_DAY}[^:\n]{{0,30}})?\s*(?::|[–—]|\s-)"
# A line longer than this is a sentence that only begins like a time stamp.
_STAMP_CHARACTERS = 60
# A notice stands at the head or at the foot; a line of a long story in between is its news.
_LINES = 15

_WHO = r"(?:[A-ZÀ-Ž][\w’']*|we|the \w+)(?: \w+){0,3}"
_ABOUT = r"(?:[^.\n]{0,100}?\b)?"
_RETRACTED = (
    rf"{_OPEN}(?:retraction|retracted|withdrawn){_AFTER}",
    rf"{_OPEN}{_NOTE}{_THIS}{_ABOUT} ?{_DONE} (?:retracted|withdrawn|taken down)\b",
    rf"{_OPEN}{_WHO} (?:has|have) (?:retracted|withdrawn) {_THIS}\b",
)
_CORRECTED = (
    rf"{_OPEN}(?:corrections?|clarifications?|corrected|corrects|corrects and clarifies){_AFTER}",
    rf"{_OPEN}{_NOTE}{_THIS}{_ABOUT} ?{_DONE} (?:corrected|amended|clarified)\b",
    rf"{_OPEN}{_NOTE}an? (?:correction|clarification) was made (?:on {_DAY}|(?:in|to) {_THIS}\b)",
    rf"{_OPEN}{_NOTE}we(?: have|['’]ve)? (?:corrected|amended|clarified) {_THIS}\b",
    rf"{_OPEN}{_NOTE}(?:an? |the )?(?:earlier|previous|prior|original) versions? of {_THIS}\b",
)
_UPDATED = (
    rf"{_OPEN}(?:updates?|updated){_AFTER}\s+(?![^\n]{{0,40}}\bremoved\b)",
    rf"{_OPEN}{_NOTE}{_THIS}{_ABOUT} ?{_DONE} (?:last )?updated\b",
)
_STAMP = re.compile(rf"{_OPEN}(?:last )?updated?:?(?: at| on)?:? {_CLOCK}", re.IGNORECASE)
# The wires put it into the headline: "CORRECTED-Belarus says", "UPDATE 2-Belarus says".
_HEADLINES = (
    (Notice.RETRACTED, re.compile(r"\s*\W?(?:RETRACTED|RETRACTION|WITHDRAWN)\b\W")),
    (Notice.CORRECTED, re.compile(r"\s*\W?(?:CORRECTED|CORRECTION|CORRECTS)\b\s?\W")),
    (Notice.UPDATED, re.compile(r"\s*\W?(?:UPDATE ?\d*|UPDATED|WRAPUP ?\d*)\s?[-–—:)]")),
)
_TEXTS = tuple(
    (notice, re.compile("|".join(patterns), re.IGNORECASE))
    for notice, patterns in (
        (Notice.RETRACTED, _RETRACTED),
        (Notice.CORRECTED, _CORRECTED),
        (Notice.UPDATED, _UPDATED),
    )
)


def find_notice(text: str, *, title: str | None = None) -> Notice | None:
    r"""Return the gravest notice that a text carries of itself, or None.

    >>> find_notice("Snow fell.\n\nThis story has been corrected to say where.")
    <Notice.CORRECTED: 'corrected'>
    >>> find_notice("The minister corrected himself: no snow fell.")
    """
    lines = [line for line in text.splitlines() if line.strip()]
    looked_at = lines if len(lines) <= 2 * _LINES else [*lines[:_LINES], *lines[-_LINES:]]
    found = [notice for line in looked_at if (notice := _notice_of(line))]
    found += [notice for notice, pattern in _HEADLINES if pattern.match(title or "")]
    gravest = (Notice.RETRACTED, Notice.CORRECTED, Notice.UPDATED)
    return min(found, key=gravest.index, default=None)


def _notice_of(line: str) -> Notice | None:
    for notice, pattern in _TEXTS:
        if pattern.match(line):
            return notice
    if len(line) <= _STAMP_CHARACTERS and _STAMP.match(line):
        return Notice.UPDATED
    return None
