"""Damage has a name and `repair` mends it; an `add` that is broken off anywhere can be repeated."""

import shutil
from pathlib import Path

import pytest
from word_encoder import VOCABULARY, WordEncoder

from index import Archive, Article
from index.errors import ArchiveDamagedError

SNOW = Article(text="Snow fell on Minsk. The border was closed.", url="https://a.example/1")
GRAIN = Article(text="Grain left Kyiv by river.", url="https://a.example/2")
MELTED = Article(text="Snow melted on the border of Belarus.", url="https://a.example/1")
DRONE = Article(text="A drone fell near the border.", url="https://a.example/3")


def found(archive: Archive) -> dict[str, list[tuple[int, str, float]]]:
    """Everything that a search for each word gives: passages by id with their scores, in order."""
    return {
        word: [(hit.passage.id, hit.passage.text, hit.score) for hit in archive.search(word)]
        for word in VOCABULARY
    }


def reopened(archive: Archive) -> Archive:
    return Archive.open(archive.path, encoder=WordEncoder())


def generations(archive: Archive) -> set[int]:
    return {int(path.name) for path in (archive.path / "generations").iterdir()}


@pytest.fixture
def published(archive) -> Archive:
    """An archive in its third generation: two articles came, one changed, one came and went."""
    archive.add_articles([SNOW, GRAIN])
    archive.add_articles([MELTED, DRONE])
    archive.remove(DRONE.id)
    return archive


def lose_generations(path: Path) -> None:
    shutil.rmtree(path / "generations")


def lose_current(path: Path) -> None:
    (path / "current").unlink()


def lose_both(path: Path) -> None:
    lose_generations(path)
    lose_current(path)


def spoil_current(path: Path) -> None:
    (path / "current").write_text("the third")


def make_current_absurd(path: Path) -> None:
    (path / "current").write_text(f"{10**30}\n")


def make_current_negative(path: Path) -> None:
    (path / "current").write_text("-5\n")


def lose_vectors(path: Path) -> None:
    (path / "generations" / "3" / "vectors.faiss").unlink()


def cut_vectors(path: Path) -> None:
    file = path / "generations" / "3" / "vectors.faiss"
    file.write_bytes(file.read_bytes()[:-10])


def lose_terms(path: Path) -> None:
    shutil.rmtree(path / "generations" / "3" / "terms")


def cut_terms(path: Path) -> None:
    for file in (path / "generations" / "3" / "terms").iterdir():
        file.write_bytes(file.read_bytes()[:3])


def lose_positions(path: Path) -> None:
    # Tantivy opens this one at the first search only.
    (file,) = (path / "generations" / "3" / "terms").glob("*.pos")
    file.unlink()


def spoil_columns(path: Path) -> None:
    """Spoil a length that Tantivy trusts: it panics, which is no `Exception` in Python."""
    (file,) = (path / "generations" / "3" / "terms").glob("*.fast")
    data = bytearray(file.read_bytes())
    end = len(data) - 8 - int.from_bytes(data[-8:-4], "little")  # where the footer begins
    data[end - 20 : end - 12] = b"\xff" * 8
    file.write_bytes(data)


every_damage = pytest.mark.parametrize(
    "damage",
    [
        lose_generations,
        lose_current,
        lose_both,
        spoil_current,
        make_current_absurd,
        make_current_negative,
        lose_vectors,
        cut_vectors,
        lose_terms,
        cut_terms,
        lose_positions,
        spoil_columns,
    ],
    ids=lambda damage: damage.__name__,
)


@every_damage
def test_damage_is_named_and_mended(published, damage):
    before, articles = found(published), published.articles()
    damage(published.path)
    broken = reopened(published)
    with pytest.raises(ArchiveDamagedError, match="onrecord repair"):
        broken.search("snow")
    broken.repair()
    mended = reopened(published)
    assert found(mended) == found(broken) == before
    assert mended.articles() == articles
    assert mended.status().pending == 0


@every_damage
def test_a_mended_archive_takes_in_more(published, damage):
    damage(published.path)
    reopened(published).repair()
    mended = reopened(published)
    mended.add_articles([DRONE])
    assert {article.text for article in mended.articles()} == {MELTED.text, GRAIN.text, DRONE.text}
    assert {text for _, text, _ in found(reopened(mended))["border"]} == {
        article.text for article in mended.articles()
    }
    assert generations(mended) <= {mended.status().generation, mended.status().generation - 1}


@every_damage
def test_an_add_of_what_is_known_mends_lost_search_files(published, damage, encoder, caplog):
    before, known = found(published), published.articles()
    damage(published.path)
    encoder.encoded.clear()
    broken = reopened(published)
    if "current" in damage.__name__ or damage is lose_both:  # which of them is published is lost
        with pytest.raises(ArchiveDamagedError, match="onrecord repair"):
            broken.add_articles(known)
        return
    report = broken.add_articles(known)
    assert (report.count("unchanged"), report.count("added")) == (len(known), 0)
    assert "are lost or damaged; they are made anew" in caplog.text
    assert found(reopened(published)) == found(broken) == before
    assert encoder.encoded == []
    caplog.clear()
    broken.add_articles(known)
    assert (broken.generation, caplog.text) == (4, "")


def test_lost_search_files_are_not_made_of_a_damaged_database(published, monkeypatch):
    lose_vectors(published.path)

    def damaged(self) -> None:
        raise ArchiveDamagedError("rows belong to no article; put a copy of it back")

    monkeypatch.setattr("index.database.Database.check", damaged)
    with pytest.raises(ArchiveDamagedError, match="put a copy of it back"):
        published.add_articles([])
    assert published.generation == 3


def test_repairing_embeds_nothing(published, encoder):
    encoder.encoded.clear()
    lose_both(published.path)
    published.repair()
    assert encoder.encoded == []


def test_repairing_a_whole_archive_changes_no_answer(published):
    before = found(published)
    published.repair()
    assert found(published) == before


def test_repairing_an_empty_archive(archive):
    lose_current(archive.path)
    with pytest.raises(ArchiveDamagedError, match="onrecord repair"):
        archive.search("snow")
    archive.repair()
    assert archive.search("snow") == []
    archive.add_articles([SNOW])
    assert [hit.passage.text for hit in archive.search("snow")] == [SNOW.text]


def test_an_add_to_an_archive_without_its_current_file_is_refused(published):
    lose_current(published.path)
    with pytest.raises(ArchiveDamagedError, match="onrecord repair"):
        published.add_articles([DRONE])


def test_repairing_takes_in_what_a_broken_off_add_left(published):
    with pytest.raises(BrokenOffError):
        published.add_articles([DRONE], progress=BreakOff("publishing", 0))
    lose_both(published.path)
    reopened(published).repair()
    mended = reopened(published)
    assert {article.text for article in mended.articles()} == {MELTED.text, GRAIN.text, DRONE.text}
    assert mended.status().pending == 0


# Broken off by an error, wherever one can come ---------------------------------------------------


class BrokenOffError(Exception):
    """What stands for a full disk, Ctrl-C or a bug."""


class BreakOff:
    """A progress report that fails at one point of the job."""

    def __init__(self, stage: str, done: int) -> None:
        self.point = (stage, done)

    def __call__(self, progress) -> None:
        if (progress.stage, progress.done) == self.point:
            raise BrokenOffError


class FailingEncoder(WordEncoder):
    """Fails at the first passage that it should embed, or only counts its tokens and fails."""

    def __init__(self, *, failing: str) -> None:
        super().__init__()
        self.failing = failing

    def count_tokens(self, texts):
        if self.failing == "counting" and any("drone" in text for text in texts):
            raise BrokenOffError
        return super().count_tokens(texts)

    def encode_passages(self, texts):
        if self.failing == "embedding":
            raise BrokenOffError
        return super().encode_passages(texts)


def broken_articles():
    yield MELTED
    raise BrokenOffError


@pytest.mark.parametrize(
    ("point", "pending", "generation"),
    [
        pytest.param(("embedding", 0), 3, 1, id="before embedding"),
        pytest.param(("embedding", 2), 3, 1, id="after embedding"),
        pytest.param(("publishing", 0), 3, 1, id="before publishing"),
        pytest.param(("publishing", 1), 0, 2, id="after publishing"),
    ],
)
def test_an_add_that_is_broken_off_shows_wholly_or_not_at_all(archive, point, pending, generation):
    archive.add_articles([SNOW, GRAIN])
    before = found(archive)
    with pytest.raises(BrokenOffError):
        archive.add_articles([MELTED, DRONE], progress=BreakOff(*point))
    status = archive.status()
    assert (status.generation, status.pending) == (generation, pending)
    if generation == 1:
        assert found(archive) == found(reopened(archive)) == before
        assert {article.text for article in archive.articles()} == {SNOW.text, GRAIN.text}
    archive.add_articles([])
    assert {a.text for a in archive.articles()} == {MELTED.text, GRAIN.text, DRONE.text}
    assert (archive.status().generation, archive.status().pending) == (2, 0)
    assert found(archive) == found(reopened(archive))
    assert generations(archive) == {1, 2}


@pytest.mark.parametrize("failing", ["counting", "embedding"])
def test_an_encoder_that_fails_leaves_the_archive_as_it_was(archive, failing):
    archive.add_articles([SNOW, GRAIN])
    before = found(archive)
    faulty = Archive.open(archive.path, encoder=FailingEncoder(failing=failing))
    with pytest.raises(BrokenOffError):
        faulty.add_articles([MELTED, DRONE])
    assert found(archive) == before
    assert archive.add_articles([MELTED, DRONE]).failed == ()
    assert {a.text for a in archive.articles()} == {MELTED.text, GRAIN.text, DRONE.text}


def test_a_source_that_fails_half_way_leaves_the_archive_as_it_was(archive):
    archive.add_articles([SNOW, GRAIN])
    before = found(archive)
    with pytest.raises(BrokenOffError):
        archive.add_articles(broken_articles())
    assert found(archive) == before
    assert archive.status().pending == 0  # fifty are committed at once, or none of them


def test_what_was_embedded_before_the_break_is_not_embedded_again(archive, encoder):
    with pytest.raises(BrokenOffError):
        archive.add_articles([SNOW, GRAIN], progress=BreakOff("publishing", 0))
    assert len(encoder.encoded) == 2
    archive.add_articles([SNOW, GRAIN])
    assert len(encoder.encoded) == 2
    assert len(archive.articles()) == 2


def test_a_remove_that_was_broken_off_can_be_repeated(archive):
    archive.add_articles([SNOW, GRAIN])
    # What a `remove` has done that was killed before it published.
    archive._database.remove_article(SNOW.id, generation=2)
    assert archive.article(SNOW.id) == SNOW
    assert archive.remove(SNOW.id) == 1
    assert [article.text for article in archive.articles()] == [GRAIN.text]


def test_an_article_that_came_and_went_before_any_publish_leaves_nothing(archive):
    archive.add_articles([GRAIN])
    with pytest.raises(BrokenOffError):
        archive.add_articles([DRONE], progress=BreakOff("publishing", 0))
    (archive.path / "generations" / "2").mkdir(exist_ok=True)  # as if it had begun to build
    archive.remove(DRONE.id)
    assert [article.text for article in archive.articles()] == [GRAIN.text]
    assert archive.status().generation == 1
    assert generations(archive) == {1}
