"""Embedding beside other work: everything once, in order, and nothing lost by an error."""

from threading import Event, Timer

import numpy as np
import pytest
from archive_contents import texts_of
from word_encoder import WordEncoder

from index import Archive, Article, ModelError
from index.embedding import AT_ONCE, Embedding

WORDS = ("snow", "troops", "grain")
TEXTS = [f"Report {number} on {WORDS[number % 3]}." for number in range(3 * AT_ONCE)]
ARTICLES = [Article(text=text) for text in TEXTS]


def hashed(texts):
    return [(text.encode(), text) for text in texts]


class WaitingEncoder(WordEncoder):
    """Embeds nothing before it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = Event()

    def encode_passages(self, texts):
        assert self.go_on.wait(timeout=30)
        return super().encode_passages(texts)


def test_full_batches_are_embedded_and_the_rest_is_left(encoder):
    with Embedding(encoder) as embedding:
        embedding.give(hashed(TEXTS[:-1]))
        ready = embedding.take(wait=True)
    whole = 2 * AT_ONCE
    assert [content.decode() for content, _ in ready] == encoder.encoded == TEXTS[:whole]
    assert np.stack([vector for _, vector in ready]) == pytest.approx(
        encoder.vectors(TEXTS[:whole])
    )
    assert embedding.given == whole


def test_what_is_running_is_not_embedded_again():
    encoder = WaitingEncoder()
    with Embedding(encoder) as embedding:
        embedding.give(hashed(TEXTS[:AT_ONCE]))
        embedding.give(hashed(TEXTS[: AT_ONCE + 5]))
        assert embedding.take() == []
        encoder.go_on.set()
        assert len(embedding.take(wait=True)) == AT_ONCE
        assert embedding.take(wait=True) == []
    assert encoder.encoded == TEXTS[:AT_ONCE]


def test_whoever_leaves_early_ends_what_has_not_begun():
    encoder = WaitingEncoder()
    embedding = Embedding(encoder)
    later = Timer(0.2, encoder.go_on.set)

    def interrupted():
        with embedding:
            embedding.give(hashed(TEXTS))
            later.start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert encoder.encoded in ([], TEXTS[:AT_ONCE])


def test_an_archive_embeds_while_it_reads(tmp_path):
    begun = Event()

    class TellingEncoder(WordEncoder):
        def encode_passages(self, texts):
            begun.set()
            return super().encode_passages(texts)

    def reading():
        yield from ARTICLES[:-1]
        assert begun.wait(timeout=30)
        yield ARTICLES[-1]

    encoder = TellingEncoder()
    archive = Archive.create(tmp_path / "archive", encoder=encoder)
    archive.add_articles(reading())
    assert sorted(encoder.encoded) == sorted(TEXTS)
    for word in WORDS:
        hits = archive.search(word, limit=1000)
        near = {hit.passage.text for hit in hits if (hit.cosine or 0.0) > 0.99}
        assert near == {text for text in TEXTS if word in text}


def test_one_text_of_many_articles_is_embedded_once(archive, encoder):
    twice = [Article(text=text, outlet=outlet) for text in TEXTS for outlet in ("One", "Other")]
    archive.add_articles(twice)
    assert sorted(encoder.encoded) == sorted(TEXTS)


def test_progress_goes_on_where_reading_ended(archive):
    seen = []
    archive.add_articles(
        [*ARTICLES, Article(text="One more, on the border.")], progress=seen.append
    )
    embedding = [(p.done, p.total) for p in seen if p.stage == "embedding"]
    assert [done for done, _ in embedding] == sorted(done for done, _ in embedding)
    assert embedding[-1] == (len(TEXTS) + 1, len(TEXTS) + 1)


def test_a_model_that_fails_leaves_articles_that_the_next_add_embeds(tmp_path):
    class BrokenEncoder(WordEncoder):
        def encode_passages(self, texts):
            raise ModelError("its weights are damaged")

    with pytest.raises(ModelError, match="damaged"):
        Archive.create(tmp_path / "archive", encoder=BrokenEncoder()).add_articles(ARTICLES)
    encoder = WordEncoder()
    archive = Archive.open(tmp_path / "archive", encoder=encoder)
    assert texts_of(archive) == set()
    archive.add_articles(ARTICLES)
    assert texts_of(archive) == set(TEXTS)
    assert sorted(encoder.encoded) == sorted(TEXTS)


class ShortEncoder(WordEncoder):
    """Says that its vectors are longer than they are."""

    def vectors(self, texts):
        return super().vectors(texts)[:, :-1]


def test_vectors_of_another_length_than_stated_are_told(tmp_path):
    archive = Archive.create(tmp_path / "archive", encoder=ShortEncoder())
    for articles in (ARTICLES[:1], ARTICLES):
        with pytest.raises(ModelError, match=r"'words' gave vectors of shape .*, not \(\d+, 9\)"):
            archive.add_articles(articles)
    mended = Archive.open(tmp_path / "archive", encoder=WordEncoder())
    mended.add_articles([])
    assert TEXTS[0] in texts_of(mended)
