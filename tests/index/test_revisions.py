"""One page, two texts: versions of one article, or two articles; whichever order they come in."""

import itertools
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from archive_contents import found, texts_of

from index import AddReport, Archive, Article
from index.reading import read
from index.revisions import are_versions, states_a_later_date
from index.same_page import is_front_page, page_of

URL = "https://news.example/snow"
LEAD = (
    "Snow fell on the port of Riga all night, and no ship left it before noon on Tuesday, as the "
    "harbour master said. Forty barges with grain from Kyiv wait outside for the ice to open. "
)
OLD = LEAD + "Nobody can tell yet how long the ferries will have to stay where they are now."
NEW = LEAD + "On Wednesday two ferries left for Stockholm behind an icebreaker from Tallinn."
OTHER = (
    "The ministry of transport moved two battalions of engineers to the border because the river "
    "had risen by three metres, and the bridge at Brest was closed to lorries until further notice."
)
FORM = "Qtly div 11 cts vs 10 cts prior. Pay May 1. Record April 3."


# Pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "page"),
    [
        pytest.param(URL, "news.example/snow", id="plain"),
        pytest.param("http://www.news.example/snow/", "news.example/snow", id="spelling"),
        pytest.param(f"{URL}?utm_source=x&fbclid=1#top", "news.example/snow", id="campaign"),
        pytest.param("https://news.example/?p=12", "news.example?p=12", id="page in the query"),
        pytest.param(f"{URL}?page=2", "news.example/snow?page=2", id="another page"),
        pytest.param("https://m.news.example:8443/a", "news.example:8443/a", id="port"),
        pytest.param("https://news.example/english", "news.example/english", id="word"),
        pytest.param("https://news.example", None, id="no path"),
        pytest.param("https://news.example//", None, id="slashes"),
        pytest.param("https://news.example/index.html", None, id="index"),
        pytest.param("https://news.example/en/", None, id="language"),
        pytest.param("https://news.example/pt-br/home", None, id="language's home"),
        pytest.param("https://news.example/?utm_source=x", None, id="front page in a campaign"),
        pytest.param("ftp://news.example/snow", None, id="ftp"),
        pytest.param("u", None, id="no URL"),
        pytest.param("https://[::1", None, id="broken"),
        pytest.param(None, None, id="none"),
    ],
)
def test_a_page_is_one_however_it_is_spelt(url, page):
    assert page_of(url) == page
    is_web = (url or "").startswith("http") and "[" not in url
    assert is_front_page(url or "") == (is_web and page is None)


# Likeness --------------------------------------------------------------------------------------


NOTE = "This article has been retracted. It did not meet our standards."


def article(text: str = OLD, **fields: object) -> Article:
    return Article(**{"text": text, "url": URL, "title": "Snow", "outlet": "Example"} | fields)


DAYS = (date(2024, 8, 6), date(2024, 8, 9))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(article(OLD), article(NEW), True, id="rewritten in part"),
        pytest.param(article(OLD, title="A"), article(NEW, title="B"), True, id="another headline"),
        pytest.param(
            article(OLD, published=DAYS[0]), article(NEW, published=DAYS[1]), True, id="other day"
        ),
        pytest.param(
            article(OLD, title="A", published=DAYS[0]),
            article(OTHER + LEAD[:90], title="B", published=DAYS[1]),
            False,
            id="another headline and day, a stretch in common",
        ),
        pytest.param(
            article(OLD),
            article(OTHER + " " + LEAD[:100]),
            True,
            id="one title, and a stretch in common",
        ),
        pytest.param(article(OLD), article(OTHER), False, id="another text under one title"),
        pytest.param(article(OLD), article(NEW, url=URL + "2"), False, id="another page"),
        pytest.param(
            article(OLD, url="https://news.example/"),
            article(NEW, url="https://news.example/"),
            False,
            id="front page",
        ),
        pytest.param(article(OLD, url=None), article(NEW, url=None), False, id="no page"),
        pytest.param(article(OLD), article(NEW, outlet="Other"), False, id="copy elsewhere"),
        pytest.param(
            article(OLD, outlet="BBC"), article(NEW, outlet="The BBC News"), True, id="one outlet"
        ),
        pytest.param(article(OLD, outlet=None), article(NEW), True, id="outlet not known"),
        pytest.param(
            article(FORM, title="A Inc"), article(FORM, title="B Inc"), False, id="form filled in"
        ),
        pytest.param(
            article(FORM), article(FORM.replace("11", "12")), True, id="short, with one title"
        ),
        pytest.param(article(OLD), article(NOTE, notice="retracted"), True, id="taken back"),
        pytest.param(
            article(OLD), article(NOTE, notice="retracted", title="RETRACTED – Snow"), True,
            id="taken back in the title",
        ),
        pytest.param(article(OLD), article(NOTE), False, id="a note of another kind"),
        pytest.param(
            article(OLD, title="Ice"), article(NOTE, notice="retracted"), False,
            id="another story taken back",
        ),
        pytest.param(
            article(OLD, title=None), article(NOTE, notice="retracted", title=None), False,
            id="nobody knows which is taken back",
        ),
        pytest.param(
            article(OLD), article(OTHER * 5, notice="retracted"), False, id="too long for a note"
        ),
        pytest.param(
            article(FORM, title=None), article(FORM + " Up.", title=None), False, id="untitled"
        ),
    ],
)  # fmt: skip
def test_what_makes_two_texts_versions(one, other, expected):
    assert are_versions(one, other) is expected
    assert are_versions(other, one) is expected


def test_the_articles_that_ship_would_not_be_taken_for_one_another():
    files = sorted((Path(__file__).resolve().parents[2] / "corpus").glob("*.md"))
    articles = [item.article for file in files for item in read(file)]
    assert len(articles) == len(files) > 2
    alike = [
        (one.title, other.title)
        for one, other in itertools.combinations(articles, 2)
        if are_versions(*(replace(a, url=URL, outlet=None) for a in (one, other)))
    ]
    assert alike == []


NOON = datetime(2024, 8, 6, 12, tzinfo=UTC)
EVENING = datetime(2024, 8, 6, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("newer", "older", "expected"),
    [
        pytest.param({"published": DAYS[1]}, {"published": DAYS[0]}, True, id="days"),
        pytest.param({"published_at": EVENING}, {"published_at": NOON}, True, id="times"),
        pytest.param({"updated_at": EVENING}, {"published_at": NOON}, True, id="updated"),
        pytest.param({"published": DAYS[1]}, {"updated_at": NOON}, True, id="day after a time"),
        pytest.param({"published": DAYS[0]}, {"updated_at": NOON}, False, id="one day"),
        pytest.param({"published": DAYS[1]}, {}, False, id="nothing stated"),
        pytest.param({"published": DAYS[0]}, {"published": DAYS[0]}, False, id="the same"),
    ],
)
def test_the_newer_one_is_told_by_what_both_state(newer, older, expected):
    one, other = article(**newer), article(**older)
    assert states_a_later_date(one, other) is expected
    assert states_a_later_date(other, one) is False


# In an archive ---------------------------------------------------------------------------------


def write(path: Path, text: str, *, url: str | None = URL, **fields: str) -> Path:
    fields = {"title": "Snow", "outlet": "Example"} | ({"url": url} if url else {}) | fields
    lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items())
    path.write_text(f"---\n{lines}---\n{text}\n")
    return path


def kept(archive: Archive) -> list[tuple[str, bool]]:
    return [(v.article.text, v.superseded) for v in archive.versions(URL)]


def unchanged(report: AddReport) -> bool:
    return not (report.added or report.changed or report.failed or report.skipped)


@pytest.mark.parametrize(
    ("dates", "order", "live"),
    [
        pytest.param(("2024-08-06", "2024-08-07"), (0, 1), 1, id="dated, older first"),
        pytest.param(("2024-08-06", "2024-08-07"), (1, 0), 1, id="dated, newer first"),
        pytest.param((None, None), (0, 1), 1, id="undated"),
        pytest.param((None, None), (1, 0), 0, id="undated, the other way round"),
        pytest.param(("2024-08-06", "2024-08-06"), (1, 0), 0, id="of one day"),
    ],
)
@pytest.mark.parametrize("at_once", [True, False], ids=["in one run", "in two runs"])
def test_two_files_of_one_page_are_versions(archive, tmp_path, dates, order, live, at_once):
    texts = (OLD, NEW)
    files = [
        write(tmp_path / f"{n}.md", text, **({"published": day} if day else {}))
        for n, (text, day) in enumerate(zip(texts, dates, strict=True))
    ]
    sources = [files[n] for n in order]
    for run in [sources] if at_once else [[source] for source in sources]:
        archive.add(*run)
    expected = [(texts[live], False), (texts[1 - live], True)]
    assert texts_of(archive) == {texts[live]}
    assert kept(archive) == expected
    assert {text for text, _ in expected} == {archive.article(v.article.id).text
                                             for v in archive.versions(URL)}  # fmt: skip
    assert all(hit in texts[live] for hit in found(archive, "snow ferries"))
    assert (archive.status().replaced, archive.status().pending) == (1, 0)
    generation = archive.status().generation
    for again in (sources, sources[::-1], files[:1], files[1:]):
        assert unchanged(archive.add(*again))
    assert (kept(archive), archive.status().generation) == (expected, generation)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_three_versions_come_in_any_order(archive, tmp_path, order):
    texts = [OLD, NEW, NEW + " Thaw is expected at the weekend."]
    files = [
        write(tmp_path / f"{n}.md", text, published=f"2024-08-0{n + 1}")
        for n, text in enumerate(texts)
    ]
    for n in order:
        archive.add(files[n])
    assert kept(archive) == [(texts[2], False), (texts[1], True), (texts[0], True)]
    assert unchanged(archive.add(*files))


@pytest.mark.parametrize(
    ("url", "titles"),
    [
        pytest.param("https://news.example/", "One Two", id="front page"),
        pytest.param("https://news.example/news", "One Two", id="section page"),
        pytest.param("https://news.example/news", "News News", id="section page and title"),
    ],
)
def test_articles_that_share_a_url_by_mistake_stay_apart(archive, tmp_path, url, titles):
    rows = [
        {"title": title, "url": url, "text": text}
        for title, text in zip(titles.split(), (OLD, OTHER), strict=True)
    ]
    path = tmp_path / "export.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    archive.add(path)
    assert texts_of(archive) == {OLD, OTHER}
    assert archive.status().replaced == 0
    assert unchanged(archive.add(path))


def test_articles_made_in_python_with_a_front_page_stay_apart(archive):
    url = "https://news.example/"
    archive.add_articles([Article(text=text, url=url) for text in (OLD, OTHER)])
    assert texts_of(archive) == {OLD, OTHER}


def test_two_exports_of_one_archive_are_versions_whichever_is_added_again(archive, tmp_path):
    rows = [{"title": "Snow", "url": URL, "text": OLD}, {"title": "Brest", "text": OTHER}]
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    old.write_text("\n".join(map(json.dumps, rows)))
    new.write_text("\n".join(map(json.dumps, [rows[0] | {"text": NEW}, rows[1]])))
    archive.add(old)
    report = archive.add(new)
    assert (len(report.changed), len(report.unchanged)) == (1, 1)
    for again in ((old,), (new,), (new, old)):
        assert unchanged(archive.add(*again))
    assert kept(archive) == [(NEW, False), (OLD, True)]
    assert texts_of(archive) == {NEW, OTHER}


def test_a_file_that_changes_takes_the_place_of_both(archive, tmp_path):
    one, other = write(tmp_path / "1.md", OLD), write(tmp_path / "2.md", NEW)
    archive.add(one, other)
    third = NEW + " The ice is thirty centimetres thick."
    write(one, third)
    assert archive.add(one).changed == (one.as_posix(),)
    assert kept(archive) == [(third, False), (NEW, True), (OLD, True)]
    assert unchanged(archive.add(one, other))


def test_a_text_known_as_older_changes_nothing_from_elsewhere_either(archive, tmp_path):
    archive.add(write(tmp_path / "1.md", OLD), write(tmp_path / "2.md", NEW))
    assert unchanged(archive.add(write(tmp_path / "3.md", OLD)))
    assert kept(archive) == [(NEW, False), (OLD, True)]


def test_what_is_removed_of_them_stays_removed(archive, tmp_path):
    files = [write(tmp_path / "1.md", OLD), write(tmp_path / "2.md", NEW)]
    archive.add(*files)
    older = archive.versions(URL)[1].article
    archive.remove(older.id)
    assert archive.article(older.id) is None
    assert unchanged(archive.add(*files))
    assert kept(archive) == [(NEW, False)]
    # Without the newer one there is nothing that it is an older version of.
    archive.remove(archive.articles()[0].id)
    assert archive.articles() == []
    archive.add(files[0])
    assert kept(archive) == [(OLD, False)]


def test_removing_the_newest_takes_the_older_along_wherever_it_came_from(archive, tmp_path):
    files = [write(tmp_path / "1.md", OLD), write(tmp_path / "2.md", NEW)]
    archive.add(*files)
    archive.remove(archive.articles()[0].id)
    assert kept(archive) == []
    assert len(archive.add(*files).added) == 1
    assert kept(archive) == [(NEW, False), (OLD, True)]


def test_versions_that_were_dropped_do_not_come_back(archive, tmp_path):
    files = [write(tmp_path / "1.md", OLD), write(tmp_path / "2.md", NEW)]
    archive.add(*files)
    archive.compact(drop_versions=True)
    assert kept(archive) == [(NEW, False)]
    assert unchanged(archive.add(*files))
    assert kept(archive) == [(NEW, False)]


def test_an_archive_from_before_learns_its_pages(archive, tmp_path):
    archive.add(write(tmp_path / "1.md", OLD))
    with archive._database.transaction():
        archive._database._connection.execute("DROP TABLE pages")
    archive.add(write(tmp_path / "2.md", NEW))
    assert kept(archive) == [(NEW, False), (OLD, True)]


def test_an_older_version_is_published_with_what_comes_with_it(archive, tmp_path):
    archive.add(write(tmp_path / "2.md", NEW, published="2024-08-07"))
    archive.add(write(tmp_path / "1.md", OLD, published="2024-08-06"))
    assert archive.status().generation == 2
    assert (archive.status().pending, archive.status().replaced) == (0, 1)
    archive.repair()
    archive.compact()
    assert kept(archive) == [(NEW, False), (OLD, True)]
