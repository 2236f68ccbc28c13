"""Which words of a sentence are marked as the answer: the reader's, unless they cannot be; pure."""

from index import Hit
from index.splitting import Span
from qa.features import gives_reason, is_bare_name
from qa.introductions import is_about
from qa.leads import past_lead
from qa.names import named_in
from qa.quantities import gives
from qa.question import Kind, Question
from qa.reading import Reading, widened

# Where the unit of a figure may stand, in characters: "cost $", "kilometres an hour".
_UNIT_BEFORE, _UNIT_BEHIND = 15, 25


def marked_words(question: Question, hit: Hit, reading: Reading, sentence: Span) -> Span | None:
    """Return where in its article a sentence has the words that the reader takes for the answer.

    None where it takes none, or such as cannot be.
    """
    best = reading.best(sentence.start, sentence.end)
    if best is None:
        return None
    text, start = sentence.of(hit.passage.text), sentence.start
    span = widened(Span(best[1].start - start, best[1].end - start), text=text)
    if _cannot_be(question, hit, text, span):
        return None
    shift = hit.passage.start + start
    return past_lead(hit.passage.article.text, Span(shift + span.start, shift + span.end))


def _around(text: str, span: Span) -> str:
    """Return marked words with what tells their unit: "92" of "at 92 kilometres an hour"."""
    return text[max(0, span.start - _UNIT_BEFORE) : span.end + _UNIT_BEHIND]


def _cannot_be(question: Question, hit: Hit, text: str, span: Span) -> bool:
    """Tell of words that the reader takes for the answer that they are of another kind.

    Asked why, it marks what happened where no reason is given, and sometimes whose reason it is;
    asked who or where, now and then a figure; asked who somebody is, whomever that one met; asked
    whether something is so, a name; asked how fast, when.
    """
    if question.subject:
        beside = named_in(f"{hit.passage.article.title or ''}\n{hit.passage.text}")
        return not is_about(span, text, question.subject, beside=beside)
    cannot = False
    match question.kind:
        case Kind.WORDS:
            cannot = True  # all of them are
        case Kind.REASON:
            cannot = not gives_reason(text) or is_bare_name(text, span)
        case Kind.NUMBER if question.quantity:
            cannot = not gives(question.quantity, _around(text, span))
        case Kind.PERSON | Kind.PLACE:
            cannot = not any(map(str.isalpha, span.of(text)))
        case Kind.WHETHER:
            cannot = is_bare_name(text, span)
    return cannot
