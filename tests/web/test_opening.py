"""One archive for all sessions, built once; with an encoder predictable by eye."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from word_encoder import WordEncoder

from index import Archive, ArchiveMissingError, Article, Filters, Progress, ReadingError
from web.opening import describe, open_newsroom


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> WordEncoder:
    encoder = WordEncoder()
    monkeypatch.setattr("index.archive.load_encoder", lambda name="words": encoder)
    return encoder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, word in enumerate(("Snow", "Grain", "A drone")):
        text = f"---\ntitle: Item {number}\n---\n\n{word} lay on the border near Minsk.\n"
        (folder / f"{number}.md").write_text(text)
    return folder


def test_the_archive_is_built_once_however_many_sessions_begin(encoder, corpus, tmp_path):
    told: list[Progress] = []

    def begin(_):
        return open_newsroom(tmp_path / "archive", corpus=corpus, report=told.append)

    with ThreadPoolExecutor(4) as sessions:
        newsrooms = list(sessions.map(begin, range(4)))
    assert len(set(map(id, newsrooms))) == 1
    assert newsrooms[0].archive.contents().articles == 3
    assert [progress.stage for progress in told].count("starting") == 1
    assert told[-1] == Progress(stage="publishing", done=1, total=1)


def test_questions_of_many_sessions_get_their_own_answers(encoder, corpus, tmp_path):
    newsroom = open_newsroom(tmp_path / "archive", corpus=corpus, report=lambda _: None)
    questions = ["Where is the snow?", "Where is the grain?", "Where is the drone?"] * 4
    with ThreadPoolExecutor(4) as sessions:
        answers = list(sessions.map(lambda q: newsroom.ask(q, Filters()), questions))
    assert [answer.question for answer in answers] == questions


def test_an_archive_that_was_there_is_only_opened(encoder, corpus, tmp_path):
    Archive.create(tmp_path / "archive", encoder=encoder).add(corpus / "0.md")
    told: list[Progress] = []
    newsroom = open_newsroom(tmp_path / "archive", corpus=corpus, report=told.append)
    assert newsroom.archive.contents().articles == 1
    assert told == []


def test_an_archive_that_was_moved_away_is_told_and_goes_on_when_it_is_back(
    encoder, corpus, tmp_path, open_page, read
):
    mine, away = tmp_path / "archive", tmp_path / "away"
    Archive.create(mine, encoder=encoder).add_articles([Article(text="Ice.", title="Ice")])
    app = open_page(mine)
    mine.rename(away)
    app = app.run()
    assert "is not at" in read(app).inside["problem"][0]
    with pytest.raises(ArchiveMissingError, match="put it back there"):
        open_newsroom(mine, corpus=corpus, report=lambda _: None)
    assert not mine.exists(), "nothing was made in its place"
    away.rename(mine)
    app = app.button(key="again").click().run()
    assert "problem" not in read(app).inside
    assert app.button(key="newest-0").label == "Ice"


def test_a_copy_of_an_archive_that_was_put_back_keeps_the_conversations(encoder, corpus, tmp_path):
    mine = tmp_path / "archive"
    Archive.create(mine, encoder=encoder).add(corpus / "0.md")
    before = open_newsroom(mine, corpus=corpus, report=lambda _: None)
    copytree(mine, tmp_path / "copy")
    mine.rename(tmp_path / "away")
    (tmp_path / "copy").rename(mine)
    newsroom = open_newsroom(mine, corpus=corpus, report=lambda _: None)
    assert newsroom is not before
    assert newsroom.conversations is before.conversations
    newsroom.archive.add(corpus / "1.md")
    assert newsroom.archive.contents().articles == 2
    assert newsroom is open_newsroom(mine, corpus=corpus, report=lambda _: None)


def test_an_archive_whose_first_articles_wait_gets_no_others(
    encoder, corpus, tmp_path, monkeypatch
):
    def cut_off(*_):
        raise KeyboardInterrupt

    archive = Archive.create(tmp_path / "archive", encoder=encoder)
    with monkeypatch.context() as patched:
        patched.setattr("index.writer.publish", cut_off)
        with pytest.raises(KeyboardInterrupt):
            archive.add(corpus / "0.md")
    newsroom = open_newsroom(tmp_path / "archive", corpus=corpus, report=lambda _: None)
    assert newsroom.archive.status().generation == 0
    newsroom.archive.add(corpus / "0.md")
    assert newsroom.archive.contents().articles == 1


def test_of_the_newest_with_one_title_one_is_offered(encoder, corpus, tmp_path):
    archive = Archive.create(tmp_path / "archive", encoder=encoder)
    titles = ("Bridge shut", None, "Bridge shut", "Snow", "Grain", "Ice")
    archive.add_articles(
        Article(text=f"Item {n}.", title=title, published=date(2024, 1, 31 - n))
        for n, title in enumerate(titles)
    )
    newsroom = open_newsroom(tmp_path / "archive", corpus=corpus, report=lambda _: None)
    assert [a.title for a in newsroom.newest(3)] == ["Bridge shut", "Snow", "Grain"]


def test_a_building_that_was_cut_off_is_gone_on_with(encoder, corpus, tmp_path):
    def cut_off(progress):
        if progress.stage == "embedding":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_newsroom(tmp_path / "archive", corpus=corpus, report=cut_off)
    newsroom = open_newsroom(tmp_path / "archive", corpus=corpus, report=lambda _: None)
    assert newsroom.archive.contents().articles == 3


def test_a_corpus_that_is_not_there_is_told_and_can_be_mended(encoder, corpus, tmp_path):
    with pytest.raises(ReadingError):
        open_newsroom(tmp_path / "archive", corpus=tmp_path / "none", report=lambda _: None)
    newsroom = open_newsroom(tmp_path / "archive", corpus=corpus, report=lambda _: None)
    assert newsroom.archive.contents().articles == 3


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(stage="starting", done=0, total=1), "Getting ready"),
        (
            Progress(stage="embedding", done=256, total=12000),
            "Learning where each passage stands: 256 of 12,000",
        ),
        (Progress(stage="publishing", done=1, total=1), "Setting up the search"),
    ],
)
def test_progress_is_told_in_plain_words(progress, words):
    assert describe(progress) == words


def test_what_has_a_blank_title_is_not_offered_among_the_newest(encoder, corpus, tmp_path):
    titled = Article(text="Snow lay on Minsk.", title="Snow", published=date(2020, 1, 1))
    blank = Article(text="Grain lay in Kyiv.", title=" \n", published=date(2024, 1, 1))
    Archive.create(tmp_path / "archive", encoder=encoder).add_articles([titled, blank])
    newsroom = open_newsroom(tmp_path / "archive", corpus=corpus, report=lambda _: None)
    assert [article.title for article in newsroom.newest(3)] == ["Snow"]


def test_an_empty_archive_says_how_it_is_filled(encoder, tmp_path, open_page, read):
    Archive.create(tmp_path / "my news", encoder=encoder)
    said = read(open_page(tmp_path / "my news")).inside["note"][0]
    assert said == (
        "No articles yet. Add some below, or with: onrecord add FILES --archive "
        f"'{tmp_path / 'my news'}'"
    )


def test_an_empty_name_in_the_environment_is_none(
    encoder, corpus, tmp_path, open_page, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_CORPUS", str(corpus))
    assert not open_page("").exception
    assert Archive.open("archive").contents().articles == 3
    assert not (tmp_path / "archive.sqlite").exists()


def test_a_term_index_of_another_version_is_told(encoder, corpus, tmp_path, open_page, read):
    archive = Archive.create(tmp_path / "archive")
    archive.add(corpus)
    assert "term index" not in read(open_page(archive.path)).text
    (archive.path / "generations" / "1" / "terms.json").unlink()
    told = archive.why_outdated()
    assert told[:1].upper() + told[1:] in read(open_page(archive.path)).inside["note"]
