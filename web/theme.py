"""The look: the page's settings, its style sheet, and small pieces of HTML.

Every piece returns HTML in which all text that is not ours has passed through `escape_html`.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from index import Article, Notice
from index.wording import counted
from qa import Answer, Citation
from qa.agreement.describing import HEADING, caution, told_by, worded
from qa.neighbours import before_and_after, said_by
from qa.provenance import describe_notice, describe_place, describe_story
from qa.render import (
    CLOSEST,
    SAID_BY,
    SILENCE,
    describe_coverage,
    describe_preference,
    describe_published,
    describe_understood,
    escape_html,
    escape_markdown,
)
from qa.speaking.quotations import in_marks

_PROMISES = (
    ("Word for word", "Every answer is a quotation. Open it to see it in its article."),
    ("Silence is an answer", "Where the archive does not say, you are told so, not told a guess."),
    ("It stays here", "Questions and articles never leave this machine."),
)
_SILENT = "What is not in this archive may still have been said elsewhere."
_NOTHING_SEARCHED = "Nothing was searched: no article is in the archive, or none fits the filters."
# More letters than this are more than three lines of a heading.
_LONG = 140
# As Streamlit's own Markdown finds emoji, icons, dashes, arrows and signs of comparison.
_DRAWN = re.compile(r":[\w+-](?=[\w+/-]*:)|<->|->|<-|--|>=|<=|~=")
_HERE = Path(__file__).resolve().parent


def set_up_page() -> None:
    """Name the page and draw its head; the colours are in .streamlit/config.toml."""
    st.set_page_config(
        page_title="On the Record", page_icon=str(_HERE / "icon.svg"), layout="centered"
    )
    st.html(_HERE / "style.css")
    st.html(masthead())


def masthead() -> str:
    """Return the head of the page."""
    return (
        '<header class="masthead"><h1>On the Record</h1>'
        "<p>What the archive says, word for word: who said it, where and when.</p></header>"
    )


def building() -> str:
    """Return what stands above the progress bar of the first run."""
    return (
        '<p class="note">This is the first run. The archive is being made from the '
        "articles that come with the program; it takes less than a minute.</p>"
    )


def promises() -> str:
    """Return what a reader may rely on."""
    parts = "".join(f"<div><h2>{head}</h2><p>{text}</p></div>" for head, text in _PROMISES)
    return f'<div class="promises">{parts}</div>'


def on_button(text: str) -> str:
    r"""Return a text as a button's label, in Markdown.

    Streamlit draws ":smile:" and "->" as one picture even where they are escaped; a word joiner,
    which is not seen, keeps their characters apart.

    >>> on_button("*Home* :smile:").split("\u2060")
    ['\\*Home\\* :', 'smile:']
    """
    return escape_markdown(_DRAWN.sub(lambda found: "\u2060".join(found[0]), text))


def label(text: str, *, level: int = 3) -> str:
    """Return a small heading; below the masthead and in the sidebar its level is 2."""
    return f'<h{level} class="label">{escape_html(text)}</h{level}>'


def note(text: str) -> str:
    """Return a line of our own words."""
    return f'<p class="note">{escape_html(text)}</p>'


def lost(text: str) -> str:
    """Return what is said in place of a conversation or a batch that is no longer kept."""
    return f'<p class="note lost">{escape_html(text)}</p>'


def page_head(text: str) -> str:
    """Return what heads a page that is not a conversation."""
    return f'<h2 class="page-head">{escape_html(text)}</h2>'


def spoken(text: str) -> str:
    """Return what screen readers say, and nobody sees."""
    return f'<p class="unseen" role="alert">{escape_html(text)}</p>'


def preview(rows: Iterable[tuple[str, Answer | None, str]]) -> str:
    """Return questions with the first quotation for each, or the silence, or why none was asked."""
    items = "".join(
        f'<li><p class="asked">{escape_html(asked)}</p>{_previewed(answer, error)}</li>'
        for asked, answer, error in rows
    )
    return f'<ol class="preview">{items}</ol>'


def _previewed(answer: Answer | None, error: str) -> str:
    if answer is None:
        return f'<p class="source">{escape_html(error)}</p>'
    if answer.silent:
        return f'<p class="nothing">{SILENCE}</p>'
    citation = answer.statements[0].citations[0]
    article, others = citation.article, len(answer.statements) - 1
    more = f"and {counted(others, 'more quote')}" if others else ""
    where = origin(article, article.name, more, quote=citation.quote)
    return (
        f"<blockquote>{marked(citation)}</blockquote>{speaker(citation)}"
        f'<p class="source">{where} {notice(article.notice)}</p>'
    )


def problem(text: str) -> str:
    """Return what kept something from being done; read out, and with no address as a link."""
    said = text[:1].upper() + text[1:]
    return f'<p class="problem" role="alert">{escape_html(said)}</p>'


def question(text: str, *, anchor: str) -> str:
    """Return a question as it heads its answer; a long one is set smaller."""
    long = " data-long" if len(text) > _LONG else ""
    return f'<h2 class="question"{long} id="{escape_html(anchor)}">{escape_html(text)}</h2>'


def understood(answer: Answer) -> str:
    """Return how a question was understood that follows on others."""
    return "".join(map(note, describe_understood(answer)))


def given(answer: Answer) -> str:
    """Return the words that answer side by side, each with its sources; nothing where few do."""
    if not (found := answer.given):
        return ""
    rows = "".join(
        f"<li><q>{escape_html(worded(one))}</q> <span>{escape_html(told_by(one))}</span></li>"
        for one in found
    )
    below = "".join(f"<small>{escape_html(line)}</small>" for line in caution(found))
    return f'<div class="given">{label(HEADING)}<ul>{rows}</ul>{below}</div>'


def quote(citation: Citation, *, number: int) -> str:
    """Return a numbered quotation; the marks around it are drawn by the style sheet."""
    before, after = before_and_after(citation)
    return (
        f'<div class="statement"><span class="number">{number}</span>'
        f"{beside('Just before', before)}<blockquote>{marked(citation)}</blockquote>"
        f"{beside('Just after', after)}{speaker(citation)}</div>"
    )


def speaker(citation: Citation) -> str:
    """Return who says a quotation, or nothing where the quotation itself tells it."""
    name = said_by(citation)
    if not name:
        return ""
    return f'<p class="beside"><span class="also">{SAID_BY}</span> {escape_html(name)}</p>'


def beside(lead: str, sentence: str) -> str:
    """Return a sentence that stands beside a quotation, or nothing."""
    if not sentence:
        return ""
    quoted = escape_html(in_marks(sentence))
    return f'<p class="beside"><span class="also">{lead}:</span> {quoted}</p>'


def part(text: str) -> str:
    """Return a part of a question as it heads what was found for it."""
    return f'<h3 class="part">{escape_html(text)}</h3>'


def marked(citation: Citation) -> str:
    """Return a quotation with the words that answer in bold."""
    before, answer, after = map(escape_html, citation.marked)
    return f"{before}<strong>{answer}</strong>{after}" if answer else before


def near_miss(citation: Citation) -> str:
    """Return a passage that is no answer: smaller, without a number."""
    quoted = f'<blockquote class="near-miss">{escape_html(citation.quote)}</blockquote>'
    return f"{quoted}{speaker(citation)}"


def credit(citation: Citation, *, lead: str = "") -> str:
    """Return where a quotation stands: outlet, date, authors, title, place; what is said of it."""
    article = citation.article
    authors, place = ", ".join(article.authors), describe_place(citation.locator)
    where = origin(article, authors, place, quote=citation.quote)
    before = f'<span class="also">{escape_html(lead)}</span> ' if lead else ""
    title = f'<span class="title">{escape_html(article.name)}</span>' if article.name else ""
    return (
        f'<div class="credit">{before}{where}{title}{notice(article.notice)}{carried(citation)}'
        "</div>"
    )


def origin(article: Article, *others: str | None, quote: str = "") -> str:
    """Return an article's outlet and day, known or not, and what else is told of it.

    The day has its weekday where a quote reckons by it.
    """
    published = describe_published(article, quote=quote) or "date not known"
    details = " · ".join(filter(None, (published, *others)))
    return (
        f'<span class="outlet">{escape_html(article.outlet or "Outlet not known")}</span>'
        f'<span class="details"> · {escape_html(details)}</span>'
    )


def notice(said: Notice | None) -> str:
    """Return that a publisher has corrected, updated or retracted an article, or nothing."""
    if said is None:
        return ""
    return f'<span class="notice">{escape_html(describe_notice(said))}</span>'


def carried(citation: Citation) -> str:
    """Return who else carries the story of a citation, or nothing."""
    if citation.story is None:
        return ""
    described = describe_story(citation.story, cited=citation.article)
    return f'<span class="carried">{escape_html(described)}</span>'


def silence(answer: Answer) -> str:
    """Return the silence, and what it does not mean."""
    closest = f'<h3 class="label">{CLOSEST}</h3>' if answer.closest else ""
    meaning = _SILENT if answer.coverage.articles else _NOTHING_SEARCHED
    return f'<div class="silence"><p>{SILENCE}</p><small>{meaning}</small></div>{closest}'


def silent_part() -> str:
    """Return the silence about one part of a question, as large as that about all of it."""
    return f'<div class="silence"><p>{SILENCE}</p></div>'


def coverage(answer: Answer) -> str:
    """Return what was searched."""
    searched = f"{describe_coverage(answer.coverage)} {describe_preference(answer)}".strip()
    return f'<p class="coverage">{escape_html(searched)}</p>'


def counts(rows: Iterable[tuple[str, int]]) -> str:
    """Return names with their numbers, as a table without lines."""
    cells = "".join(
        f'<tr><th scope="row">{escape_html(name)}</th><td>{number:,}</td></tr>'
        for name, number in rows
    )
    return f'<table class="counts"><tbody>{cells}</tbody></table>'


def lines(texts: Iterable[str]) -> str:
    """Return the lines of a report; those that are not indented are headings."""
    rows = "".join(
        f"<li>{escape_html(text.strip())}</li>"
        if text.startswith(" ")
        else f'<li class="head">{escape_html(text)}</li>'
        for text in texts
    )
    return f'<ul class="report">{rows}</ul>'


def web_address(url: str | None) -> str | None:
    """Return the address if a browser may be sent there: http or https, with a host.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None
