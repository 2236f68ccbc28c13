"""Conversations, kept while the app runs: a page that is opened again shows what it showed."""

import secrets
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from index import Filters
from qa import Answer
from qa.strictness import Strictness

# Each holds the articles that it quotes, which its turns share.
_KEPT = 200


def new_name() -> str:
    """Return a name that nobody guesses."""
    return secrets.token_urlsafe(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that waits for its answer; `by_itself`, it follows on none before.

    By its `name` it is known where it was asked twice: a page that is opened again asks it while
    its session of before may still be about to answer.
    """

    question: str
    by_itself: bool = False
    name: str = field(default_factory=new_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question with its answer, or with what kept it from being answered.

    `asked` is the name of what waited for it.
    """

    question: str
    answer: Answer | None
    problem: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The turns so far, what waits, and what was last chosen in the sidebar."""

    turns: tuple[Turn, ...] = ()
    waiting: tuple[Asked, ...] = ()
    filters: Filters = field(default_factory=Filters)
    strictness: Strictness | None = None

    def has(self, asked: str) -> bool:
        """Tell whether what waited under a name has its answer."""
        return bool(asked) and any(turn.asked == asked for turn in self.turns)


def left(waiting: Iterable[Asked], turns: Sequence[Turn]) -> tuple[Asked, ...]:
    """Return what still waits: it has no answer among the turns."""
    answered = {turn.asked for turn in turns}
    return tuple(one for one in waiting if one.name not in answered)


@dataclass(slots=True, eq=False)
class Conversations:
    """Conversations by name, those that were last looked at; they go with the process.

    In memory alone: what is asked in a conversation is in no file (batches of many questions have
    some, without a name: `web.answering`). The address of the page has the name, not the questions,
    as browsers keep addresses and carry them to other machines.
    """

    limit: int = _KEPT
    _by_name: dict[str, Conversation] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, name: str, conversation: Conversation) -> None:
        """Keep a conversation in place of what has its name; the one longest unseen may go."""
        with self._lock:
            self._keep(name, conversation)

    def wait(self, name: str, conversation: Conversation) -> None:
        """Keep what waits in a conversation, beside what is kept of it."""
        with self._lock:
            self._keep(name, self._joined(name, conversation))

    def go_on(self, name: str, turn: Turn, conversation: Conversation) -> Conversation:
        """Keep a conversation with one turn more, if it has not got it yet, and return it.

        The turn comes after those that are kept: the same conversation may have gone on in another
        tab. Where none is kept any more, it comes after those of `conversation`.
        """
        with self._lock:
            joined = self._joined(name, conversation)
            if not joined.has(turn.asked):
                turns = (*joined.turns, turn)
                joined = replace(joined, turns=turns, waiting=left(joined.waiting, turns))
            self._keep(name, joined)
            return joined

    def choose(self, name: str, filters: Filters, strictness: Strictness | None) -> None:
        """Keep what is chosen in the sidebar beside a conversation, if one has this name."""
        with self._lock:
            if kept := self._by_name.get(name):
                self._keep(name, replace(kept, filters=filters, strictness=strictness))

    def _joined(self, name: str, own: Conversation) -> Conversation:
        """Return what is kept, with what waits in `own` too; `own` where nothing is."""
        kept = self._by_name.get(name, own)
        waiting = {one.name: one for one in (*kept.waiting, *own.waiting)}
        return replace(kept, waiting=left(waiting.values(), kept.turns))

    def _keep(self, name: str, conversation: Conversation) -> None:
        self._by_name.pop(name, None)
        self._by_name[name] = conversation
        while len(self._by_name) > self.limit:
            del self._by_name[next(iter(self._by_name))]

    def find(self, name: str) -> Conversation | None:
        """Return a conversation; None if it is not kept, or not any more."""
        with self._lock:
            if conversation := self._by_name.pop(name, None):
                self._by_name[name] = conversation
            return conversation
