"""The archive, opened once for all sessions; built from the shipped corpus the first time."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from index import AddReport, Archive, ArchiveMissingError, Article, Filters, OnRecordError, Progress
from qa import Answer, Desk
from qa.strictness import Strictness
from web.answering import Batches
from web.conversations import Asked, Conversation, Conversations, Turn

logger = logging.getLogger(__name__)

SHIPPED_OUTLET = "On the Record"
_UNFINISHED = "shipped_articles_unfinished"
_STAGES = {
    "starting": "Getting ready",
    "reading": "Reading the articles",
    "embedding": "Learning where each passage stands",
    "publishing": "Setting up the search",
    "fetching": "Fetching",
    "linked pages": "Fetching the pages that are listed",
}

_UNFORESEEN = "it ended with an error that nobody foresaw; the app’s own log tells more"

_opening = threading.Lock()
_newsrooms: dict[Path, "Newsroom"] = {}


@dataclass(slots=True, eq=False)
class Newsroom:
    """One archive and its desk, shared by all sessions.

    Conversations are answered one question at a time, and do not wait for a batch of many.
    """

    archive: Archive
    desk: Desk
    file: tuple[int, int] | None = None  # which one it is: another may be put in its place
    conversations: Conversations = field(default_factory=Conversations)
    batches: Batches = field(default_factory=Batches)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def answer(self, name: str, asked: Asked, conversation: Conversation) -> Conversation:
        """Answer what is asked in a conversation, keep the answer, and return what is kept then.

        It is answered once: a run of the page that comes while another is at it waits for its
        answer, and what no answer can be given to is kept with the reason.

        Args:
            name: of the conversation.
            asked: the question.
            conversation: what it was when it was asked, with the filters to heed.
        """
        with self._lock:
            kept = self.conversations.find(name) or conversation
            if kept.has(asked.name):
                return kept
            turn = self._turn(asked, conversation, kept.turns)
            return self.conversations.go_on(name, turn, conversation)

    def _turn(self, asked: Asked, conversation: Conversation, before: Sequence[Turn]) -> Turn:
        after = [] if asked.by_itself else [turn.answer for turn in before if turn.answer]
        answer, problem = None, ""
        try:
            answer = self.ask(
                asked.question,
                conversation.filters,
                strictness=conversation.strictness,
                after=after,
            )
        except OnRecordError as error:
            problem = str(error)
        except Exception:
            # Kept as any other, or each run of the page would ask it again.
            logger.exception("a question ended with an error that nobody foresaw")
            problem = _UNFORESEEN
        return Turn(question=asked.question, answer=answer, problem=problem, asked=asked.name)

    def ask(
        self,
        question: str,
        filters: Filters,
        *,
        strictness: Strictness | None = None,
        after: Sequence[Answer] = (),
    ) -> Answer:
        """Answer one question, which may follow on what was asked before.

        Raises:
            OnRecordError: the question or a filter cannot be answered as put.
        """
        with self._lock:
            return self.desk.ask(
                question,
                outlets=filters.outlets,
                since=filters.since,
                until=filters.until,
                languages=filters.languages,
                strictness=strictness,
                after=after,
            )

    def add(
        self, sources: Sequence[str | BinaryIO], report: Callable[[Progress], None]
    ) -> AddReport:
        """Add what addresses of the web or files give; questions are answered meanwhile.

        Raises:
            ArchiveBusyError: another process or session is adding.
        """
        return self.archive.add(*sources, progress=report)

    def warm(self) -> None:
        """Load the models before the first question; a failure is told when one is asked."""
        try:
            with self._lock:
                self.desk.warm()
        except OnRecordError:
            return

    def newest(self, limit: int) -> list[Article]:
        """Return the newest articles that have a title, of those with the same title one."""
        # Some have no title, or are copies; of five times as many, enough should do.
        titled: dict[str, Article] = {}
        for article in self.archive.articles(limit=5 * limit):
            if article.title and article.title.strip():
                titled.setdefault(article.title, article)
        return list(titled.values())[:limit]

    @property
    def shipped(self) -> bool:
        """Whether the archive holds the articles that ship with the program."""
        return SHIPPED_OUTLET in self.archive.contents().outlets


def open_newsroom(directory: Path, *, corpus: Path, report: Callable[[Progress], None]) -> Newsroom:
    """Open an archive, the same for every session; where there is none it is built.

    Args:
        directory: where the archive is, or shall be.
        corpus: the articles to build it from.
        report: called while it is built.

    Raises:
        ArchiveMissingError: it was there, and is not any more; it is not built again.
        OnRecordError: the archive cannot be opened, or the corpus cannot be read.
    """
    directory = directory.resolve()
    with _opening:
        if (newsroom := _newsrooms.get(directory)) is None:
            archive = _open_or_build(directory, corpus, report)
            newsroom = _newsrooms[directory] = Newsroom(
                archive=archive, desk=Desk(archive), file=_file_of(directory)
            )
            # No daemon, as the threads of pages are, which hand that on: the process waits for it,
            # as libraries that are cut off at the end crash.
            threading.Thread(target=newsroom.warm, daemon=False).start()
        elif (file := _file_of(directory)) is None:
            raise ArchiveMissingError(
                f"the archive is not at {directory} any more; put it back there, or end the app "
                "and start it where the archive is now"
            )
        elif file != newsroom.file:  # a copy that was put back, or another archive
            archive = Archive.open(directory)
            newsroom = _newsrooms[directory] = replace(
                newsroom, archive=archive, desk=Desk(archive), file=file
            )
        return newsroom


def describe(progress: Progress) -> str:
    """Say in plain words what is being done.

    >>> describe(Progress(stage="reading", done=3, total=11))
    'Reading the articles: 3 of 11'
    """
    stage = _STAGES.get(progress.stage, progress.stage.capitalize())
    return f"{stage}: {progress.done:,} of {progress.total:,}" if progress.total > 1 else stage


def _file_of(directory: Path) -> tuple[int, int] | None:
    """Tell which file an archive is, by device and number; None where there is none."""
    try:
        told = (directory / "archive.sqlite").stat()
    except OSError:
        return None
    return told.st_dev, told.st_ino


def _open_or_build(directory: Path, corpus: Path, report: Callable[[Progress], None]) -> Archive:
    try:
        archive = Archive.open(directory)
    except ArchiveMissingError:
        report(Progress(stage="starting", done=0, total=1))  # loading the model comes first
        archive = Archive.create(directory)
        archive.keep_setting(_UNFINISHED, "yes")
    # Only what was begun here is gone on with: another archive gets what its owner adds.
    if archive.setting(_UNFINISHED):
        archive.add(corpus, progress=report)
        archive.keep_setting(_UNFINISHED, None)
    return archive
