"""Saved answers asked again: which of them are different today, and why?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from index import Filters, OnRecordError, RequestError
from index.errors import archive_option
from qa.batch import ROWS_AT_ONCE
from qa.desk import DEFAULT_LIMIT, Desk, following
from qa.question import Understood
from qa.record import KEPT, answers_of
from qa.render import describe_filters
from qa.saved.answers import Quoted, Saved
from qa.saved.asking import Asked, Settings, as_asked
from qa.saved.comparing import Difference, Lookup, Outcome, compare
from qa.strictness import Strictness

if TYPE_CHECKING:
    from index import Archive, Article
    from qa.answer import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A saved answer, and what the archive answers today.

    `difference` says what is another. An `answer` is None where the saved one cannot be read, or
    not be asked again: `error` says why. `notes` say what the file does not tell of how it was
    asked, and what stood in for it.
    """

    saved: Saved
    answer: "Answer | None"
    difference: Difference
    error: str = ""
    notes: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What came of it."""
        return self.difference.outcome


def replay(
    desk: Desk,
    source: str | Path | BinaryIO | Mapping[str, Any],
    *,
    filters: Filters | None = None,
    limit: int = DEFAULT_LIMIT,
    strictness: Strictness | None = None,
) -> Iterator[Replayed]:
    """Ask saved answers again, each with the settings that it was asked with; lazily, in order.

    What is asked alike is asked together. Rows of a batch that could not be asked are left out.

    >>> desk = Desk(Archive.open("archive"))                                   # doctest: +SKIP
    >>> Counter(one.outcome for one in replay(desk, "answers.jsonl"))          # doctest: +SKIP
    Counter({<Outcome.SAME: 'same'>: 117, <Outcome.CHANGED: 'changed'>: 3})

    Args:
        desk: answers them.
        source: what `verify` takes: a file or a stream of answers, or what `Answer.to_dict` gave.
        filters: which articles may be searched, where the file does not tell.
        limit: how many statements to ask for, where the file does not tell.
        strictness: how sure the desk has to be, where the file does not tell, if not as it was
            opened.

    Raises:
        RequestError: a file cannot be opened, or the archive is empty.
        ReadingError: it holds no answers.
    """
    archive = desk.archive
    if not archive.contents().articles:
        raise RequestError(
            f"the archive {archive.path} has no articles: all would be silence; add them with: "
            f"onrecord add SOURCE {archive_option(archive.path)}"
        )
    lookup = _lookup(archive)
    otherwise = Settings(filters=filters or Filters(), limit=limit, strictness=strictness)
    with answers_of(source) as answers:
        waiting = (saved for saved in answers if saved.asked)
        while some := list(islice(waiting, ROWS_AT_ONCE)):
            for saved, asked, found in _ask_some(desk, some, otherwise):
                yield _replayed(saved, asked, found, lookup)


def count(source: Path) -> int:
    """Count the answers of a file that would be asked again; raises what `replay` does."""
    with answers_of(source) as answers:
        return sum(saved.asked for saved in answers)


def _settled(desk: Desk, saved: Saved, asked: Asked, answer: "Answer | str") -> "Answer | str":
    """Settle what answers a question of a conversation, as `Desk.ask` does; or why nothing can.

    What stands side by side goes by the question as it was understood.
    """
    if isinstance(answer, str) or not isinstance(asked.question, Understood):
        return answer

    def alone() -> "Answer":
        answers = desk.ask_many(
            [saved.question],
            filters=asked.settings.filters,
            limit=asked.settings.limit,
            strictness=asked.settings.strictness,
        )
        return next(answers)

    try:
        return following(answer, saved.question, asked.question, alone=alone)
    except RequestError as error:
        return str(error)


def _replayed(
    saved: Saved, asked: Asked | None, answer: "Answer | str", lookup: Lookup
) -> Replayed:
    if isinstance(answer, str) or asked is None:
        failed = Difference(outcome=Outcome.FAILED)
        return Replayed(saved=saved, answer=None, difference=failed, error=str(answer))
    difference = compare(saved, answer, lookup)
    notes = tuple(_notes(saved, asked, answer))
    return Replayed(saved=saved, answer=answer, difference=difference, notes=notes)


def _ask_some(
    desk: Desk, some: Iterable[Saved], otherwise: Settings
) -> Iterator[tuple[Saved, Asked | None, "Answer | str"]]:
    """Ask some again, alike ones together; in place of an answer, why there is none."""
    prepared = [(saved, _prepared(desk, saved, otherwise)) for saved in some]
    alike: dict[Settings, list[str | Understood]] = {}
    for _, asked in prepared:
        if isinstance(asked, Asked):
            alike.setdefault(asked.settings, []).append(asked.question)
    answers = {with_: _answers(desk, questions, with_) for with_, questions in alike.items()}
    for saved, asked in prepared:
        if isinstance(asked, str):
            yield saved, None, asked
        else:
            answer = next(answers[asked.settings])
            yield saved, asked, _settled(desk, saved, asked, answer)


def _prepared(desk: Desk, saved: Saved, otherwise: Settings) -> Asked | str:
    """Tell how to ask an answer again; or why that cannot be."""
    if saved.error:
        return saved.error
    try:
        asked = as_asked(saved, otherwise)
    except OnRecordError as error:
        return str(error)
    if asked.settings.strictness is Strictness.CALIBRATED and not _is_calibrated(desk):
        # Its number from then would say nothing: it was fitted to other probabilities, or dropped.
        return replace(asked, settings=replace(asked.settings, strictness=None))
    return asked


def _is_calibrated(desk: Desk) -> bool:
    try:
        desk.threshold(Strictness.CALIBRATED)
    except RequestError:
        return False
    return True


def _answers(
    desk: Desk, questions: list[str | Understood], settings: Settings
) -> Iterator["Answer | str"]:
    """Answer questions together; where that cannot be, say why, of each."""
    answers = desk.ask_many(
        questions,
        filters=settings.filters,
        limit=settings.limit,
        strictness=settings.strictness,
    )
    try:
        yield from answers
    except RequestError as error:
        yield from repeat(str(error))


def _notes(saved: Saved, asked: Asked, answer: "Answer") -> Iterator[str]:
    """Say what the file does not tell, or the archive no longer has, and what stood in for it."""
    taken = {
        "filters": describe_filters(asked.settings.filters) or "none",
        "strictness": str(answer.strictness),
        "limit": str(asked.settings.limit),
    }
    told = [f"{name} ({taken[name]} taken)" if name in taken else name for name in asked.untold]
    if told:
        yield f"not told by the file: {', '.join(told)}"
    own = Strictness.CALIBRATED
    if saved.told.get("strictness") == own != answer.strictness:
        yield (
            f"{answer.strictness} taken: the archive's own threshold, by which it was decided, is "
            "not in force any more"
        )


def _lookup(archive: "Archive") -> Lookup:
    """Look articles up once each: answers come back to the same ones."""
    article = lru_cache(maxsize=KEPT)(archive.article)

    @lru_cache(maxsize=KEPT)
    def live(id_or_url: str) -> "tuple[Article, ...]":
        versions = archive.versions(id_or_url)
        return tuple(version.article for version in versions if not version.superseded)

    def newer(quoted: Quoted) -> "Article | None":
        found, url = live(quoted.article_id), quoted.source.get("url")
        # Older versions may have been dropped; a URL of several articles tells nothing.
        if not found and isinstance(url, str) and url and article(quoted.article_id) is None:
            found = live(url)
        return found[0] if len(found) == 1 and found[0].id != quoted.article_id else None

    return Lookup(article=article, newer=newer)
