"""What tells, at the next visit, whether a page has changed since."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to tell later whether its text has changed since (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None
