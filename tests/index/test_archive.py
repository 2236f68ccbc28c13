"""The archive: what goes in comes out, only what changed is embedded, nothing is left by halves."""

import io
import re
from pathlib import Path

import pytest
from archive_contents import GRAIN, SNOW, TROOPS, found, state, texts_of
from word_encoder import WordEncoder

from index import Archive, Article, Locator, open_catalogue
from index.errors import (
    ArchiveError,
    ArchiveExistsError,
    ArchiveMismatchError,
    ArchiveMissingError,
    ModelError,
    ReadingError,
    RequestError,
)


def write(path: Path, text: str, **front: str) -> Path:
    """Write an article as Markdown with front matter."""
    lines = [f"{name}: {value}" for name, value in front.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["---", *lines, "---", text, ""]), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "news"
    write(folder / "grain.md", GRAIN, outlet="Kyiv Post", date="2024-08-10", title="Grain")
    write(folder / "snow.md", SNOW, outlet="Minsk Wire", date="2022-11-04", title="Snow")
    write(folder / "deep" / "troops.md", TROOPS, outlet="Minsk Wire", title="Troops")
    return folder


# Creating and opening ---------------------------------------------------------------------------


def test_a_new_archive_is_empty_and_answers_nothing(archive):
    assert archive.search("troops") == []
    assert archive.search_many([]) == []
    assert archive.articles() == []
    assert archive.article("0" * 16) is None
    assert archive.idf(["troop"]) == {}
    status = archive.status()
    assert (status.generation, status.pending, status.model) == (0, 0, "words")
    assert (status.contents.articles, status.contents.passages) == (0, 0)


@pytest.mark.parametrize(
    ("articles", "reason"),
    [
        pytest.param(Article(text=SNOW), r"add_articles\(\[article\]\)", id="one article"),
        pytest.param([SNOW], "is no article; make one: Article", id="a text"),
        pytest.param([{"text": SNOW}], "is no article; make one: Article", id="a record"),
        pytest.param("corpus", "'c' is no article; .* or add a file", id="a folder's name"),
    ],
)
def test_what_is_no_article_is_refused(archive, articles, reason):
    with pytest.raises(ReadingError, match=reason):
        archive.add_articles(articles)
    assert archive.articles() == []


@pytest.mark.parametrize("before", [1, 2, 50, 120], ids="{} before it".format)
def test_what_came_before_what_is_no_article_is_published_whole(archive, before):
    given = [Article(text=f"{SNOW} It was day {day}.") for day in range(before)]
    with pytest.raises(ReadingError, match=r"'none' is no article; .*; what came before it is"):
        archive.add_articles(iter([*given, "none", Article(text=GRAIN)]))
    assert texts_of(archive) == {article.text for article in given}
    assert archive.status().pending == 0
    assert len(archive.search("snow", limit=200)) == before


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"text": GRAIN + "\ud83d"}, id="text"),
        pytest.param({"title": "Grain \ud83d"}, id="title"),
        pytest.param({"outlet": "\udfff"}, id="outlet"),
        pytest.param({"authors": ("Ann Poe", "Ann \ud800")}, id="the second author"),
        pytest.param({"url": "https://a.example/\ud83d"}, id="URL"),
        pytest.param({"language": "e\ud83d"}, id="language"),
        pytest.param({"section": "Wor\ud83dld"}, id="section"),
        pytest.param({"file": "\udce9.md"}, id="file"),
        pytest.param({"locators": (Locator(start=0, label="p. \ud83d"),)}, id="locator"),
    ],
)
def test_an_article_that_cannot_be_stored_fails_alone(archive, fields):
    halved = Article(**{"text": GRAIN, **fields})
    report = archive.add_articles([Article(text=SNOW), halved, Article(text=TROOPS)])
    (failed,) = report.failed
    assert failed.origin == "article 2"
    assert "half a character, which can be stored nowhere; replace it" in failed.reason
    assert failed.reason.isascii()
    assert texts_of(archive) == {SNOW, TROOPS}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(["a"], id="a list"),
        pytest.param(Article(text=SNOW), id="an article"),
        pytest.param(None, id="none"),
    ],
)
def test_what_names_nothing_is_not_removed(archive, name):
    archive.add_articles([Article(text=SNOW)])
    with pytest.raises(RequestError, match=r"is no id and no URL; give them one by one"):
        archive.remove(archive.articles()[0].id, name)
    assert texts_of(archive) == {SNOW}


def test_there_is_no_second_archive_in_one_place(archive, encoder):
    archive.add_articles([Article(text=SNOW)])
    with pytest.raises(ArchiveExistsError, match=r"there is an archive at .* already"):
        Archive.create(archive.path, encoder=encoder)
    assert texts_of(Archive.open(archive.path, encoder=encoder)) == {SNOW}


def test_what_is_not_there_cannot_be_opened(tmp_path, encoder):
    with pytest.raises(ArchiveMissingError, match=r"no archive at .*onrecord add"):
        Archive.open(tmp_path / "nowhere", encoder=encoder)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("", "name is empty; give its directory", id="empty"),
        pytest.param(None, "None names no archive", id="none"),
    ],
)
def test_what_names_no_directory_makes_no_archive(
    name, reason, tmp_path, encoder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    for call in (Archive.create, Archive.open, Archive.open_or_create):
        with pytest.raises(ArchiveError, match=reason):
            call(name, encoder=encoder)
    with pytest.raises(ArchiveError, match=reason):
        open_catalogue(name)
    assert list(tmp_path.iterdir()) == []


def test_a_models_name_in_place_of_an_encoder_is_refused_at_once(archive, tmp_path):
    with pytest.raises(ModelError, match=r"""write: encoder=load_encoder\("mine"\)"""):
        Archive.open(archive.path, encoder="mine")
    with pytest.raises(ModelError, match="the encoder is a name, 'mine'"):
        Archive.create(tmp_path / "new", encoder="mine")
    assert not (tmp_path / "new").exists()


def test_a_file_is_no_archive_not_even_that_of_one(archive, encoder):
    for call in (Archive.open, open_catalogue):
        with pytest.raises(ArchiveMissingError, match=r"archive.sqlite is a file, and an archive"):
            call(archive.path / "archive.sqlite")
    with pytest.raises(ArchiveError, match="no archive can be made at"):
        Archive.open_or_create(archive.path / "archive.sqlite", encoder=encoder)


def test_open_or_create_makes_once_and_then_opens(tmp_path, encoder):
    made = Archive.open_or_create(tmp_path / "archive", encoder=encoder)
    made.add_articles([Article(text=SNOW)])
    assert texts_of(Archive.open_or_create(tmp_path / "archive", encoder=encoder)) == {SNOW}


def test_an_article_tells_the_file_that_it_is_from(archive, folder):
    archive.add(folder, io.BytesIO(b"Grain came, and nobody said from where."))
    archive.add_articles([Article(text=SNOW + " And it snowed on.")])
    files = {article.title: article.file for article in archive.articles() if article.title}
    assert files == {"Grain": "grain.md", "Snow": "snow.md", "Troops": "troops.md"}
    assert [a.file for a in archive.articles() if not a.title] == [None, None]
    assert archive.search("troops")[0].passage.article.file == "troops.md"


def test_another_model_is_refused_with_the_command_that_mends_it(archive):
    with pytest.raises(ArchiveMismatchError) as caught:
        Archive.open(archive.path, encoder=WordEncoder(name="other"))
    message = str(caught.value)
    assert "made with the model 'words', not 'other'" in message
    assert "onrecord add SOURCES --archive NEW_DIRECTORY --model other" in message


def test_another_format_is_refused_with_the_command_that_mends_it(archive, encoder):
    with archive._database.transaction():
        archive._database._connection.execute("UPDATE settings SET value = '0'")
    with pytest.raises(ArchiveMismatchError, match=r"has format 0, .*onrecord add"):
        Archive.open(archive.path, encoder=encoder)


# Adding -----------------------------------------------------------------------------------------


def test_adding_a_folder(archive, encoder, folder):
    report = archive.add(folder)
    assert report.added == tuple(
        (folder / name).as_posix() for name in ("deep/troops.md", "grain.md", "snow.md")
    )
    assert report.changed == report.unchanged == report.failed == ()
    assert texts_of(archive) == {TROOPS, GRAIN, SNOW}
    (troops,) = (article for article in archive.articles() if article.text == TROOPS)
    assert (troops.title, troops.outlet, troops.published) == ("Troops", "Minsk Wire", None)
    assert archive.article(troops.id) == troops
    # What is embedded is the passage, with the title before it.
    assert sorted(encoder.encoded) == [f"Grain\n{GRAIN}", f"Snow\n{SNOW}", f"Troops\n{TROOPS}"]


def test_a_bad_file_stops_nothing_and_is_named(archive, folder):
    bad = write(folder / "bad.md", "", title="Nothing under it")
    unknown = folder / "report.doc"
    unknown.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    report = archive.add(folder, unknown)
    assert len(report.added) == 3
    assert {failed.origin for failed in report.failed} == {bad.as_posix(), unknown.as_posix()}
    assert all(failed.reason for failed in report.failed)
    assert texts_of(archive) == {TROOPS, GRAIN, SNOW}


def test_a_source_that_does_not_exist_adds_nothing(archive, folder):
    with pytest.raises(ReadingError, match="does not exist"):
        archive.add(folder, folder / "nowhere.md")
    with pytest.raises(ReadingError, match="a source has an empty name"):
        archive.add(folder, "")
    assert archive.status().generation == 0
    assert archive.articles() == []


def test_adding_again_changes_nothing(archive, encoder, folder):
    first = archive.add(folder)
    before, hits = archive.status(), state(archive)
    encoder.encoded.clear()
    again = archive.add(folder)
    assert again.unchanged == first.added
    assert again.added == again.changed == again.failed == ()
    assert encoder.encoded == []
    assert archive.status().generation == before.generation == 1
    assert state(archive) == hits


def test_a_changed_file_replaces_its_old_version(archive, encoder, folder):
    archive.add(folder)
    encoder.encoded.clear()
    changed = write(folder / "snow.md", "Snow melted in Minsk.", outlet="Minsk Wire", title="Snow")
    report = archive.add(folder)
    assert report.changed == (changed.as_posix(),)
    assert len(report.unchanged) == 2
    assert encoder.encoded == ["Snow\nSnow melted in Minsk."]
    assert texts_of(archive) == {TROOPS, GRAIN, "Snow melted in Minsk."}
    assert SNOW not in found(archive, "snow border")
    assert archive.status().generation == 2


def test_a_new_title_embeds_again_and_a_new_outlet_does_not(archive, encoder):
    archive.add_articles([Article(text=SNOW, title="Snow", outlet="A", url="u")])
    encoder.encoded.clear()
    archive.add_articles([Article(text=SNOW, title="Snow", outlet="B", url="u")])
    assert encoder.encoded == []
    assert [article.outlet for article in archive.articles()] == ["B"]
    archive.add_articles([Article(text=SNOW, title="Winter", outlet="B", url="u")])
    assert encoder.encoded == [f"Winter\n{SNOW}"]


def test_only_the_passages_that_changed_are_embedded(archive, encoder):
    lines = [f"Line {number} is about snow. " * 5 for number in range(4)]  # 25 words a line
    archive.add_articles([Article(text="\n".join(lines), url="u")])
    assert encoder.encoded == [line.strip() for line in lines]
    encoder.encoded.clear()
    lines[2] = "This line is about grain. " * 5
    archive.add_articles([Article(text="\n".join(lines), url="u")])
    assert encoder.encoded == [lines[2].strip()]


def test_one_article_at_two_paths_is_one(archive, tmp_path):
    one = write(tmp_path / "one.md", SNOW, title="Snow")
    two = write(tmp_path / "two.md", SNOW, title="Snow")
    report = archive.add(one, two)
    assert (report.added, report.unchanged) == ((one.as_posix(),), (two.as_posix(),))
    assert [article.text for article in archive.articles()] == [SNOW]
    # One path goes on to something else: the other still has it.
    write(one, GRAIN, title="Grain")
    assert archive.add(one).changed == (one.as_posix(),)
    assert texts_of(archive) == {SNOW, GRAIN}
    # Now the other goes too.
    write(two, GRAIN, title="Grain")
    archive.add(two)
    assert texts_of(archive) == {GRAIN}


def test_the_same_text_of_two_outlets_is_two_articles_embedded_once(archive, encoder):
    archive.add_articles([Article(text=SNOW, outlet="A"), Article(text=SNOW, outlet="B")])
    assert [article.outlet for article in archive.articles()] == ["A", "B"]
    assert encoder.encoded == [SNOW]
    assert found(archive, "snow") == [SNOW, SNOW]


def test_a_stream_is_read(archive):
    lines = b'{"text": "Snow fell.", "url": "https://a.example/1"}\n{"text": "Grain left."}\n'
    report = archive.add(io.BytesIO(lines))
    assert len(report.added) == 2
    assert texts_of(archive) == {"Snow fell.", "Grain left."}


def test_articles_without_a_passage_can_be_kept(archive):
    archive.add_articles([Article(text="", title="Only a headline"), Article(text=" \n ")])
    assert archive.status().contents.articles == 2
    assert archive.status().contents.passages == 0
    assert archive.search("headline") == []


def test_adding_reports_its_progress(archive, folder):
    seen = []
    archive.add(folder, progress=seen.append)
    assert [(p.stage, p.done, p.total) for p in seen] == [
        ("reading", 0, 3),
        ("reading", 1, 3),
        ("reading", 2, 3),
        ("reading", 3, 3),
        ("embedding", 0, 3),
        ("embedding", 3, 3),
        ("publishing", 0, 1),
        ("publishing", 1, 1),
    ]


def test_a_null_character_does_not_cut_what_is_searched(archive, encoder):
    archive.add_articles([Article(text="Snow\0 fell on the border.")])
    assert encoder.encoded == ["Snow\0 fell on the border."]
    (hit,) = archive.search("border")
    assert hit.passage.text == "Snow\0 fell on the border."
    assert hit.bm25 is not None


def test_more_articles_than_are_committed_or_embedded_at_once(archive, encoder):
    articles = [Article(text=f"Report {number} on snow.") for number in range(300)]
    archive.add_articles(articles)
    assert texts_of(archive) == {article.text for article in articles}
    assert len(encoder.encoded) == 300
    assert len(archive.search("snow", limit=1000)) == 300


# Removing ---------------------------------------------------------------------------------------


def test_removing(archive, folder):
    archive.add(folder)
    (snow,) = (article for article in archive.articles() if article.text == SNOW)
    assert archive.remove(snow.id) == 1
    assert texts_of(archive) == {TROOPS, GRAIN}
    assert archive.article(snow.id) is None
    assert SNOW not in found(archive, "snow")
    assert archive.add(folder).added == ((folder / "snow.md").as_posix(),)
    assert texts_of(archive) == {TROOPS, GRAIN, SNOW}


def test_of_a_url_that_was_not_added_the_articles_that_state_it_are_named(archive):
    url = "https://news.example/snow"
    stating = Article(text=SNOW, url=url)
    archive.add_articles([stating])
    told = f"{url} was not added by its URL; name what states it by id: {stating.id}"
    with pytest.raises(RequestError, match=re.escape(told)):
        archive.remove(url)
    assert texts_of(archive) == {SNOW}


def test_removing_what_is_not_there_removes_nothing(archive, folder):
    archive.add(folder)
    real = archive.articles()[0].id
    with pytest.raises(RequestError, match=r"no article and no URL 'ffff' .*onrecord status"):
        archive.remove(real, "ffff")
    assert texts_of(archive) == {TROOPS, GRAIN, SNOW}
    assert archive.status().pending == 0


def test_removing_the_last_article_leaves_a_working_archive(archive):
    archive.add_articles([Article(text=SNOW)])
    archive.remove(archive.articles()[0].id)
    assert archive.search("snow") == []
    archive.add_articles([Article(text=GRAIN)])
    assert found(archive, "grain") == [GRAIN]


@pytest.mark.parametrize("source", [None, ["a.txt", "b.txt"], b"a.txt"], ids=repr)
def test_what_is_no_source_is_refused(archive, source):
    with pytest.raises(ReadingError, match=r"is no source; give .* one by one"):
        archive.add(source)


def test_a_stream_of_text_is_refused(archive):
    with pytest.raises(ReadingError, match=r"gives text; open it in binary"):
        archive.add(io.StringIO("Snow fell."))
