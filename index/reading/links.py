"""What a feed or a sitemap says of a page that it lists."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page that a feed or a sitemap lists, with what it says of it; unknown is None."""

    url: str
    title: str | None = None
    outlet: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None


def read_moment(value: str | None) -> datetime | None:
    """Read a time with its zone, as feeds and sitemaps write it; None where either is missing.

    >>> read_moment("Tue, 06 Aug 2024 23:30:00 -0400").isoformat(), read_moment("2024-08-06")
    ('2024-08-06T23:30:00-04:00', None)
    """
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read((value or "").strip())
            # "-0000" is UTC, too, from a sender who does not tell his own zone (RFC 5322, 3.3).
            if moment.tzinfo is None and read is parsedate_to_datetime:
                moment = moment.replace(tzinfo=UTC)
            moment.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.tzinfo else None
    return None
