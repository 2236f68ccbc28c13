"""Articles that are given in Python, and archives that are moved while they are open."""

import pytest
from archive_contents import SNOW, TROOPS, texts_of

from index import Archive, Article
from index.errors import ArchiveMissingError, RequestError


def test_articles_whose_address_is_an_empty_string_are_not_of_one_address(archive):
    archive.add_articles([Article(text=SNOW, url="", outlet=" "), Article(text=TROOPS, url="")])
    assert texts_of(archive) == {SNOW, TROOPS}
    assert archive.contents().outlets == {}


def test_an_archive_that_was_moved_while_it_is_open_is_written_no_more(archive, tmp_path):
    archive.add_articles([Article(text=SNOW)])
    old = archive.path
    moved = old.rename(tmp_path / "moved")
    for write in (archive.repair, archive.compact, lambda: archive.add_articles([])):
        with pytest.raises(ArchiveMissingError, match=r"is not at .* any more; open it where it"):
            write()
    assert not old.exists()
    assert texts_of(Archive.open(moved)) == {SNOW}


def test_what_are_no_aliases_is_refused(archive, tmp_path):
    (tmp_path / "one.jsonl").write_text('{"raw": "Snow fell."}')
    for write in (lambda **given: archive.add(tmp_path / "one.jsonl", **given), archive.refresh):
        with pytest.raises(RequestError, match=r"are no aliases; write: .*text=body_html"):
            write(aliases={"text": "raw"})
