"""Saved answers held against an archive: is every quote still there, word for word?"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from index.errors import ReadingError, archive_option
from qa.saved.answers import Quoted, Saved
from qa.saved.as_json import as_saved
from qa.saved.checking import Source, differences
from qa.saved.files import reading

if TYPE_CHECKING:
    from index import Catalogue

# As many as an `add` lists of what one file has left out.
LISTED = 1_000
# Answers come back to the same articles; so many texts are in memory at most.
KEPT = 64

Fetch = Callable[[str], Source | None]
"""Gives the article of an id, or None where the archive has none."""


class Problem(StrEnum):
    """What can be wrong with something saved."""

    MISSING = "missing"  # the archive does not have the article
    CHANGED = "changed"  # the article has it otherwise
    UNREADABLE = "unreadable"  # it cannot be checked: no id, no offsets, no JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something saved that does not hold; `line` is where it begins in the file, from 1.

    `reason` says what is wrong and how to mend it. Of what is no answer, `quote` is empty.
    """

    line: int
    question: str
    quote: str
    problem: Problem
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What came of checking: how many `answers` and `quotes`, and how many of these hold.

    `findings` lists the first thousand of what does not hold; `problems` counts all of it.
    """

    answers: int
    quotes: int
    word_for_word: int
    problems: Mapping[Problem, int]
    findings: tuple[Finding, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything is as it was saved."""
        return not any(self.problems.values())


def verify(
    archive: "Catalogue",
    source: str | Path | BinaryIO | Mapping[str, Any],
    *,
    progress: Callable[[int], None] | None = None,
) -> Verification:
    """Check every citation of saved answers against an archive; no model is needed.

    Args:
        archive: an `Archive`, or what `open_catalogue` returns.
        source: a file or a stream that `onrecord ask --json` or `batch` wrote, told by what it
            holds; or what `Answer.to_dict` returned.
        progress: called with the number of answers checked so far.

    Raises:
        RequestError: a file cannot be opened.
        ReadingError: it holds no answers.
    """
    counts: Counter[str] = Counter()
    findings: list[Finding] = []
    fetch = _fetching(archive)
    with answers_of(source) as answers:
        for number, answer in enumerate(answers, start=1):
            found = list(check(answer, fetch, root=archive.path))
            counts.update(finding.problem for finding in found)
            counts["answers"] += answer.asked and not answer.error
            counts["quotes"] += len(answer.quotes)
            counts["wrong"] += len(found) if answer.quotes else 0
            findings += found[: LISTED - len(findings)]
            if progress:
                progress(number)
    return Verification(
        answers=counts["answers"],
        quotes=counts["quotes"],
        word_for_word=counts["quotes"] - counts["wrong"],
        problems={problem: counts[problem] for problem in Problem},
        findings=tuple(findings),
    )


def check(answer: Saved, fetch: Fetch, *, root: Path) -> Iterator[Finding]:
    """Yield what of an answer does not hold: one finding for each quote at most; pure.

    `root` is where the archive is, for what it says.
    """
    if answer.error:
        yield _finding(answer, None, Problem.UNREADABLE, answer.error)
    for quoted in answer.quotes:
        if quoted.error:
            yield _finding(answer, quoted, Problem.UNREADABLE, quoted.error)
            continue
        found = fetch(quoted.article_id)
        if found is None:
            reason = (
                f"the article {quoted.article_id} is not in the archive {root}: it was removed, or "
                "is another archive's; name that one with --archive, or add the article again: "
                f"onrecord add SOURCE {archive_option(root)}"
            )
            yield _finding(answer, quoted, Problem.MISSING, reason)
            continue
        wrong = next(differences(quoted, found), None)
        if wrong:
            reason = f"{wrong}; {_mend(found, quoted.article_id, root)}"
            yield _finding(answer, quoted, Problem.CHANGED, reason)


def _finding(answer: Saved, quoted: Quoted | None, problem: Problem, reason: str) -> Finding:
    return Finding(
        line=quoted.line if quoted else answer.line,
        question=answer.question,
        quote=quoted.quote if quoted else "",
        problem=problem,
        reason=reason,
    )


def _mend(source: Source, saved_id: str, root: Path) -> str:
    """Say which of the two was changed: an id comes from what its article holds."""
    if source.values["id"] != saved_id:
        return f"what the archive {root} holds was changed by other means; put a copy of it back"
    return "the saved answer was changed; take it as it was written, or ask again"


@contextmanager
def answers_of(source: str | Path | BinaryIO | Mapping[str, Any]) -> Iterator[Iterator[Saved]]:
    """Open a file or a stream of answers, or take what `Answer.to_dict` gave; read lazily.

    Raises:
        RequestError: as `verify` does.
        ReadingError: likewise, while it is read.
    """
    if not isinstance(source, Mapping):
        with reading(source) as answers:
            yield answers
        return
    saved = as_saved(source)
    if saved.error:
        raise ReadingError(f"the answer cannot be read: {saved.error}")
    yield iter([saved])


def _fetching(archive: "Catalogue") -> Fetch:
    @lru_cache(maxsize=KEPT)
    def fetch(article_id: str) -> Source | None:
        article = archive.article(article_id)
        return Source(article=article) if article else None

    return fetch
