"""URLs -> articles, with the feeds and sitemaps among them followed; and what to ask for again."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path

from index.errors import DisallowedError, FetchError, RefusedError
from index.progress import Progress, Report
from index.reading import Failed, FieldAliases, Found, Limits, Skipped, Worker, read_stream
from index.reading.addresses import parse
from index.reading.feeds import parse_feed
from index.reading.fetching import Fetched
from index.reading.found import left_out
from index.reading.kinds import Kind, kind_of
from index.reading.language import get_ready
from index.reading.links import Link
from index.reading.pages import list_content, read_page
from index.reading.sitemaps import sitemap_links
from index.reading.validators import Validators
from index.reading.visiting import Visitor
from index.reports import AddReport
from index.same_page import is_front_page
from index.subscriptions import Subscription, Subscriptions

# A `lastmod` may be a day alone, of any zone.
_SLACK = timedelta(days=1)
_OK, _NOT_MODIFIED, _TOO_MANY = 200, 304, 429
_GONE = frozenset((404, 410))
# Feeds list pages a while before they are served; what is refused for so long will not come.
_PATIENCE = timedelta(days=3)

Item = Found | Skipped | Failed


class Gathering:
    """One run over the web for one archive: yields what is found, and remembers what was asked.

    Subscriptions are written by `conclude`, when the articles are safe: whoever is killed before
    asks for them once more.
    """

    def __init__(
        self,
        root: Path,
        *,
        visitor: Visitor | None,
        limit: int,
        aliases: FieldAliases,
        limits: Limits,
        report: Report,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._subscriptions = Subscriptions(root)
        self._visitor = visitor or Visitor()
        self._limit = limit
        self._worker = Worker(aliases=aliases, limits=limits)
        self._read = partial(read_stream, aliases=aliases, limits=limits, worker=self._worker)
        self._report = report
        self._now = now
        self._known: dict[str, Subscription] = {}
        self._asked: dict[str, Subscription] = {}
        self._done: set[str] = set()
        self._disallowed: set[str] = set()
        self._put_off: set[str] = set()
        self._unchanged: list[str] = []
        self._brought: dict[str, str] = {}
        self._removed: dict[str, str] = {}
        self._given: dict[str, set[str]] = {}
        self._left = limit

    def add(self, urls: Sequence[str]) -> Iterator[Item]:
        """Fetch URLs that a user named, whatever is known of them."""
        if urls:
            removed = set(self._subscriptions.removed().values())  # may come back now
            self._given = self._subscriptions.given()
            known = self._subscriptions.all()
            self._known = {one.url: one for one in known if one.url not in removed}
            get_ready()
        with self._worker:
            for done, url in enumerate(urls):
                self._report(Progress(stage="fetching", done=done, total=len(urls)))
                try:
                    yield from self._named(parse(url.strip()).url)
                except FetchError as error:
                    yield Failed(origin=url, reason=str(error))

    def refresh(self) -> Iterator[Item]:
        """Ask again for what users named, and for what has been listed since."""
        known = self._subscriptions.all()
        self._removed = self._subscriptions.removed()
        self._given = self._subscriptions.given()
        self._known = {one.url: one for one in known}
        named = [one for one in known if one.via is None]
        if named:
            get_ready()
        with self._worker:
            for done, one in enumerate(named):
                self._report(Progress(stage="fetching", done=done, total=len(named)))
                yield from self._named(one.url, known=one)

    def conclude(self, outcome: AddReport) -> AddReport:
        """Write down what was asked; return the report with what the servers called unchanged."""
        self._subscriptions.keep(self._asked.values(), brought=self._brought)
        return replace(outcome, unchanged=(*outcome.unchanged, *self._unchanged))

    # One URL -----------------------------------------------------------------------------------

    def _named(self, url: str, *, known: Subscription | None = None) -> Iterator[Item]:
        self._left = self._limit
        if url in self._asked:  # as a page of a feed, a moment ago
            self._asked[url] = replace(self._asked[url], via=None)
        answer = self._ask(url, via=None, validators=_validators(known))
        if not isinstance(answer, Fetched):
            yield from answer
            return
        kind = self._note(url, via=None, answer=answer)
        if kind is Kind.FEED:
            yield from self._feed(answer, url)
        elif kind is Kind.SITEMAP:
            yield from self._sitemap(answer, url, is_index=True)
        else:
            yield from self._wanted(read_page(answer, read=self._read), url=url)

    def _wanted(self, items: Iterable[Item], *, url: str) -> Iterator[Item]:
        """Pass on what a URL gives, but for what a user has removed from the archive."""
        for item in items:
            # An entry of a feed goes with the page that it links to.
            names = {item.origin, item.origin.partition("#")[2]}
            if isinstance(item, Found) and not names.isdisjoint(self._removed):
                reason = "it was removed from the archive; to have it again, add its own URL"
                yield Skipped(origin=item.origin, reason=reason)
                continue
            if isinstance(item, Found):
                self._brought[item.origin] = url
            yield item

    def _ask(
        self, url: str, *, via: str | None, validators: Validators | None
    ) -> Fetched | tuple[Item, ...]:
        """Fetch what is new at a URL; else return what there is to say."""
        if url in self._done:
            return ()
        self._done.add(url)
        known = self._known.get(url)
        try:
            answer = self._visitor.visit(url, validators=validators, heed_robots=via is not None)
        except DisallowedError as error:
            self._disallowed.add(url)
            return (Skipped(origin=url, reason=str(error)),)
        except FetchError as error:
            return (self._failed(url, error),)
        if answer.status == _OK:
            away = self._leads_away(url, via, answer)
            return (self._led_away(url, via, answer),) if away else answer
        if answer.status == _NOT_MODIFIED and known:
            self._asked[url] = replace(known, last_status=_NOT_MODIFIED, last_checked=self._now())
            self._unchanged.append(url)
            return ()
        return (self._refused(url, via, answer),)

    def _refused(self, url: str, via: str | None, answer: Fetched) -> Item:
        """Remember that a URL brought no page, and say what that means."""
        known = self._known.get(url)
        was_there = known is not None and not self._never_came(known)
        if known:
            self._asked[url] = replace(known, last_status=answer.status)
        elif via and _is_refusal(answer.status):
            self._note(url, via=via, answer=answer)
        if not _is_refusal(answer.status) or self._may_come(self._asked.get(url)):
            self._put_off.add(url)
        return _refusal(url, answer.status, was_there=was_there)

    def _may_come(self, one: Subscription | None) -> bool:
        """Tell whether a listed page has been refused so far, and may be there another day."""
        # Of what never came, `last_checked` is when it was refused first.
        return (
            one is not None and self._never_came(one) and self._now() - one.last_checked < _PATIENCE
        )

    def _never_came(self, one: Subscription) -> bool:
        is_refused = one.via is not None and _is_refusal(one.last_status or 0)
        return is_refused and one.url not in self._given

    def _leads_away(self, url: str, via: str | None, answer: Fetched) -> bool:
        """Tell whether a page has gone, and its address leads to a site's front page now."""
        if is_front_page(url) or not is_front_page(answer.url):
            return False
        if kind_of(answer.content) is not Kind.PAGE or not (via or url in self._known):
            return False
        return not any(map(is_front_page, self._given.get(url, ())))  # else it always led there

    def _led_away(self, url: str, via: str | None, answer: Fetched) -> Item:
        known = self._known.get(url)
        if known is None:
            self._note(url, via=via, answer=answer)
            return Skipped(origin=url, reason="it leads to the front page, not to an article")
        self._asked[url] = replace(known, last_status=answer.status)
        reason = "gone: it leads to the front page; what the archive has of it stays"
        return Skipped(origin=url, reason=reason)

    def _failed(self, url: str, error: FetchError) -> Failed:
        """Remember that a URL gave no answer, and say why."""
        if not isinstance(error, RefusedError):
            self._put_off.add(url)
        if known := self._known.get(url):
            self._asked[url] = replace(known, last_status=None)
        return Failed(origin=url, reason=str(error))

    def _note(self, url: str, *, via: str | None, answer: Fetched) -> Kind:
        """Remember what a URL answered, and tell what it is."""
        kind = kind_of(answer.content) if answer.status == _OK else Kind.PAGE
        known = self._known.get(url)
        # Of an unchanged index the sitemaps may have changed: it is always fetched whole.
        is_whole = (kind is Kind.SITEMAP and via is None) or answer.status != _OK
        self._asked[url] = Subscription(
            url=url,
            kind=kind,
            # A user's own word stays, though a feed lists the page as well.
            via=known.via if known and via else via,
            validators=Validators() if is_whole else answer.validators,
            last_checked=self._now(),
            last_status=answer.status,
        )
        return kind

    # What lists others -------------------------------------------------------------------------

    def _feed(self, answer: Fetched, url: str) -> Iterator[Item]:
        try:
            feed = parse_feed(list_content(answer), origin=answer.url)
        # Parsed here, and it may be hostile: whatever it brings a library to ends no run.
        except Exception as error:
            yield left_out(error, origin=url)
            return
        yield from self._wanted(feed.read, url=url)
        yield from self._follow(feed.links, via=url)

    def _sitemap(self, answer: Fetched, url: str, *, is_index: bool) -> Iterator[Item]:
        try:
            found = sitemap_links(list_content(answer))
        except Exception as error:
            yield left_out(error, origin=url)
            return
        yield from self._follow(found.pages, via=url)
        # Only one level: an index of indexes is against the protocol, and might have no end.
        for link in found.sitemaps if is_index else ():
            if self._left <= 0:
                reason = "further sitemaps are listed; refresh goes on with them"
                yield Skipped(origin=url, reason=reason)
                return
            yield from self._listed_sitemap(link, via=url)

    def _listed_sitemap(self, link: Link, *, via: str) -> Iterator[Item]:
        known = self._known.get(link.url)
        seen = known.last_checked - _SLACK if known and not known.pages_left else None
        if seen and link.updated_at and link.updated_at < seen:
            return
        answer = self._ask(link.url, via=via, validators=_validators(known))
        if not isinstance(answer, Fetched):
            yield from answer
        elif self._note(link.url, via=via, answer=answer) is Kind.SITEMAP:
            yield from self._sitemap(answer, link.url, is_index=False)
        else:
            yield Failed(origin=link.url, reason=f"it is no sitemap, though {via} calls it one")

    def _follow(self, links: Iterable[Link], *, via: str) -> Iterator[Item]:
        """Fetch the pages that are new or changed, in their order, as many as are left to fetch.

        What fails for a while is left as well: the list is fetched whole until it has come.
        """
        links = list(links)
        wanted = [link for link in links if self._wants(link)]
        total, done = min(len(wanted), self._left), 0
        waiting = iter(wanted)
        while self._left > 0 and (link := next(waiting, None)):
            self._report(Progress(stage="linked pages", done=done, total=total))
            items = list(self._page(link, via=via))
            # Pages that no robot may ask for must not keep others from their turn for ever.
            asked = link.url not in self._disallowed
            self._left -= asked
            done += asked
            yield from items
        if done:
            self._report(Progress(stage="linked pages", done=done, total=done))
        left = sum(1 for _ in waiting)
        failed = sum(link.url in self._put_off for link in links)
        self._asked[via] = replace(self._asked[via], pages_left=left + failed)
        if left:
            reason = f"{left:,} more pages are listed; refresh goes on with them, --limit at a time"
            yield Skipped(origin=via, reason=reason)

    def _wants(self, link: Link) -> bool:
        """Tell whether a listed page is new, changed since, or has failed for a while only."""
        if link.url in self._done or link.url in self._removed.values():
            return False
        known = self._known.get(link.url)
        if known is None or known.last_status is None or known.last_status >= 500:
            return True
        if self._may_come(known):
            return True
        return bool(link.updated_at and link.updated_at > known.last_checked)

    def _page(self, link: Link, *, via: str) -> Iterator[Item]:
        answer = self._ask(link.url, via=via, validators=_validators(self._known.get(link.url)))
        if not isinstance(answer, Fetched):
            yield from answer
        elif self._note(link.url, via=via, answer=answer) is Kind.PAGE:
            read = read_page(answer, read=self._read, link=link)
            yield from self._wanted(read, url=link.url)
        else:
            yield Skipped(origin=link.url, reason="it is a list itself; add it by its own URL")


def _is_refusal(status: int) -> bool:
    return 400 <= status < 500 and status != _TOO_MANY


def _validators(known: Subscription | None) -> Validators | None:
    """Return what makes an answer short; of what still lists pages to fetch all is needed."""
    return None if known is None or known.pages_left else known.validators


def _refusal(url: str, status: int, *, was_there: bool) -> Item:
    """Say what a status means that brings no page."""
    try:
        meaning = f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        meaning = str(status)
    if status in _GONE and was_there:
        reason = f"gone: its server answers {meaning}; what the archive has of it stays"
        return Skipped(origin=url, reason=reason)
    mend = "try again later" if status >= 500 else "check the address"
    return Failed(origin=url, reason=f"its server answers {meaning}; {mend}")
