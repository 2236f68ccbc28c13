"""The versions of an article, listed with what changed from each to the next; pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qa.plain import one_line, printable
from qa.provenance import describe_notice

if TYPE_CHECKING:
    from index import Version


def lines(versions: "Sequence[Version]") -> Iterator[str]:
    """Write versions, newest first, each with what changed from the one before it.

    Args:
        versions: as `Archive.versions` returns them, those of one article one after the other.
    """
    for version, before in _with_the_one_before(versions):
        yield _heading(version)
        if before is None:
            yield "  (the oldest that is kept)"
        else:
            yield from (f"  {printable(line)}" for line in _changes(before, version))


def listed(versions: "Sequence[Version]") -> list[Mapping[str, object]]:
    """Return versions, newest first, as values that JSON can hold."""
    return [
        {
            "id": version.article.id,
            "sha256": version.article.sha256,
            "url": version.article.url,
            "title": version.article.title,
            "added_at": version.added_at.isoformat(),
            "superseded": version.superseded,
            "notice": version.article.notice,
            "changes": None if before is None else list(_changes(before, version)),
        }
        for version, before in _with_the_one_before(versions)
    ]


def _with_the_one_before(
    versions: "Sequence[Version]",
) -> "Iterator[tuple[Version, Version | None]]":
    # A version that is not superseded begins the next article's.
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        yield version, before if before and before.superseded else None


def _changes(before: "Version", after: "Version") -> Iterator[str]:
    from index.versions import changes

    return changes(before.article, after.article)


def _heading(version: "Version") -> str:
    state = "older version" if version.superseded else "answers come from this one"
    marks = "; ".join(filter(None, [state, describe_notice(version.article.notice)]))
    title = f" {version.article.title}" if version.article.title else ""
    added = f"{version.added_at:%Y-%m-%d %H:%M} UTC"
    return one_line(f"{version.article.id} added {added} ({marks}){title}")
