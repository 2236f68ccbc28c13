"""Which page of the web a URL names, however it is spelt; pure."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_FRONT_PAGE = re.compile(
    r"/*(?:[a-z]{2}(?:[-_][a-z]{2})?/*)?(?:(?:index|home|default|main|start)(?:\.\w{2,5})?/*)?",
    re.IGNORECASE,
)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|msclkid|igshid|mc_[ce]id", re.IGNORECASE)
_SERVED_BY = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=.+\.)")


def page_of(url: str | None) -> str | None:
    """Return what the spellings of a page's URL have in common.

    Scheme, "www", a slash at the end, fragments and what marks a campaign make no other page. None
    where it is no URL of the web, or that of a front page, which many articles name by mistake.

    >>> page_of("http://www.news.example/snow/?utm_source=x#top"), page_of("https://news.example/en/")
    ('news.example/snow', None)
    """
    parts = _parts(url)
    return None if parts is None or _is_front(parts) else "".join(parts)


def is_front_page(url: str) -> bool:
    """Tell whether a URL is that of a site as a whole.

    >>> is_front_page("https://news.example/index.html"), is_front_page("https://news.example/?p=1")
    (True, False)
    """
    parts = _parts(url)
    return parts is not None and _is_front(parts)


def _parts(url: str | None) -> tuple[str, str, str] | None:
    """Return site, path and query; None where it is no URL of the web."""
    try:
        split = urlsplit((url or "").strip())
        host, port = split.hostname, split.port
    except ValueError:
        return None
    if split.scheme not in {"http", "https"} or not host:
        return None
    site = _SERVED_BY.sub("", host) + ("" if port in {None, 80, 443} else f":{port}")
    asked = [pair for pair in parse_qsl(split.query, keep_blank_values=True)
             if not _TRACKING.fullmatch(pair[0])]  # fmt: skip
    return site, split.path.rstrip("/"), f"?{urlencode(asked)}" if asked else ""


def _is_front(parts: tuple[str, str, str]) -> bool:
    _, path, query = parts
    return not query and bool(_FRONT_PAGE.fullmatch(path))
