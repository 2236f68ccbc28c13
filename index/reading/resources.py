"""What browsers save beside pages, found among the members of an archive that is read once."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from index.reading.found import Item, Skipped
from index.reading.sniffing import resource_folders

# A saved page brings some hundred files; what is held back for longer would fill the memory.
_MOST_HELD = 2_000
_ENDINGS = ("_files", ".files")


def is_passed_over(name: str, resources: Mapping[str, str]) -> bool:
    """Tell whether a member is hidden, or lies in a saved page's folder.

    >>> is_passed_over("__MACOSX/a.txt", {}), is_passed_over("news/a.txt", {})
    (True, False)
    """
    parts = PurePosixPath(name).parts
    if "__MACOSX" in parts or any(
        part.startswith(".") and not part.startswith("..") for part in parts
    ):
        return True
    return any(folder in resources for folder in folders_around(name))


def folders_around(name: str) -> list[str]:
    """Return the folders that a member lies in, the outermost first.

    >>> folders_around("./a/b/c.txt")
    ['a', 'a/b']
    """
    parts = PurePosixPath(name).parts
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def folders_of(names: Iterable[str]) -> dict[str, str]:
    """Return where the pages among some members have what belongs to them, by folder.

    >>> folders_of(["./news/a.html", "b.txt"])
    {'news/a_files': './news/a.html', 'news/a.files': './news/a.html'}
    """
    return {str(PurePosixPath(folder)): page for folder, page in resource_folders(names).items()}


def belongs(origin: str, folder: str, page: str) -> Skipped:
    """Say that a folder of an archive was passed over."""
    return Skipped(origin=f"{origin}!{folder}", reason=f"what belongs to {page}: no article")


def without_resources(
    members: Iterable[tuple[str, Iterator[Item]]], *, origin: str
) -> Iterator[Item]:
    """Yield what members give, each folder of a saved page's resources as one that is skipped.

    For archives that are read once from front to back: a folder may come before its page. What lies
    in one that is called like such a folder is held back until its page comes, or the end, be it
    that the archive is damaged there or goes beyond a limit.

    Args:
        members: name and, to be read lazily, what is in it.
        origin: the archive's.
    """
    held: dict[str, list[tuple[str, list[Item]]]] = {}
    try:
        yield from _beside_pages(members, held, origin=origin)
    except Exception:
        yield from _released(held, origin=origin)
        raise
    yield from _released(held, origin=origin)


def _beside_pages(
    members: Iterable[tuple[str, Iterator[Item]]],
    held: dict[str, list[tuple[str, list[Item]]]],
    *,
    origin: str,
) -> Iterator[Item]:
    pages: dict[str, str] = {}
    told: set[str] = set()
    holding = 0
    for name, items in members:
        around = folders_around(name)
        owned = next((folder for folder in around if folder in pages), None)
        likely = next((folder for folder in around if folder.endswith(_ENDINGS)), None)
        if owned is not None:
            if owned not in told:
                yield belongs(origin, owned, pages[owned])
            told.add(owned)
        elif likely is not None and holding < _MOST_HELD:
            found: list[Item] = []
            held.setdefault(likely, []).append((name, found))
            found.extend(items)  # what came before an error stays
            holding += len(found)
        else:
            yield from items
            own = folders_of([name])
            pages |= own
            for folder in own.keys() & held.keys():
                told.add(folder)
                holding -= sum(len(found) for _, found in held.pop(folder))
                yield belongs(origin, folder, name)


def _released(held: dict[str, list[tuple[str, list[Item]]]], *, origin: str) -> Iterator[Item]:
    """Yield what had been held back in folders that have no page; one in them may have its own."""
    members = [member for some in held.values() for member in some]
    pages = folders_of(name for name, _ in members)
    told: set[str] = set()
    for name, items in members:
        owned = next((folder for folder in folders_around(name) if folder in pages), None)
        if owned is None:
            yield from items
        elif owned not in told:
            told.add(owned)
            yield belongs(origin, owned, pages[owned])
