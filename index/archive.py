"""The archive: articles and what is needed to search them, in one directory."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from index.article import Article
from index.catalogue import FORMAT, as_directory, model_of, open_database
from index.contents import size_of
from index.database import Database
from index.encoder import Encoder, load_encoder
from index.errors import (
    ArchiveError,
    ArchiveExistsError,
    ArchiveMismatchError,
    ArchiveMissingError,
    ModelError,
    ReadingError,
    RequestError,
    archive_option,
)
from index.locking import files_written, writing
from index.origins import is_url
from index.progress import Report, silent
from index.published import current_number, newest_number, publish
from index.searching import Searching
from index.subscriptions import LINKED_PAGES, Subscriptions
from index.vector_kind import VectorSettings

# What reads files and writes is imported where it is done: a question does neither.
if TYPE_CHECKING:
    from index.gathering import Gathering
    from index.known_files import Item
    from index.moved_files import MovedFiles
    from index.reading import FieldAliases, Limits
    from index.reading.visiting import Visitor
    from index.reports import AddReport
    from index.writer import Writer


class Archive(Searching):
    """Articles and what is needed to search them, in one directory.

    Any number of processes and threads may search while one writes; a search always sees one
    published generation whole. All that writes raises `ArchiveError` where the disk is full or may
    not be written; what was published before stays.
    """

    vector_settings = VectorSettings()
    """By what the kind of the vector index is chosen, whenever the search files are made."""

    @classmethod
    def create(cls, path: str | Path, *, encoder: Encoder | None = None) -> Self:
        """Make an empty archive.

        Raises:
            ArchiveExistsError: there is one already.
            ArchiveError: its directory cannot be made, or may not be written; or the path is empty.
            ModelError: the model cannot be loaded, or `encoder` is its name; nothing is written
                then.
        """
        root = as_directory(path)
        _check_kind(encoder)
        encoder = encoder or load_encoder()
        # Asked first: a model that cannot be loaded leaves no empty archive behind.
        settings = {
            "format": FORMAT,
            "model": encoder.name,
            "dimension": str(encoder.dimension),
        }
        file = root / "archive.sqlite"
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"no archive can be made at {root} ({error.strerror}); choose another directory"
            ) from error
        with writing(root):
            if file.exists():
                raise ArchiveExistsError(
                    f"there is an archive at {root} already; open it, or choose another directory"
                )
            # The database comes last: with it there is an archive.
            with files_written(root):
                publish(root, 0)
                database = Database.create(file, settings=settings)
        return cls(root, database, encoder)

    @classmethod
    def open(cls, path: str | Path, *, encoder: Encoder | None = None) -> Self:
        """Open an archive with the model that it was made with.

        Raises:
            ArchiveMissingError: there is none.
            ArchiveMismatchError: `encoder` is another model, or the format is another.
            ArchiveError: the path is empty.
            ModelError: `encoder` is a model's name.
        """
        root = as_directory(path)
        _check_kind(encoder)
        database = open_database(root)
        model = model_of(database)
        encoder = encoder or load_encoder(model)
        if encoder.name != model:
            raise ArchiveMismatchError(
                f"the archive {root} was made with the model '{model}', not '{encoder.name}'; "
                f"leave the model out, or make another archive: onrecord add SOURCES --archive "
                f"NEW_DIRECTORY --model {encoder.name}"
            )
        return cls(root, database, encoder)

    @classmethod
    def open_or_create(cls, path: str | Path, *, encoder: Encoder | None = None) -> Self:
        """Open the archive at `path`, or make it if there is none."""
        try:
            return cls.open(path, encoder=encoder)
        except ArchiveMissingError:
            return cls.create(path, encoder=encoder)

    # Writing -----------------------------------------------------------------------------------

    def add(
        self,
        *sources: str | Path | BinaryIO,
        aliases: "FieldAliases | None" = None,
        limit: int = LINKED_PAGES,
        visitor: "Visitor | None" = None,
        limits: "Limits | None" = None,
        progress: Report | None = None,
    ) -> "AddReport":
        """Read files, folders, streams or URLs into the archive and publish them.

        What is in it already is left alone; a file or URL whose text has changed is a new version,
        and the old one is kept; only new text is embedded. Work that an earlier, killed `add` left
        is finished. A string that begins with http:// or https:// is fetched: a page, or a feed or
        sitemap with up to `limit` of the pages that it lists. Of a stream that has a name, as open
        files do, it is told like a file's; what another stream of that name gave is left alone.
        What cannot be read, or goes beyond the limits, is in the report with the reason.

        Raises:
            ReadingError: a source does not exist, is empty or is none, or there is no room for
                temporary files; nothing has been added then.
            RequestError: `aliases` are none.
            ArchiveBusyError: another process is writing.
        """
        from index.known_files import KnownFiles, read_all
        from index.moved_files import MovedFiles
        from index.reading import FieldAliases, Limits
        from index.reading.files import discover

        if "" in sources:  # as a path it would be the folder that one works in
            raise ReadingError("a source has an empty name; give a file, a folder or a URL")
        for source in sources:
            if not isinstance(source, str | Path) and not hasattr(source, "read"):
                raise ReadingError(
                    f"{source!r:.60} is no source; give files, folders, URLs and streams one by "
                    "one: add(*sources)"
                )
            if isinstance(source, io.TextIOBase):
                raise ReadingError(
                    f"{source!r:.50} gives text; open it in binary: open(path, 'rb')"
                )
        report, aliases = progress or silent, FieldAliases.of(aliases)
        urls = [source for source in sources if isinstance(source, str) and is_url(source)]
        streams = [source for source in sources if not isinstance(source, str | Path)]
        local = [Path(s) for s in sources if isinstance(s, str | Path) and not is_url(s)]
        limits = limits or Limits()
        found = read_all(
            list(discover(local)),
            streams,
            known=KnownFiles(self._database, aliases=aliases, limits=limits),
            aliases=aliases,
            limits=limits,
            report=report,
        )
        web = self._gathering(
            visitor=visitor, limit=limit, aliases=aliases, limits=limits, report=report
        )
        moved = MovedFiles(self._database, local)
        return web.conclude(self._add(chain(found, web.add(urls)), report, moved=moved))

    def refresh(
        self,
        *,
        aliases: "FieldAliases | None" = None,
        limit: int = LINKED_PAGES,
        limits: "Limits | None" = None,
        visitor: "Visitor | None" = None,
        progress: Report | None = None,
    ) -> "AddReport":
        """Ask again for every URL that was added, and for what its feeds and sitemaps list since.

        What has changed replaces its old version; what is gone is reported as skipped, and stays.

        Raises:
            ArchiveBusyError: another process is writing.
        """
        from index.reading import FieldAliases

        report, aliases = progress or silent, FieldAliases.of(aliases)
        web = self._gathering(
            visitor=visitor, limit=limit, aliases=aliases, limits=limits, report=report
        )
        return web.conclude(self._add(web.refresh(), report))

    @property
    def subscriptions(self) -> Subscriptions:
        """What `refresh` asks for."""
        return Subscriptions(self.path)

    def add_articles(
        self, articles: Iterable[Article], *, progress: Report | None = None
    ) -> "AddReport":
        """Add articles made in Python.

        An article's origin is its URL, be it not that of a front page, or else its id: another text
        under the same URL is a new version, however little they have in common. One that cannot be
        stored fails alone.

        Raises:
            ReadingError: one of them is no article. Those before it are published, those after it
                are not looked at.
        """
        from index.given import found_in

        if isinstance(articles, Article):
            raise ReadingError("add_articles takes a list, be it of one: add_articles([article])")
        wrong: list[ReadingError] = []
        report = self._add(found_in(articles, wrong), progress or silent)
        if wrong:
            raise wrong[0]
        return report

    def remove(self, *names: str) -> int:
        """Remove articles, with their older versions, and publish; return how many.

        What came from the web is not brought back by `refresh`: the subscription to a page that
        gave nothing else ends; of a feed or sitemap, the entry is passed over from now on.

        Args:
            names: ids of articles; that of a version that was replaced removes that version alone.
                Or URLs that were added: the subscription ends, and what came by it alone goes.

        Raises:
            RequestError: a name is neither; nothing is removed then.
        """
        for name in names:
            if not isinstance(name, str):
                raise RequestError(
                    f"{name!r:.60} is no id and no URL; give them one by one: remove(*names)"
                )
        subscriptions = self.subscriptions
        with self._writer() as writer:
            known = {one.url for one in subscriptions.all()}
            ids, urls = set(), []
            for name in dict.fromkeys(names):
                # A killed `remove` may have marked it already: then this one finishes the job.
                if self._database.holds(name) or self.article(name) is not None:
                    ids.add(name)
                elif name in known:
                    urls.append(name)
                else:
                    raise self._unknown(name)
            for url in urls:
                ids |= self._database.only_from(subscriptions.brought_by(url))
                subscriptions.forget(url)
            # Before the articles: who is killed in between has something left to remove.
            subscriptions.remove(self._database.origins(ids))
            writer.remove(ids)
            writer.publish(silent)
        return len(ids)

    def _unknown(self, name: str) -> RequestError:
        """Say that nothing goes by a name, or of a URL that some articles only state, which."""
        stating = [v.article.id for v in self.versions(name) if not v.superseded]
        if stating:
            return RequestError(
                f"{name} was not added by its URL; name what states it by id: {', '.join(stating)}"
            )
        option = archive_option(self.path)
        return RequestError(
            f"no article and no URL '{name}' in {self.path}; list them with: onrecord status "
            f"--articles {option}, onrecord refresh --list {option}"
        )

    def repair(self, *, progress: Report | None = None) -> None:
        """Check the database, and make the search files anew from it.

        Raises:
            ArchiveDamagedError: the database itself is damaged; nothing has been changed then.
        """
        with self._writing():
            self._database.check()
            self._publish_anew(progress or silent)

    def compact(self, *, drop_versions: bool = False, progress: Report | None = None) -> int:
        """Give room back: drop what no reader can see, and make database and search files anew.

        Args:
            drop_versions: drop the versions that newer ones have replaced as well; citations of
                them no longer resolve.
            progress: told how far it is.

        Returns:
            How many bytes fewer the archive takes now.
        """
        before = size_of(self.path)
        with self._writing():
            if drop_versions:
                with self._database.transaction():
                    self._database.forget_versions()
            self._publish_anew(progress or silent)
            self._database.shrink()
        return before - size_of(self.path)

    def keep_setting(self, name: str, value: str | None) -> None:
        """Keep a value in the archive under a name; None forgets it.

        Raises:
            ArchiveBusyError: another process is writing.
        """
        with self._writing():
            self._database.keep_setting(name, value)

    def _gathering(
        self,
        *,
        visitor: "Visitor | None",
        limit: int,
        aliases: "FieldAliases",
        limits: "Limits | None",
        report: Report,
    ) -> "Gathering":
        from index.gathering import Gathering
        from index.reading import Limits

        return Gathering(
            self.path,
            visitor=visitor,
            limit=limit,
            aliases=aliases,
            limits=limits or Limits(),
            report=report,
        )

    def _publish_anew(self, report: Report) -> None:
        number = newest_number(self.path, self._database) + 1
        self._writer_of(number).publish(report, force=True)

    def _add(
        self, found: "Iterable[Item]", report: Report, *, moved: "MovedFiles | None" = None
    ) -> "AddReport":
        with self._writer() as writer:
            outcome = writer.take_in(found, report, moved=moved)
            writer.publish(report)
        return outcome

    @contextmanager
    def _writing(self) -> "Iterator[None]":
        """Be the one that writes; what is open would else go on where the archive was moved to."""
        if not (self.path / "archive.sqlite").exists():
            raise ArchiveMissingError(
                f"the archive is not at {self.path} any more; open it where it is now"
            )
        with writing(self.path):
            yield

    @contextmanager
    def _writer(self) -> "Iterator[Writer]":
        with self._writing():
            number = current_number(self.path) + 1
            yield self._writer_of(number)

    def _writer_of(self, number: int) -> "Writer":
        from index.writer import Writer

        return Writer(
            self.path, self._database, self.encoder, number=number, settings=self.vector_settings
        )


def _check_kind(encoder: Encoder | None) -> None:
    if isinstance(encoder, str | PathLike):
        raise ModelError(
            f'the encoder is a name, {encoder!r:.60}; write: encoder=load_encoder("{encoder}")'
        )
