"""An archive and the one server that it may ask; pages, feeds and sitemaps to serve."""

from collections.abc import Iterator

from web_server import Piece, Request, Route, WebServer, answer

from index import AddReport, Archive
from index.reading.fetching import Fetcher, Limits
from index.reading.visiting import Visitor

SNOW = "Snow fell on the port of Riga all night, and no ship left it before noon on Tuesday."
GRAIN = "Grain left the port of Kyiv on forty barges, as the harbour master said on Wednesday."


def page(text: str, title: str = "Snow", head: str = "") -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>{text}</p></article></body></html>"
    )


def served(text: str, title: str = "Snow", head: str = "", **headers: str) -> bytes:
    return answer(page(text, title, head), content_type="text/html", **headers)


def entry(path: str, text: str = "", day: int = 6) -> str:
    encoded = f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>" if text else ""
    return (
        f"<item><title>{path[1:].title()}</title><link>{path}</link>"
        f"<pubDate>Tue, {day:02} Aug 2024 10:00:00 +0300</pubDate>"
        f"<description>In short.</description>{encoded}</item>"
    )


def rss(*entries: str, title: str = "The Example", **headers: str) -> bytes:
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    channel = f"<channel><title>{title}</title>{''.join(entries)}</channel>"
    return answer(f'<rss version="2.0" {namespace}>{channel}</rss>', **headers)


def unless_known(content: bytes, etag: str) -> Route:
    """Serve what answers 304 to who has it."""

    def route(request: Request) -> Iterator[Piece]:
        known = request.headers.get("if-none-match") == etag
        named = content.replace(b"\r\n", f"\r\nETag: {etag}\r\n".encode(), 1)
        yield b"HTTP/1.1 304 Not Modified\r\n\r\n" if known else named

    return route


def urlset(*pages: tuple[str, str | None]) -> bytes:
    urls = "".join(
        f"<url><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for loc, day in pages
    )
    return answer(f"<urlset>{urls}</urlset>", content_type="application/xml")


def index_of(*sitemaps: tuple[str, str | None]) -> bytes:
    listed = "".join(
        f"<sitemap><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for loc, day in sitemaps
    )
    return answer(f"<sitemapindex>{listed}</sitemapindex>", content_type="application/xml")


class Web:
    """An archive and the one server that it may ask, with the visits of one day after another."""

    def __init__(self, archive: Archive, server: WebServer) -> None:
        self.archive = archive
        self.server = server

    @property
    def visitor(self) -> Visitor:
        limits = Limits(connect=2.0, read=2.0, total=4.0)
        return Visitor(Fetcher(policy=self.server.policy, limits=limits), pause=0.0)

    def add(self, *paths: str, limit: int = 50) -> AddReport:
        urls = [self.server.url(path) for path in paths]
        return self.archive.add(*urls, limit=limit, visitor=self.visitor)

    def refresh(self, limit: int = 50) -> AddReport:
        self.server.requests.clear()
        return self.archive.refresh(limit=limit, visitor=self.visitor)

    def texts(self) -> set[str]:
        return {article.text for article in self.archive.articles()}

    def names(self, origins: tuple[str, ...]) -> list[str]:
        return [origin.removeprefix(self.server.url("")) for origin in origins]
