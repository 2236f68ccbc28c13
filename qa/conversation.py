"""A question in the conversation that it is asked in."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.follow_up import Turn, follow
from qa.question import MAX_CHARACTERS, Understood

if TYPE_CHECKING:
    from qa.answer import Answer, Citation

# Of as many answers, and of the best quotes of each, the articles are likelier to answer too.
_LATELY = 3
_BEST = 2
# What was asked longer ago is not looked at.
_REMEMBERED = 8


def understand(question: str, *, after: Sequence["Answer"]) -> Understood | None:
    """Put a question that follows on others so that it stands by itself.

    Args:
        question: as it was typed.
        after: the answers to what was asked before, in order.

    Returns:
        The question as it is understood; None where it stands by itself already.
    """
    put = follow(question, [_turn(answer) for answer in after[-_REMEMBERED:]])
    if not after or put == Understood(question=" ".join(question.split())):
        return None
    if len(put.question) > MAX_CHARACTERS:  # what it follows on was as long as it may be
        return None
    quoted = (citation for answer in after[-_LATELY:] for citation in _best_of(answer)[:_BEST])
    return replace(put, articles=frozenset(citation.article.id for citation in quoted))


def _turn(answer: "Answer") -> Turn:
    asked = answer.understood or Understood(question=" ".join(answer.question.split()))
    if answer.silent:
        return Turn(asked=asked)
    best = answer.statements[0].citations[0]
    return Turn(asked=asked, quote=best.quote, answer=best.marked[1], article=best.article.text)


def _best_of(answer: "Answer") -> "Sequence[Citation]":
    return [statement.citations[0] for statement in answer.statements] or answer.closest
