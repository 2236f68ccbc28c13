"""What a site's robots.txt allows to be fetched by itself (RFC 9309)."""

from collections.abc import Callable
from urllib.robotparser import RobotFileParser

from index.errors import DisallowedError, FetchError
from index.reading.addresses import WebAddress
from index.reading.fetching import AGENT, Fetched

# What a crawler must read of it at least; the rest may be cut off.
_LARGEST = 500 * 1024
_TOO_MANY = 429


class Robots:
    """The rules of the sites that were visited; each site's are fetched once.

    `fetch` gets a URL; it raises `FetchError` where that fails.
    """

    def __init__(self, fetch: Callable[[str], Fetched]) -> None:
        self._fetch = fetch
        self._rules: dict[tuple[str, str], RobotFileParser | FetchError] = {}

    def check(self, address: WebAddress) -> None:
        """Let a page pass that may be fetched.

        Raises:
            DisallowedError: the site does not want it.
            FetchError: the site does not say what it wants.
        """
        rules = self._of(address)
        if isinstance(rules, FetchError):
            raise type(rules)(f"the site does not say what may be fetched: {rules}")
        if not rules.can_fetch(AGENT, address.url):
            raise DisallowedError(
                "the site's robots.txt does not want it fetched; open it in a browser, save the "
                "page and add the file"
            )

    def pause(self, address: WebAddress) -> float:
        """Return how many seconds the site wants between two requests; 0 where it does not say."""
        rules = self._of(address)
        delay = None if isinstance(rules, FetchError) else rules.crawl_delay(AGENT)
        try:
            return float(delay) if delay else 0.0
        except OverflowError:
            return float("inf")

    def _of(self, address: WebAddress) -> RobotFileParser | FetchError:
        site = (address.scheme, address.authority)
        if site not in self._rules:
            self._rules[site] = self._read("{}://{}/robots.txt".format(*site))
        return self._rules[site]

    def _read(self, url: str) -> RobotFileParser | FetchError:
        """Return a site's rules, or why there are none: then all is forbidden (2.3.1.4)."""
        try:
            fetched = self._fetch(url)
        except FetchError as error:
            return error
        if fetched.status >= 500 or fetched.status == _TOO_MANY:
            return FetchError(f"it answers {fetched.status} for its robots.txt; try again later")
        found = fetched.status == 200
        text = fetched.content[:_LARGEST].decode("utf-8-sig", errors="replace") if found else ""
        return _parsed(text.splitlines())  # where there is none, all is allowed (2.3.1.3)


def _parsed(lines: list[str]) -> RobotFileParser:
    """Parse the lines that can be; Python's parser raises on a path such as "//[x"."""
    rules = RobotFileParser()
    try:
        rules.parse(lines)
    except ValueError:  # what can be parsed counts all the same (2.3.1.5)
        rules = RobotFileParser()
        rules.parse([line for line in lines if _is_parsable(line)])
    return rules


def _is_parsable(line: str) -> bool:
    try:
        RobotFileParser().parse(["User-agent: *", line])
    except ValueError:
        return False
    return True
