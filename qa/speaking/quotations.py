"""The quotations of an article, and which of its sentences tells who speaks in them; pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from index.splitting import Span
from qa.leads import without_leads
from qa.speaking.speech_words import QUOTED
from qa.words import FUNCTION_WORDS

# One that is not closed goes on to the end of its paragraph. Single marks may be apostrophes: they
# are quotation marks where a stop stands before the last.
_QUOTATION = re.compile(
    r"“[^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)|«[^»\n]*(?:»|$)"
    r"|(?<!\w)‘(?:[^‘’\n]|’(?=\w)|(?<=s)’(?= ))*(?<=[,.?!…])’(?!\w)"
    r"|(?<!\w)'(?=\w)(?:[^'\"\n]|(?<=\w)'(?=\w)|(?<=s)'(?= ))*(?<=[,.?!…])'(?!\w)",
    re.MULTILINE,
)
_ONE = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»")
_MARK = re.compile(r"[“\"«‘]|(?<!\w)'")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_TITLE = 6  # words
_FINAL = tuple('.!?…:;)”"’»' + QUOTED)


def mask(text: str) -> tuple[str, list[Span]]:
    """Find the quotations of a text, and put `QUOTED` for each of their characters.

    Datelines and times of day before its sentences become spaces.

    >>> masked, quotations = mask("“No,” “The Minsk Post” writes.")
    >>> masked.replace(QUOTED, "_"), quotations
    ('_____ “The Minsk Post” writes.', [Span(start=0, end=5)])
    """
    text = without_leads(text)
    quotations = [
        Span(*found.span()) for found in _QUOTATION.finditer(text) if not _is_title(found)
    ]
    parts, at = list[str](), 0
    for start, end in quotations:
        parts += [text[at:start], QUOTED * (end - start)]
        at = end
    return "".join([*parts, text[at:]]), quotations


def ends_whole(sentence: str) -> bool:
    """Tell whether a line ends as sentences do, and headings and captions do not."""
    return sentence.endswith(_FINAL)


def may_be_quoted(text: str, start: int, end: int) -> bool:
    r"""Tell whether a part of a text may stand in quotation marks: its lines have some.

    >>> text = "“It ends.” So it is.\nIt snowed."
    >>> may_be_quoted(text, 11, 20), may_be_quoted(text, 21, 31)
    (True, False)
    """
    stop = text.find("\n", end)
    line = text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else None]
    return _MARK.search(line) is not None


def in_marks(text: str) -> str:
    """Put a text in quotation marks; what is one quotation and no more has marks of its own.

    >>> print(in_marks("It ends."), in_marks("“It ends.”"), in_marks("“No,” he said. “Never.”"))
    “It ends.” “It ends.” ““No,” he said. “Never.””
    """
    return text if _ONE.fullmatch(text) else f"“{text}”"


def are_paired(lines: str) -> bool:
    """Tell whether the quotation marks of lines are of one kind, and in pairs in each line.

    The last of a line may stay open, as where a quotation goes on in the next paragraph.

    >>> [are_paired(line) for line in ("“No.” “So", "“No ”so” it", '“No."', '"No.', '"No."')]
    [True, False, False, False, True]
    """
    if '"' in lines and "“" in lines:
        return False
    return all(map(_is_paired, lines.split("\n")))


def owners_of(
    quotations: Sequence[Span],
    *,
    sentences: Sequence[Span],
    masked: str,
    speaks: Sequence[bool],
    says: Sequence[bool],
) -> list[int | None]:
    """Return for each sentence which one tells its speakers: another, of a mere quotation.

    The rest of the quotation comes first, then what is before it and what is after it in the
    paragraph, then the end of the paragraph before: a quotation, what somebody said, or a colon.

    Args:
        quotations: of the text, as `mask` returns them.
        sentences: of the text.
        masked: the text, as `mask` returns it.
        speaks: of each sentence, whether it tells a speaker itself.
        says: whether it does so with a verb of saying.
    """
    texts, paragraphs = [s.of(masked) for s in sentences], _paragraphs(masked, sentences)
    order, runs = range(len(sentences)), _runs(sentences, quotations)
    before, after = (_nearest(speaks, paragraphs, some) for some in (order, order[::-1]))
    owners: list[int | None] = []
    for at, text in enumerate(texts):
        if not _is_quoted(text):
            owners.append(at)
        elif (next_one := after[at]) is not None and next_one <= runs[at]:
            owners.append(next_one)
        elif before[at] is not None or after[at] is not None:
            owners.append(after[at] if before[at] is None else before[at])
        else:
            ended = bisect_left(paragraphs, paragraphs[at]) - 1
            if ended > 0 and not ends_whole(texts[ended]):  # a caption
                ended -= 1
            leads_on = ended >= 0 and (
                says[ended] or QUOTED in texts[ended] or texts[ended].endswith(":")
            )
            owners.append(owners[ended] if leads_on else None)
    return owners


def _is_paired(line: str) -> bool:
    if line.count('"') % 2:
        return False
    more = line.count("“") - line.count("”")
    return more == 0 or (more == 1 and line.rfind("“") > line.rfind("”"))


def _paragraphs(text: str, sentences: Sequence[Span]) -> list[int]:
    """Return the number of the line that each sentence is in."""
    lines, at, line = list[int](), 0, 0
    for start, _ in sentences:
        line += text.count("\n", at, start)
        lines.append(line)
        at = start
    return lines


def _nearest(
    speaks: Sequence[bool], paragraphs: Sequence[int], order: Sequence[int]
) -> list[int | None]:
    """Return for each sentence the last one that tells a speaker, in an order and its paragraph."""
    nearest: list[int | None] = [None] * len(speaks)
    last: int | None = None
    for at in order:
        last = at if speaks[at] else last
        if last is not None and paragraphs[last] == paragraphs[at]:
            nearest[at] = last
    return nearest


def _is_title(quotation: re.Match[str]) -> bool:
    """Tell whether quotation marks hold a name, "The Minsk Post", and not what somebody says."""
    words = quotation[0].strip("“”\"«»‘’'").split(" ", _LONGEST_TITLE)
    if len(words) > _LONGEST_TITLE or not words[-1][-1:].isalnum():
        return False
    if quotation.string[quotation.end() : quotation.end() + 1] in {",", "."}:  # “Never”, he said
        return False
    telling = [word for word in words if word.casefold() not in FUNCTION_WORDS]
    return bool(telling) and all(w[:1].isupper() or w[:1].isdigit() for w in telling)


def _is_quoted(masked: str) -> bool:
    """Tell whether all words of a sentence stand between quotation marks."""
    return QUOTED in masked and not _LETTER.search(masked)


def _runs(sentences: Sequence[Span], quotations: Sequence[Span]) -> list[int]:
    """Return for each sentence the last one of the quotation that it is in, or itself."""
    last = list(range(len(sentences)))
    ends, starts = [s.end for s in sentences], [s.start for s in sentences]
    for start, end in quotations:
        first, past = bisect_right(ends, start), bisect_left(starts, end)
        last[first:past] = [past - 1] * (past - first)
    return last
