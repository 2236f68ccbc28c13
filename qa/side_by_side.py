"""Many questions worked on in batches, two of them at a time; pure but for its threads."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from itertools import chain, islice
from typing import TypeVar

# Two batches at a time: while one is read, the other's passages are fetched and weighed. By 16
# they are answered 1.22 times as fast as one by one (benchmarks/README.md), by 4 1.04 times; by 32
# hardly faster still, and a program that is interrupted waits for what is read (not `onrecord`).
_QUESTIONS_AT_ONCE = 16
# The first few answers of many come early: whoever waits for them sees that they come.
_FIRST = 4
_BATCHES_AT_ONCE = 2

Asked = TypeVar("Asked")
Done = TypeVar("Done")


def side_by_side(
    questions: Iterable[Asked], work: Callable[[list[Asked]], list[Done]]
) -> Iterator[Done]:
    """Work on some questions while others are read; yield what comes of each, in order.

    An error of `work` is raised when the turn of its batch comes; it works in a copy of the context
    of whoever asks. Whatever ends the loop over this
    (`break`, `close`, Ctrl-C, an error) ends it at once and starts no batch; those that are worked
    on, two at most, are finished in their threads, and the process does not end before they are.
    """
    coming = iter(questions)
    first = list(islice(coming, _QUESTIONS_AT_ONCE))
    if len(first) < _QUESTIONS_AT_ONCE:  # all there are, and alone
        yield from work(first) if first else ()
        return
    pool, waiting = ThreadPoolExecutor(_BATCHES_AT_ONCE), deque[Future[list[Done]]]()
    try:
        rest = iter(lambda: list(islice(coming, _QUESTIONS_AT_ONCE)), [])
        for batch in chain([first[:_FIRST], first[_FIRST:]], rest):
            waiting.append(pool.submit(copy_context().run, work, batch))
            if len(waiting) == _BATCHES_AT_ONCE:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
