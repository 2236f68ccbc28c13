"""Fetching with manners: one request at a time, a pause for each host, and no is an answer."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from index.errors import FetchError
from index.reading.addresses import WebAddress, parse
from index.reading.fetching import Fetched, Fetcher
from index.reading.robots import Robots
from index.reading.validators import Validators

# One request a second to one host is what a quick reader's browser does, too.
PAUSE = 1.0
# Who wants to wait longer is asked again another day.
PATIENCE = 60.0
_TOO_MANY, _UNAVAILABLE = 429, 503


class Visitor:
    """Visits sites politely: no two requests at a time, `pause` seconds between two to one host.

    A host that asks to wait is waited for once, up to `patience` seconds; one that asks for more is
    left alone for the rest of this visitor's life.
    """

    def __init__(
        self,
        fetcher: Fetcher | None = None,
        *,
        pause: float = PAUSE,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._fetcher = fetcher or Fetcher()
        self._pause = pause
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._now = now
        self._robots = Robots(lambda url: self._fetcher.fetch(url, permit=self._wait_for_turn))
        self._next_turn: dict[str, float] = {}
        self._resting: dict[str, str] = {}

    def visit(
        self, url: str, *, validators: Validators | None = None, heed_robots: bool = False
    ) -> Fetched:
        """Fetch a URL when its host's turn has come.

        `heed_robots` is for what no user named: entries of feeds and pages of sitemaps.

        Raises:
            FetchError: it cannot or may not be fetched, or not now.
        """

        def permit(address: WebAddress) -> None:
            self._refuse_resting(address)
            if heed_robots:
                self._robots.check(address)
            self._wait_for_turn(address, asked=self._robots.pause(address) if heed_robots else 0.0)

        fetched = self._fetcher.fetch(url, validators=validators, permit=permit)
        seconds = self._asked_to_wait(fetched)
        if seconds is None:
            return fetched
        if seconds <= self._patience:
            self._sleep(seconds)
            fetched = self._fetcher.fetch(url, validators=validators, permit=permit)
            if self._asked_to_wait(fetched) is None:
                return fetched
        host = parse(fetched.url).authority
        self._resting[host] = f"{host} asks not to be asked so often; try again later"
        raise FetchError(self._resting[host])

    def _refuse_resting(self, address: WebAddress) -> None:
        if address.authority in self._resting:
            raise FetchError(self._resting[address.authority])

    def _wait_for_turn(self, address: WebAddress, *, asked: float = 0.0) -> None:
        host = address.authority
        wait = self._next_turn.get(host, 0.0) - self._clock()
        if wait > 0:
            self._sleep(wait)
        pause = max(self._pause, min(asked, self._patience))
        self._next_turn[host] = self._clock() + pause

    def _asked_to_wait(self, fetched: Fetched) -> float | None:
        """Return the seconds that a host asks for; None where it does not."""
        if fetched.status not in {_TOO_MANY, _UNAVAILABLE}:
            return None
        stated = retry_after(fetched.headers.get("retry-after", ""), now=self._now())
        if stated is None and fetched.status == _TOO_MANY:
            return float("inf")
        return stated


def retry_after(value: str, *, now: datetime) -> float | None:
    """Read the header `Retry-After` as seconds from now; None where it says nothing.

    >>> now = datetime(2024, 8, 6, 10, tzinfo=UTC)
    >>> retry_after("120", now=now), retry_after("Tue, 06 Aug 2024 10:00:30 GMT", now=now)
    (120.0, 30.0)
    """
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
