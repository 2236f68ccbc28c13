"""What the desk remembers of questions: asked again, nothing is read; after a change, all is."""

from dataclasses import replace

import numpy as np
import pytest
from word_encoder import WordEncoder
from word_reader import WordReader

from index import Archive, Article
from qa import Desk
from qa.recent import RecentVectors
from qa.strictness import Strictness

QUESTION = "How many soldiers has the army of Belarus?"


@pytest.fixture
def reader() -> WordReader:
    return WordReader()


def count(reader: WordReader) -> int:
    """How many pairs were read since the last count."""
    read = len(reader.asked)
    reader.asked.clear()
    return read


def test_a_question_asked_again_is_not_read_again(small_archive: Archive, reader: WordReader):
    desk = Desk(small_archive, reader=reader)
    first = desk.ask(QUESTION)
    assert count(reader) > 0
    assert desk.ask(QUESTION) == first
    assert count(reader) == 0


def test_another_strictness_or_limit_is_decided_without_reading(
    small_archive: Archive, reader: WordReader
):
    desk = Desk(small_archive, reader=reader)
    answer = desk.ask(QUESTION, strictness=Strictness.OPEN)
    count(reader)
    strict = desk.ask(QUESTION, strictness=Strictness.STRICT, limit=1)
    assert count(reader) == 0
    assert strict.threshold > answer.threshold
    assert strict == Desk(small_archive, reader=reader).ask(
        QUESTION, strictness=Strictness.STRICT, limit=1
    )


def test_other_filters_are_another_question(small_archive: Archive, reader: WordReader):
    desk = Desk(small_archive, reader=reader)
    desk.ask(QUESTION)
    count(reader)
    desk.ask(QUESTION, outlets=["Example Weekly"])
    assert count(reader) > 0


def test_a_change_of_the_archive_is_seen_at_once(small_archive: Archive, reader: WordReader):
    desk = Desk(small_archive, reader=reader)
    before = desk.ask(QUESTION)
    article = Article(text="The army of Belarus has 60,000 soldiers.", outlet="New Daily")
    Archive.open(small_archive.path, encoder=small_archive.encoder).add_articles([article])
    after = desk.ask(QUESTION)
    quotes = [c.quote for s in after.statements for c in s.citations]
    assert article.text in quotes
    assert after.coverage.articles == before.coverage.articles + 1


def test_one_question_twice_in_a_batch_is_read_once(small_archive: Archive, reader: WordReader):
    once = Desk(small_archive, reader=reader).ask(QUESTION)
    read = count(reader)
    answers = list(Desk(small_archive, reader=reader).ask_many([QUESTION] * 3))
    assert answers == [once] * 3
    assert count(reader) == read


def test_a_desk_that_remembers_nothing_reads_again(small_archive: Archive, reader: WordReader):
    desk = Desk(small_archive, reader=reader, remembered=0)
    first = desk.ask(QUESTION)
    read = count(reader)
    assert desk.ask(QUESTION) == first
    assert count(reader) == read


def test_questions_in_several_batches_come_in_order(small_archive: Archive, reader: WordReader):
    questions = [f"How many soldiers has army {number} of Belarus?" for number in range(23)]
    desk = Desk(small_archive, reader=reader, remembered=0)
    answers = list(desk.ask_many(questions))
    assert [answer.question for answer in answers] == questions
    alone = [desk.ask(question) for question in questions]
    assert [replace(a, probability=0.0) for a in answers] == [
        replace(a, probability=0.0) for a in alone
    ]
    assert [a.probability for a in answers] == pytest.approx([a.probability for a in alone])


def test_warming_reads_and_embeds(small_archive: Archive, reader: WordReader):
    Desk(small_archive, reader=reader).warm()
    assert count(reader) == 1


def test_a_sentence_that_two_questions_share_is_embedded_once():
    encoder = WordEncoder()
    vectors = RecentVectors(encoder.encode_passages, limit=10)
    first = vectors.embed(["Minsk said no.", "Kyiv said yes.", "Minsk said no."])
    again = vectors.embed(["Kyiv said yes.", "Warsaw waits."])
    assert encoder.encoded == ["Minsk said no.", "Kyiv said yes.", "Warsaw waits."]
    expected = WordEncoder().encode_passages(["Minsk said no.", "Kyiv said yes.", "Warsaw waits."])
    minsk, kyiv, warsaw = expected
    for found, wanted in zip([*first, *again], [minsk, kyiv, minsk, kyiv, warsaw], strict=True):
        np.testing.assert_array_equal(found, wanted)


def test_vectors_beyond_the_limit_are_embedded_anew():
    encoder = WordEncoder()
    vectors = RecentVectors(encoder.encode_passages, limit=1)
    for text in ("One.", "Two.", "One."):
        vectors.embed([text])
    assert encoder.encoded == ["One.", "Two.", "One."]
    assert vectors.embed([]) == []


@pytest.mark.parametrize("remembered", [pytest.param(64, id="kept"), pytest.param(0, id="not")])
def test_sentences_of_another_question_are_embedded_only_if_nothing_is_kept(
    small_archive: Archive, reader: WordReader, remembered: int
):
    encoder = small_archive.encoder
    assert isinstance(encoder, WordEncoder)
    desk = Desk(small_archive, reader=reader, remembered=remembered)
    encoder.encoded.clear()
    assert desk.ask(QUESTION).statements
    first = set(encoder.encoded)
    encoder.encoded.clear()
    assert desk.ask("Has the army of Belarus soldiers?").statements
    assert bool(first & set(encoder.encoded)) == (remembered == 0)
