"""The article: one published text with its origin."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published text with its origin; what is unknown is None or empty, never guessed.

    `text` is the cleaned text: every offset anywhere in the project counts its characters
    (Python code points, end exclusive). `language` is an ISO 639-1 code.

    >>> article = Article(text="Minsk said no.", outlet="Example")
    >>> article.sha256[:8], article.id
    ('c1a9fd88', 'acb2e44b8a7db863')
    """

    text: str = field(repr=False)
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    url: str | None = None
    language: str | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal: what a quotation is checked against."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits made from the text and its origin.

        The same text in two outlets is two articles; the same file read twice is one.
        """
        published = self.published.isoformat() if self.published else None
        content = [self.text, self.title, self.outlet, self.authors, published, self.url]
        canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]
