"""The sentence beside a quote, where the quote alone does not say of whom it speaks."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.answer import Citation

_REFERS = re.compile(r"[“\"‘«]?(?:He|She|It|They|His|Her|Its|Their|This|These|Those)\b")
_QUOTATION = re.compile(r"“[^”]*”?|\"[^\"]*\"?|«[^»]*»?")


def before_and_after(citation: "Citation") -> tuple[str, str]:
    """Return the sentence before a quote, and the one after, as far as it takes them to follow it.

    A quote that begins with "He" or "It" takes the one before; one that is a quotation and no more
    takes the one that names who speaks. Both are slices of the article, and mostly empty.

    >>> from index import Article
    >>> from qa import Citation
    >>> text = "Ann Poe was asked. She said no. “Never.”"
    >>> def cited(start, end):
    ...     ends = {"context_start": 0, "context_end": len(text)}
    ...     return Citation(article=Article(text=text), start=start, end=end, score=1.0, **ends)
    >>> before_and_after(cited(19, 31)), before_and_after(cited(0, 18))
    (('Ann Poe was asked.', ''), ('', ''))
    """
    if not _QUOTATION.fullmatch(citation.quote.strip()):
        refers = _REFERS.match(citation.quote)
        return (citation.before.strip() if refers else ""), ""
    from qa.speakers import spoken  # few quotes need it, and it takes 0.01 s to load

    named = [
        speaker.start
        for one in spoken(citation.article.text)
        if one.sentence.start < citation.end and one.sentence.end > citation.start
        for speaker in one.speakers
    ]
    if any(start >= citation.end for start in named):
        return "", citation.after.strip()
    return citation.before.strip(), ""
