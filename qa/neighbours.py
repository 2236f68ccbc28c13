"""What a quote alone does not say: of whom it speaks, and who speaks in it."""

import re
from typing import TYPE_CHECKING

from qa.speaking.quotations import may_be_quoted

if TYPE_CHECKING:
    from qa.answer import Citation

_REFERS = re.compile(r"[“\"‘«]?(?:He|She|It|They|His|Her|Its|Their|This|These|Those)\b")
_QUOTATION = re.compile(r"“[^”]*”?|\"[^\"]*\"?|«[^»]*»?")
# Without these, and outside of quotation marks, who speaks is named in the quote.
_HE = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_HE_SAYS = re.compile(r"(?:He|She) (?:\w+ ){0,3}")


def said_by(citation: "Citation") -> str:
    """Return who says a quote, where the quote itself does not name them; mostly empty.

    The verb stands with the name, where it tells more than that something was said.

    >>> from index import Article
    >>> from qa import Citation
    >>> text = "Ann Poe was asked. “Never,” Poe claimed. “It is so.”"
    >>> def cited(start, end):
    ...     ends = {"context_start": 0, "context_end": len(text)}
    ...     return Citation(article=Article(text=text), start=start, end=end, score=1.0, **ends)
    >>> said_by(cited(41, 52)), said_by(cited(19, 40))
    ('Ann Poe (claimed)', '')
    """
    text, start, end = citation.article.text, citation.start, citation.end
    if not (_HE.search(citation.quote) or may_be_quoted(text, start, end)):
        return ""
    found = citation.attribution
    if found is None or start <= found.named.start < end:
        return ""
    from qa.speaking.attribution_words import TELLING

    name = found.speaker.of(text)
    verb = found.verb.of(text) if found.verb else ""
    is_seen = found.verb is not None and start <= found.verb.start < end
    return f"{name} ({verb})" if verb in TELLING and not is_seen else name


def before_and_after(citation: "Citation") -> tuple[str, str]:
    """Return the sentence before a quote, and the one after, as far as it takes them to follow it.

    A quote that begins with "He" or "It" takes the one before; one that is a quotation and no more
    takes the one that names who speaks. Both are slices of the article, and mostly empty: where
    `said_by` names who "he" is or who speaks, none is needed for that.

    >>> from index import Article
    >>> from qa import Citation
    >>> text = "Ann Poe was asked. She said no. “Never.”"
    >>> def cited(start, end):
    ...     ends = {"context_start": 0, "context_end": len(text)}
    ...     return Citation(article=Article(text=text), start=start, end=end, score=1.0, **ends)
    >>> before_and_after(cited(19, 31)), before_and_after(cited(0, 18))
    (('Ann Poe was asked.', ''), ('', ''))
    """
    before = citation.before.strip() if _REFERS.match(citation.quote) else ""
    if not _QUOTATION.fullmatch(citation.quote.strip()):
        return ("" if before and _begins_with_speaker(citation) else before), ""
    if said_by(citation):
        return before, ""
    from qa.speaking.speakers import spoken  # few quotes need it, and it takes 0.01 s to load

    named = [
        speaker.start
        for one in spoken(citation.article.text)
        if one.sentence.start < citation.end and one.sentence.end > citation.start
        for speaker in one.speakers
    ]
    if any(start >= citation.end for start in named):
        return "", citation.after.strip()
    return citation.before.strip(), ""


def _begins_with_speaker(citation: "Citation") -> bool:
    """Tell of "He said no" that `said_by` names who he is."""
    if not _HE_SAYS.match(citation.quote) or not said_by(citation):
        return False
    found = citation.attribution
    begin = found.verb.start if found and found.verb else citation.start
    return bool(_HE_SAYS.fullmatch(citation.article.text, citation.start, begin))
