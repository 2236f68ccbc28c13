"""Versions: answers come from the newest, citations of older ones resolve, changes are told."""

import gzip
from datetime import UTC, datetime

import pytest
from archive_contents import found, texts_of

from benchmarks.specimens import MARK, warc
from index import Archive, Article, Notice
from index.versions import Version, changes

URL = "https://a.example/snow"
FIRST, SECOND, THIRD = (
    Article(text=text, url=URL, title="Snow")
    for text in ("Snow fell. Nobody left.", "Snow fell. Two left.", "Snow fell. Three left. Grain.")
)


@pytest.fixture
def revised(archive) -> Archive:
    """An archive with three versions of one article."""
    for version in (FIRST, SECOND, THIRD):
        archive.add_articles([version])
    return archive


def kept(archive: Archive, name: str = URL) -> list[tuple[Article, bool]]:
    return [(version.article, version.superseded) for version in archive.versions(name)]


def test_answers_come_from_the_newest_and_older_citations_resolve(revised):
    assert texts_of(revised) == {THIRD.text}
    assert found(revised, "snow") == [THIRD.text]
    for version in (FIRST, SECOND, THIRD):
        assert revised.article(version.id) == version
        assert kept(revised, version.id) == [(THIRD, False), (SECOND, True), (FIRST, True)]
    assert kept(revised) == kept(revised, FIRST.id)
    assert revised.status().replaced == 2
    assert revised.contents().articles == 1


def test_a_version_says_when_it_came(archive):
    before = datetime.now(UTC).replace(microsecond=0)
    archive.add_articles([FIRST])
    (version,) = archive.versions(FIRST.id)
    assert version == Version(article=FIRST, added_at=version.added_at, superseded=False)
    assert before <= version.added_at <= datetime.now(UTC)
    assert archive.versions("https://a.example/other") == []


def test_versions_survive_whatever_is_published_later(revised):
    for number in range(4):
        revised.add_articles([Article(text=f"Grain {number}.")])
    revised.repair()
    revised.compact()
    assert kept(revised) == [(THIRD, False), (SECOND, True), (FIRST, True)]


def test_an_article_can_go_back_to_an_older_version(archive):
    for version in (FIRST, SECOND, FIRST):
        archive.add_articles([version])
    assert kept(archive) == [(FIRST, False), (SECOND, True), (FIRST, True)]
    assert texts_of(archive) == {FIRST.text}
    assert archive.add_articles([FIRST]).unchanged == (URL,)


def test_removing_takes_the_older_versions_along(revised):
    revised.remove(THIRD.id)
    assert all(revised.article(version.id) is None for version in (FIRST, SECOND, THIRD))
    assert kept(revised) == []
    revised.add_articles([SECOND])
    assert kept(revised) == [(SECOND, False)]


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        pytest.param(FIRST, [(THIRD, False), (SECOND, True)], id="the oldest"),
        pytest.param(SECOND, [(THIRD, False), (FIRST, True)], id="the middle one"),
    ],
)
def test_an_older_version_is_removed_alone(revised, gone, left):
    assert revised.remove(gone.id) == 1
    assert revised.article(gone.id) is None
    assert kept(revised) == left
    assert found(revised, "snow") == [THIRD.text]


def test_compacting_can_drop_older_versions(revised):
    revised.compact(drop_versions=True)
    assert kept(revised) == [(THIRD, False)]
    assert revised.article(FIRST.id) is None
    assert found(revised, "snow") == [THIRD.text]


def test_a_text_that_another_origin_still_has_is_no_older_version(archive, tmp_path):
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    for path in (one, other):
        path.write_text("Snow fell on Minsk.")
    archive.add(one, other)
    one.write_text("Snow melted on Minsk.")
    archive.add(one)
    assert texts_of(archive) == {"Snow fell on Minsk.", "Snow melted on Minsk."}
    assert archive.status().replaced == 0


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        pytest.param(FIRST, FIRST, [], id="nothing"),
        pytest.param(
            FIRST, SECOND, [" Snow fell.", "-Nobody left.", "+Two left."], id="a sentence"
        ),
        pytest.param(
            Article(text="Snow.", title="Old", authors=("Ann Poe",)),
            Article(text="Snow.", title="New", notice=Notice.CORRECTED),
            ["-title: Old", "+title: New", "-authors: Ann Poe", "+authors: ",
             "-notice: ", "+notice: corrected"],
            id="fields",
        ),
        pytest.param(
            Article(text="A one.\nB two.\nC three.\nD four.\nE five.\nF six."),
            Article(text="A none.\nB two.\nC three.\nD four.\nE five.\nF seven."),
            ["-A one.", "+A none.", " B two.", "@@", " E five.", "-F six.", "+F seven."],
            id="two stretches",
        ),
        pytest.param(
            Article(text="-- a\n++ b"), Article(text="++ b"), ["--- a", " ++ b"], id="like a header"
        ),
    ],
)  # fmt: skip
def test_what_changed(before, after, lines):
    assert list(changes(before, after)) == lines


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_captures_of_one_page_the_latest_is_live_whatever_their_order(archive, tmp_path, order):
    page = gzip.decompress(warc()).partition(b"\r\n\r\nWARC/1.0")[0] + b"\r\n\r\n"
    texts = [MARK, MARK.replace("noon", "nine"), MARK.replace("noon", "dusk")]
    captures = [
        page.replace(MARK.encode(), text.encode()).replace(b"2024-01-09", f"2024-01-0{n}".encode())
        for n, text in enumerate(texts, start=1)
    ]
    (tmp_path / "crawl.warc").write_bytes(b"".join(captures[n] for n in order))
    for _ in range(2):
        archive.add(tmp_path / "crawl.warc")
        (live,) = archive.articles()
        assert texts[2] in live.text
        assert archive.status().replaced == 2
