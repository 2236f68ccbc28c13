"""A term index says which analysis of words made it; another version's is told and made anew."""

import json
from hashlib import blake2b
from pathlib import Path

import pytest

from index import Archive, Article, forms, terms
from index.analysis import ANALYSIS, analysis_of
from index.query import Query

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SANCTIONS = Article(text="The U.S. closed the border.", url="https://a.example/1")
SNOW = Article(text="Snow fell on Minsk.", url="https://a.example/2")


def number_file(archive: Archive) -> Path:
    return archive.path / "generations" / str(archive.generation) / "terms.json"


def bm25(archive: Archive, words: str) -> list[str]:
    """Return the texts that the term index alone finds."""
    opened = Archive.open(archive.path, encoder=archive.encoder)
    _, (found,) = opened.rankings([Query(text=words)], limit=9)
    return [passage.text for passage in opened.passages(found).values()]


@pytest.fixture
def old(archive, monkeypatch) -> Archive:
    """An archive as the first analysis made it: it left the dots in, and wrote no number."""
    with monkeypatch.context() as before:
        before.setattr(terms, "without_dots", str)
        archive.add_articles([SANCTIONS])
    number_file(archive).unlink()
    return archive


def test_another_analysis_has_another_number():
    """If this fails, `analyze` returns something else: raise ANALYSIS, then put the digest here."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.md"))]
    texts += [" ".join(forms._BASE), "U.S. U.N.-led J. K. Rowling Łukaszenka’s F-16 1,200 Київ"]
    digest = blake2b("\n".join(" ".join(terms.analyze(t)) for t in texts).encode(), digest_size=8)
    assert (ANALYSIS, digest.hexdigest()) == (2, "55ce546682b80e7b")


def test_a_generation_has_the_number_of_its_analysis(archive):
    assert (archive.status().analysis, archive.why_outdated()) == (None, "")
    archive.add_articles([SNOW])
    assert json.loads(number_file(archive).read_text()) == {"analysis": ANALYSIS}
    status = archive.status()
    assert (status.analysis, status.is_outdated, archive.why_outdated()) == (ANALYSIS, False, "")


@pytest.mark.parametrize(
    ("content", "number"),
    [
        pytest.param('{"analysis": 7}', 7, id="a number"),
        pytest.param(None, 1, id="from before it was written"),
        pytest.param("", 1, id="empty"),
        pytest.param("[2]", 1, id="of another shape"),
        pytest.param('{"analysis": null}', 1, id="no number"),
        pytest.param('{"analysis": 1e999}', 1, id="a number without end"),
    ],
)
def test_the_number_of_a_directory(tmp_path, content, number):
    if content is not None:
        (tmp_path / "terms.json").write_text(content)
    assert analysis_of(tmp_path) == number
    assert analysis_of(tmp_path / "none") is None


def test_an_older_index_still_answers_and_says_what_mends_it(old, caplog):
    assert (old.status().analysis, old.status().is_outdated) == (1, True)
    assert bm25(old, "border") == [SANCTIONS.text]
    assert bm25(old, "US") == []
    assert old.why_outdated().endswith(f"rebuild it with: onrecord repair --archive {old.path}")
    caplog.clear()
    for _ in range(2):
        old.search("border")
    assert caplog.messages == [old.why_outdated()]


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda archive: archive.add_articles([SNOW]), id="an add of something new"),
        pytest.param(lambda archive: archive.add_articles([SANCTIONS]), id="an add of the same"),
        pytest.param(lambda archive: archive.repair(), id="repair"),
        pytest.param(lambda archive: archive.compact(), id="compact"),
    ],
)
def test_writing_makes_an_older_index_anew(old, encoder, write):
    encoder.encoded.clear()
    write(old)
    assert (old.status().analysis, old.why_outdated()) == (ANALYSIS, "")
    assert bm25(old, "US") == [SANCTIONS.text]
    assert SANCTIONS.text not in encoder.encoded
    number = old.generation
    old.add_articles([SANCTIONS])
    assert old.generation == number


def test_the_index_of_a_newer_version_is_told_too(archive):
    archive.add_articles([SNOW])
    number_file(archive).write_text(json.dumps({"analysis": ANALYSIS + 1}))
    assert archive.status().is_outdated
    assert "another version's" in archive.why_outdated()
