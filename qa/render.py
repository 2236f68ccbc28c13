"""An answer as plain text, Markdown, HTML parts and a dict; every escape is here."""

import html
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from index.wording import counted, describe_days
from qa.agreement.describing import HEADING, caution, describe_given, given_values, stated_by
from qa.days import day_values, names_weekday
from qa.neighbours import before_and_after, said_by
from qa.plain import one_line, printable
from qa.provenance import article_values, as_values, describe_marks, describe_story
from qa.speaking.quotations import in_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index import Article, Filters
    from qa.agreement.stated import Given
    from qa.answer import Answer, Citation, Coverage, Statement

SILENCE = "The archive does not say."
CLOSEST = "Closest, but not an answer"
SAID_BY = "Said by"
UNDERSTOOD = "Understood as"

# What Markdown, HTML, or Streamlit's and GitHub's extensions could take for markup: some characters
# anywhere; a colon before a name or an address (":red[", "http://"), a dot in "www."; what would
# begin a list, a heading or a rule at the head of a line.
_MARKUP = re.compile(
    r"[\\`*_\[\]<>~|$&@]|:(?=[\w/])(?!\d)|(?<=www)\.|^[#+=-]+|^\d{1,9}[.)]",
    re.IGNORECASE,
)


def escape_markdown(text: str) -> str:
    r"""Make a text mean itself in Markdown, on one line.

    >>> print(escape_markdown("It cost $5 *million* <b>"))
    It cost \$5 \*million\* \<b\>
    """
    return _MARKUP.sub(_escaped, one_line(text))


def _escaped(found: re.Match[str]) -> str:
    return "".join(c if c.isdigit() else f"\\{c}" for c in found[0])


def escape_html(text: str) -> str:
    """Make a text mean itself in HTML, in an attribute too.

    >>> escape_html('<a href="$x">')
    '&lt;a href=&quot;&#36;x&quot;&gt;'
    """
    return html.escape(printable(text), quote=True).replace("$", "&#36;")


def as_text(answer: "Answer", *, bold: tuple[str, str] = ("", "")) -> str:
    """Write the answer for a terminal: no colours, no control characters.

    Args:
        answer: what to write.
        bold: what to put before and after the words in a quote that answer.
    """
    lines = [line for said in describe_understood(answer) for line in (said, "")]
    if answer.silent:
        lines.append(SILENCE)
        if answer.closest:
            lines.extend(["", f"{CLOSEST}:"])
            for citation in answer.closest:
                below = (*describe_speaker(citation), describe_citation(citation))
                lines.append(f"  {_quoted(citation, bold)}")
                lines.extend(f"    {line}" for line in below)
    for number, (statement, heading) in enumerate(_headed(answer.statements), start=1):
        if heading:
            lines.extend([*[""] * bool(lines), _as_heading(heading)])
        lines.append(f"[{number}] {_quoted(statement.citations[0], bold)}")
        first = statement.citations[0]
        below = (*describe_neighbours(first), *describe_speaker(first))
        lines.extend(f"    {line}" for line in (*below, *describe_sources(statement)))
    if given := answer.given:
        below = (*describe_given(given), *caution(given))
        lines.extend(["", f"{HEADING}:", *(f"  {line}" for line in below)])
    for part in answer.unanswered:
        lines.extend(["", _as_heading(part), SILENCE])
    lines.extend(["", describe_coverage(answer.coverage)])
    lines.extend(filter(None, [describe_preference(answer)]))
    return "\n".join(lines)


def as_markdown(answer: "Answer") -> str:
    """Write the answer in Markdown (CommonMark)."""
    lines = [f"**{escape_markdown(answer.question)}**", ""]
    for line in describe_understood(answer):
        lines.extend([escape_markdown(line), ""])
    if answer.silent:
        lines.append(f"*{SILENCE}*")
        if answer.closest:
            lines.extend(["", f"{CLOSEST}:", ""])
            for citation in answer.closest:
                source = escape_markdown(describe_citation(citation))
                lines.extend([*_markdown_quote(citation), f"> — {source}", ""])
    for number, (statement, heading) in enumerate(_headed(answer.statements), start=1):
        lines.extend([f"*{escape_markdown(heading)}*", ""] if heading else [])
        citation = statement.citations[0]
        first, *others = _markdown_quote(citation, also=describe_neighbours(citation))
        sources = (f"> — {escape_markdown(source)}" for source in describe_sources(statement))
        # What belongs to an item of a list stands as far in as its text.
        inside = " " * len(f"{number}. ")
        lines.append(f"{number}. {first}")
        lines.extend(f"{inside}{line}" for line in (*others, *sources))
        lines.append("")
    if given := answer.given:
        listed = (f"- {escape_markdown(line)}" for line in describe_given(given))
        lines.extend([f"{HEADING}:", "", *listed, ""])
        lines.extend(line for said in caution(given) for line in (said, ""))
    for part in answer.unanswered:
        lines.extend([f"*{escape_markdown(part)}*", "", SILENCE, ""])
    searched = " ".join(
        filter(None, [describe_coverage(answer.coverage), describe_preference(answer)])
    )
    lines.extend(["", escape_markdown(searched)])
    return "\n".join(lines).rstrip() + "\n"


def as_dict(answer: "Answer") -> dict[str, Any]:
    """Write the answer as values that JSON can hold; dates are in ISO form."""
    given = answer.given
    return {
        "question": answer.question,
        "understood": _understood(answer),
        "silent": answer.silent,
        "probability": round(answer.probability, 4),
        "threshold": answer.threshold,
        "strictness": str(answer.strictness),
        "limit": answer.limit,
        "outlets_named": list(answer.outlets),
        "periods_named": [
            {"text": p.text, "first": p.first.isoformat(), "last": p.last.isoformat()}
            for p in answer.periods
        ],
        "speaker_named": answer.speaker,
        "parts": list(answer.parts),
        "unanswered": list(answer.unanswered),
        "statements": [_statement(statement, given) for statement in answer.statements],
        "given": given_values(given),
        "closest": [_citation(citation) for citation in answer.closest],
        "searched": _coverage(answer.coverage),
    }


def describe_understood(answer: "Answer") -> list[str]:
    """Say how a question was understood that follows on others."""
    return [f"{UNDERSTOOD}: {one_line(str(answer.understood))}"] if answer.understood else []


def describe_source(article: "Article", *, quote: str = "") -> str:
    """Name an article's outlet, date, authors and title, or its file, as far as they are known.

    Where a quote reckons by the day it was written ("on Tuesday"), the date has its weekday.

    >>> from index import Article
    >>> describe_source(Article(text="…", title="No", outlet="Example", published=date(2024, 8, 1)))
    'Example, 1 August 2024: No'
    """
    authors = ", ".join(article.authors)
    published = describe_published(article, quote=quote)
    source = ", ".join(part for part in (article.outlet, published, authors) if part)
    return one_line(": ".join(p for p in (source, article.name) if p)) or "source not known"


def describe_citation(citation: "Citation") -> str:
    """Name a citation's source, the place in it, and a notice on it, on one line."""
    marks = describe_marks(citation.article, citation.locator)
    source = describe_source(citation.article, quote=citation.quote)
    return f"{source}{f' ({marks})' if marks else ''}"


def describe_neighbours(citation: "Citation") -> list[str]:
    """Give the sentence beside a quote, where the quote alone does not say of whom it speaks."""
    beside = zip(("Just before", "Just after"), before_and_after(citation), strict=True)
    return [f"{where}: {in_marks(one_line(sentence))}" for where, sentence in beside if sentence]


def describe_speaker(citation: "Citation") -> list[str]:
    """Name who says a quote, where the quote itself does not."""
    name = said_by(citation)
    return [f"{SAID_BY} {one_line(name)}"] if name else []


def describe_sources(statement: "Statement") -> list[str]:
    """Name the sources of a statement, a line each; a story and its copies count as one."""
    lines, copies = [], statement.copies
    for citation in statement.citations:
        lines.append(f"{'copy: ' if citation in copies else ''}{describe_citation(citation)}")
        if citation.story and citation not in copies:
            lines.append(describe_story(citation.story, cited=citation.article))
    return lines


def describe_published(article: "Article", *, quote: str = "") -> str:
    """Write the day on which an article was published, or nothing where it is not known.

    >>> from index import Article
    >>> article = Article(text="…", published=date(2024, 8, 1))
    >>> [describe_published(article, quote=said) for said in ("He left.", "He left on Tuesday.")]
    ['1 August 2024', 'Thursday 1 August 2024']
    """
    if article.published is None:
        return ""
    day = describe_date(article.published)
    return f"{article.published:%A} {day}" if names_weekday(quote) else day


def describe_date(day: date) -> str:
    """Write a date in words, without a locale.

    >>> describe_date(date(2024, 8, 1))
    '1 August 2024'
    """
    return describe_days(day, day)


def describe_coverage(coverage: "Coverage") -> str:
    """Say in one sentence what was searched."""
    outlets = f" from {counted(coverage.outlets, 'outlet')}" if coverage.outlets else ""
    dates = ""
    if coverage.earliest and coverage.latest:
        dates = f", {describe_days(coverage.earliest, coverage.latest)}"
    filtered = describe_filters(coverage.filters)
    undated = ""
    if coverage.undated:
        undated = f" {counted(coverage.undated, 'article')} without a date could not be searched."
    return (
        f"Searched {counted(coverage.articles, 'article')}{outlets}{dates}"
        f"{f' ({filtered})' if filtered else ''}.{undated}"
    )


def describe_preference(answer: "Answer") -> str:
    """Say what the question names that was preferred, and hid nothing; empty without any."""
    said = []
    if answer.speaker:
        speaker = one_line(answer.speaker)
        said.append(
            f"The question asks for the words of {speaker}: what others say was put after theirs."
        )
    named = [*answer.outlets, *(period.text for period in answer.periods)]
    if named:
        where = " and ".join(["there"] * bool(answer.outlets) + ["then"] * bool(answer.periods))
        said.append(
            f"The question names {_listed(named)}: what was published {where} was preferred, and "
            "nothing was left out for it."
        )
    return " ".join(said)


def describe_filters(filters: "Filters") -> str:
    """Name the filters that are set; an empty string without any."""
    parts = [f"outlet {' or '.join(filters.outlets)}"] if filters.outlets else []
    parts += [f"language {' or '.join(filters.languages)}"] if filters.languages else []
    parts += [f"since {describe_date(filters.since)}"] if filters.since else []
    parts += [f"until {describe_date(filters.until)}"] if filters.until else []
    return ", ".join(parts)


def _as_heading(text: str) -> str:
    """Write a part of a question as a line above what was found for it.

    >>> _as_heading("who led it"), _as_heading("and who led it?")
    ('who led it:', 'and who led it?')
    """
    line = one_line(text)
    return line if line.endswith("?") else f"{line}:"


def _listed(names: "Sequence[str]") -> str:
    """Join names as in a sentence.

    >>> _listed(["A", "B", "C"])
    'A, B and C'
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _headed(statements: "Sequence[Statement]") -> "Iterator[tuple[Statement, str]]":
    """Put the part of the question that it answers before the first statement of each run."""
    last = ""
    for statement in statements:
        yield statement, statement.heading if statement.heading != last else ""
        last = statement.heading


def _quoted(citation: "Citation", bold: tuple[str, str]) -> str:
    """Write a quote on one line, the words that answer between the two strings of `bold`."""
    before, answer, after = _marked(citation, one_line)
    quote = f"{before}{answer}{after}"
    marked = f"{before}{bold[0]}{answer}{bold[1]}{after}" if answer else quote
    return marked if in_marks(quote) == quote else f"“{marked}”"


def _marked(citation: "Citation", write: "Callable[[str], str]") -> tuple[str, str, str]:
    """Write the three parts of a quote, each by itself; white space between them becomes one."""
    before, answer, after = citation.marked
    gap_before = " " if before[-1:].isspace() else ""
    gap_after = " " if after[:1].isspace() else ""
    return write(before) + gap_before, write(answer), gap_after + write(after)


def _markdown_quote(citation: "Citation", *, also: "Sequence[str]" = ()) -> list[str]:
    """Write a quote with what else is said of it, each a paragraph of the quotation."""
    before, answer, after = _marked(citation, escape_markdown)
    quote = f"{before}**{answer}**{after}" if answer else before
    below = map(escape_markdown, (*also, *describe_speaker(citation)))
    return [line for part in (quote, *below) for line in (f"> {part}", ">")]


def _statement(statement: "Statement", given: "Sequence[Given]") -> dict[str, Any]:
    return {
        "score": round(statement.score, 4),
        "sources": statement.sources,
        "part": statement.part,
        "also": list(statement.also),
        "citations": [_citation(citation, given) for citation in statement.citations],
    }


def _citation(citation: "Citation", given: "Sequence[Given]" = ()) -> dict[str, Any]:
    article, locator = citation.article, citation.locator
    return {
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "answer": None
        if citation.answer_start is None
        else {
            "text": citation.marked[1],
            "start": citation.answer_start,
            "end": citation.answer_end,
        },
        "given": stated_by(citation, given),
        "speaker": _speaker(citation),
        "days": [day_values(day, citation.quote, at=citation.start) for day in citation.days],
        "before": citation.before,
        "after": citation.after,
        "score": round(citation.score, 4),
        "locator": {"label": locator.label, "confidence": locator.confidence} if locator else None,
        "story": as_values(citation.story) if citation.story else None,
        "article": article_values(article),
    }


def _understood(answer: "Answer") -> dict[str, Any] | None:
    put = answer.understood
    if put is None:
        return None
    return {
        "question": put.question,
        "about": list(put.about),
        "articles": sorted(put.articles),
        "sure": put.sure,
    }


def _speaker(citation: "Citation") -> dict[str, Any] | None:
    found = citation.attribution
    if found is None:
        return None
    text, (start, end) = citation.article.text, found.speaker
    verb = found.verb.of(text) if found.verb else None
    return {"name": text[start:end], "verb": verb, "start": start, "end": end}


def _coverage(coverage: "Coverage") -> dict[str, Any]:
    filters = coverage.filters
    return {
        "articles": coverage.articles,
        "passages": coverage.passages,
        "undated_left_out": coverage.undated,
        "outlets": coverage.outlets,
        "earliest": coverage.earliest.isoformat() if coverage.earliest else None,
        "latest": coverage.latest.isoformat() if coverage.latest else None,
        "filters": {
            "outlets": list(filters.outlets),
            "languages": list(filters.languages),
            "since": filters.since.isoformat() if filters.since else None,
            "until": filters.until.isoformat() if filters.until else None,
        },
    }
