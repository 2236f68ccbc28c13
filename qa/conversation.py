"""A question in the conversation that it is asked in."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index import RequestError
from qa.answer import Answer, Citation
from qa.antecedents import Turn
from qa.follow_up import follow
from qa.question import MAX_CHARACTERS, Understood

# Of as many answers, and of the best quotes of each, the articles are likelier to answer too.
_LATELY = 3
_BEST = 2
# What was asked longer ago is not looked at.
_REMEMBERED = 8


def understand(question: str, *, after: Iterable[Answer]) -> Understood | None:
    """Put a question that follows on others so that it stands by itself.

    Args:
        question: as it was typed.
        after: the answers to what was asked before, in order.

    Returns:
        The question as it is understood; None where it stands by itself already, or would become
        too long.

    Raises:
        RequestError: `after` is no list of answers.
    """
    answers = _checked(after)
    put = follow(question, [_turn(answer) for answer in answers[-_REMEMBERED:]])
    if not answers or put == Understood(question=" ".join(question.split())):
        return None
    if len(str(put)) > MAX_CHARACTERS:  # what it follows on was as long as it may be
        return None
    quoted = (citation for answer in answers[-_LATELY:] for citation in _best_of(answer)[:_BEST])
    return replace(put, articles=frozenset(citation.article.id for citation in quoted))


def _checked(after: object) -> list[Answer]:
    if isinstance(after, Answer | str) or not isinstance(after, Iterable):
        raise RequestError(
            "`after` takes the answers to what was asked before, in order; write: after=[answer]"
        )
    answers = list(after)
    for one in answers:
        if not isinstance(one, Answer):
            raise RequestError(
                f"`after` takes answers, and {one!r:.60} is none; write: "
                "after=[desk.ask(earlier_question)]"
            )
    return answers


def _turn(answer: Answer) -> Turn:
    typed = " ".join(answer.question.split())
    asked = answer.understood or Understood(question=typed)
    follows = answer.understood is not None
    if answer.silent:
        return Turn(asked=asked, follows=follows, typed=typed)
    best = answer.statements[0].citations[0]
    return Turn(
        asked=asked,
        follows=follows,
        typed=typed,
        quote=best.quote,
        answer=best.marked[1],
        article=best.article.text,
    )


def _best_of(answer: Answer) -> Sequence[Citation]:
    return [statement.citations[0] for statement in answer.statements] or answer.closest
