"""A whole article, with the quoted sentences marked where they stand."""

import re
from collections.abc import Iterator, Sequence

import streamlit as st

from index import Article
from index.headings import is_heading
from qa import Answer, Citation
from qa.provenance import describe_place, describe_story
from qa.render import escape_html
from web import theme

# Our own words alone: no text of an article is ever part of a script.
_SCROLL_TO_QUOTE = """<script>
setTimeout(() => {
  const quote = document.getElementById("quoted");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  quote?.scrollIntoView({block: "center", behavior: calm ? "auto" : "smooth"});
  quote?.focus({preventScroll: true});
}, 250);
</script>"""
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")

Marks = Sequence[tuple[int, int]]


@st.dialog("Source", width=680, position="right")
def show(article: Article, *, quoted: Citation | None = None, answer: Answer | None = None) -> None:
    """Open an article beside the page, at the quoted sentence.

    Args:
        article: the article.
        quoted: the sentence to go to.
        answer: what else it quotes from this article is marked more lightly.
    """
    others = _others(answer, quoted) if answer and quoted else []
    st.html(_head(article))
    if article.notice:
        st.html(theme.notice(article.notice))
    if others:
        st.html(theme.note("Marked more lightly: what else the answer quotes from this article."))
    st.html(body(article.text, quoted=(quoted.start, quoted.end) if quoted else None, also=others))
    st.html(_foot(article, quoted))
    if quoted:
        st.html(_SCROLL_TO_QUOTE, unsafe_allow_javascript=True)


def body(text: str, *, quoted: tuple[int, int] | None = None, also: Marks = ()) -> str:
    """Return a text as paragraphs in HTML, with spans of it marked.

    Args:
        text: the article's text; offsets count its characters, ends are exclusive.
        quoted: the span with the id `quoted`.
        also: spans that are marked more lightly; where they overlap another, they give way.

    >>> body("Said A. Said B.", also=[(0, 7)])
    '<div class="article-text"><p><mark class="also-quoted">Said A.</mark> Said B.</p></div>'
    """
    marks = [(*quoted, "quoted")] if quoted else []
    for start, end in also:
        if all(end <= known[0] or start >= known[1] for known in marks):
            marks.append((start, end, "also-quoted"))
    marks.sort()
    blocks = (_block(text, start, end, marks) for start, end in _blocks(text))
    return f'<div class="article-text">{"".join(blocks)}</div>'


def _block(text: str, start: int, end: int, marks: list[tuple[int, int, str]]) -> str:
    pieces, at = [], start
    for mark_start, mark_end, kind in marks:
        first, last = max(mark_start, start), min(mark_end, end)
        if first < last:
            pieces.append(escape_html(text[at:first]))
            pieces.append(_mark(text[first:last], kind))
            at = last
    pieces.append(escape_html(text[at:end]))
    tag = "h4" if is_heading(text[start:end]) else "p"
    return f"<{tag}>{''.join(pieces)}</{tag}>"


def _mark(text: str, kind: str) -> str:
    anchor = ' id="quoted" tabindex="-1"' if kind == "quoted" else ""
    return f'<mark class="{kind}"{anchor}>{escape_html(text)}</mark>'


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the paragraphs are; they are parted by blank lines."""
    start = 0
    for blank in _BLANK_LINE.finditer(text):
        if blank.start() > start:
            yield start, blank.start()
        start = blank.end()
    if text[start:].strip():
        yield start, len(text)


def _others(answer: Answer, quoted: Citation) -> list[tuple[int, int]]:
    cited = [citation for statement in answer.statements for citation in statement.citations]
    return [(c.start, c.end) for c in cited if c.article == quoted.article and c != quoted]


def _head(article: Article) -> str:
    authors = f'<p class="byline">{escape_html(", ".join(article.authors))}</p>'
    return (
        '<header class="article-head">'
        f'<p class="kicker">{theme.origin(article, quote=article.text)}</p>'
        f"<h3>{escape_html(article.name or 'Without a title')}</h3>"
        f"{authors if article.authors else ''}{_link(article.url)}</header>"
    )


def _link(url: str | None) -> str:
    if not url:
        return ""
    shown = escape_html(url)
    if theme.web_address(url) is None:
        return f'<p class="address">{shown}</p>'
    return f'<p class="address"><a href="{shown}" target="_blank" rel="noreferrer">{shown}</a></p>'


def _foot(article: Article, quoted: Citation | None) -> str:
    rows = [("SHA-256 of the text", f"{article.sha256[:16]}…"), ("Article", article.id)]
    if quoted:
        rows.insert(0, ("Quoted", f"characters {quoted.start:,} to {quoted.end:,}"))
        if place := describe_place(quoted.locator):
            rows.insert(0, ("Place", place))
        if quoted.story:
            rows.append(("Story", describe_story(quoted.story, cited=article)))
    if article.language:
        rows.append(("Language", article.language))
    cells = "".join(f"<dt>{escape_html(k)}</dt><dd>{escape_html(v)}</dd>" for k, v in rows)
    return f'<footer class="article-foot"><dl>{cells}</dl></footer>'
