"""Manners: robots.txt, a pause for each host, and hosts that ask to be left alone."""

from datetime import UTC, datetime

import pytest
from web_server import Names, Wire, answer, redirect

from index.errors import DisallowedError, FetchError
from index.reading.fetching import Fetcher
from index.reading.visiting import Visitor, retry_after

NOW = datetime(2024, 8, 6, 10, tzinfo=UTC)
NAMES = {"news_example": "93.184.215.14", "other_example": "93.184.215.15"}
NONE = answer("none", "404 Not Found")


class Clock:
    """Time that goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def visitor(*answers: bytes) -> tuple[Visitor, Wire, Clock]:
    wire, clock = Wire(*answers), Clock()
    fetcher = Fetcher(resolver=Names(**NAMES), connector=wire, clock=clock)
    return Visitor(fetcher, clock=clock, sleep=clock.sleep, now=lambda: NOW), wire, clock


def paths(wire: Wire) -> list[str]:
    return [stream.sent.split()[1].decode() for stream in wire.streams]


# Pauses ----------------------------------------------------------------------------------------


def test_two_requests_to_one_host_are_a_second_apart():
    visiting, _, clock = visitor()
    for url in ("http://news.example/a", "http://other.example/a", "http://news.example/b"):
        visiting.visit(url)
    assert clock.slept == [1.0]


def test_a_redirect_waits_for_its_turn_too():
    visiting, wire, clock = visitor(redirect("/b"), answer("Snow."))
    visiting.visit("http://news.example/a")
    assert clock.slept == [1.0]
    assert paths(wire) == ["/a", "/b"]


def test_the_pause_that_a_site_asks_for_is_kept():
    rules = answer("User-agent: *\nCrawl-delay: 7\n")
    visiting, _, clock = visitor(rules)
    visiting.visit("http://news.example/a", heed_robots=True)
    visiting.visit("http://news.example/b", heed_robots=True)
    assert clock.slept == [1.0, 7.0]  # after robots.txt, and between the pages


@pytest.mark.parametrize("delay", ["²", "9" * 400, "9" * 5_000, "-7", "soon"])
def test_a_pause_that_makes_no_sense_ends_nothing(delay):
    rules = answer(f"User-agent: *\nCrawl-delay: {delay}\n")
    visiting, _, _ = visitor(rules)
    assert visiting.visit("http://news.example/a", heed_robots=True).content == b"Snow."


def test_waiting_for_a_turn_does_not_count_as_the_servers_time():
    visiting, _, clock = visitor(answer("User-agent: *\nCrawl-delay: 60\n"), *[redirect("/x")] * 3)
    assert visiting.visit("http://news.example/a", heed_robots=True).status == 200
    assert sum(clock.slept) > 90.0


# Robots ----------------------------------------------------------------------------------------


RULES = """User-agent: *
Disallow: /private/
Allow: /

User-agent: onrecord
Disallow: /not-for-us
"""


def test_robots_are_asked_once_and_heeded_for_what_nobody_named():
    visiting, wire, _ = visitor(answer(RULES))
    assert visiting.visit("http://news.example/a", heed_robots=True).content == b"Snow."
    with pytest.raises(DisallowedError, match=r"robots\.txt does not want it"):
        visiting.visit("http://news.example/not-for-us/b", heed_robots=True)
    assert visiting.visit("http://news.example/not-for-us/b").content == b"Snow."
    assert paths(wire) == ["/robots.txt", "/a", "/not-for-us/b"]


def test_robots_of_the_site_that_a_redirect_leads_to_are_heeded():
    rules = answer("User-agent: *\nDisallow: /\n")
    visiting, wire, _ = visitor(NONE, redirect("http://other.example/b"), rules)
    with pytest.raises(DisallowedError):
        visiting.visit("http://news.example/a", heed_robots=True)
    assert paths(wire) == ["/robots.txt", "/a", "/robots.txt"]


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        pytest.param(NONE, True, id="none"),
        pytest.param(answer("no", "403 Forbidden"), True, id="forbidden counts as none"),
        pytest.param(answer(""), True, id="empty"),
        pytest.param(answer(b"\xff\xfe\x00 junk"), True, id="junk"),
        pytest.param(answer(b"\xef\xbb\xbfUser-agent: *\nDisallow: /"), False, id="with a BOM"),
        pytest.param(answer("User-agent: *\nDisallow: /"), False, id="all disallowed"),
        pytest.param(answer("User-agent: *\nDisallow: //[x\nDisallow: /a"), False, id="a bad path"),
        pytest.param(answer("User-agent: *\nDisallow: //[x"), True, id="a bad path alone"),
        pytest.param(
            answer("User-agent: *\nCrawl-delay: ²\nDisallow: /a"), False, id="a bad pause"
        ),
        pytest.param(answer("oops", "500 Server Error"), False, id="server error"),
        pytest.param(answer("slow", "429 Too Many Requests"), False, id="too many requests"),
        pytest.param(b"no HTTP", False, id="unreachable"),
        pytest.param(redirect("http://127.0.0.1/"), False, id="redirects inward"),
        pytest.param(answer("User-agent: *\n" + "#" * 600_000 + "\nDisallow: /"), True, id="long"),
    ],
)
def test_what_robots_mean(robots, allowed):
    visiting, wire, _ = visitor(robots)
    if allowed:
        assert visiting.visit("http://news.example/a", heed_robots=True).content == b"Snow."
    else:
        with pytest.raises(FetchError):
            visiting.visit("http://news.example/a", heed_robots=True)
    assert ("/a" in paths(wire)) == allowed


# Hosts that ask to wait ------------------------------------------------------------------------


BUSY = answer("busy", "503 Service Unavailable")


@pytest.mark.parametrize(
    ("first", "slept"),
    [
        pytest.param(answer("", "429 Too Many", retry_after="30"), 30.0, id="429"),
        pytest.param(answer("", "503 Busy", retry_after="5"), 5.0, id="503"),
        pytest.param(
            answer("", "503 Busy", retry_after="Tue, 06 Aug 2024 10:00:40 GMT"), 40.0, id="date"
        ),
        pytest.param(
            answer("", "503 Busy", retry_after="Tue, 06 Aug 2024 09:00:00 GMT"), 0.0, id="past"
        ),
    ],
)
def test_a_host_is_waited_for_once(first, slept):
    visiting, wire, clock = visitor(first, answer("Snow."))
    assert visiting.visit("http://news.example/a").content == b"Snow."
    assert clock.slept[0] == slept
    assert paths(wire) == ["/a", "/a"]


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([answer("", "429 Too Many", retry_after="3600")], id="for an hour"),
        pytest.param([answer("", "429 Too Many")], id="for nobody knows how long"),
        pytest.param([answer("", "429 Too Many", retry_after="soon")], id="no number"),
        pytest.param([answer("", "503 Busy", retry_after="9" * 99)], id="for ever"),
        pytest.param([answer("", "429 Too Many", retry_after="1")] * 2, id="twice"),
    ],
)
def test_a_host_that_wants_its_rest_has_it(answers):
    visiting, wire, _ = visitor(*answers)
    for url in ("http://news.example/a", "http://news.example/b"):
        with pytest.raises(FetchError, match=r"news\.example asks not to be asked so often"):
            visiting.visit(url)
    assert paths(wire) == ["/a"] * len(answers)
    assert visiting.visit("http://other.example/a").content == b"Snow."


def test_a_busy_server_that_names_no_time_is_an_answer():
    visiting, _, clock = visitor(BUSY)
    assert visiting.visit("http://news.example/a").status == 503
    assert clock.slept == []


@pytest.mark.parametrize("value", ["", "soon", "-5", "٣", "1e9", "Tue, 99 Aug 2024 10:00:00 GMT"])
def test_what_says_no_time_says_nothing(value):
    assert retry_after(value, now=NOW) is None
