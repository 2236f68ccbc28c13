"""Which words are marked: the reader's, without what stands before a sentence."""

import re

import numpy as np
import pytest

from index import Article, Hit, Passage
from index.splitting import split_sentences
from qa.marks import marked_words
from qa.question import parse
from qa.reading import Reading, Window


def marked(question: str, text: str, words: str) -> str | None:
    """Return what is marked of a text's last sentence where the reader takes some of its words."""
    tokens = [token.span() for token in re.finditer(r"\w+", text)]
    start = text.index(words)
    end = start + len(words)
    window = Window(
        spans=np.array(tokens, np.int64),
        starts=np.array([9.0 * (token[0] == start) for token in tokens], np.float32),
        ends=np.array([9.0 * (token[1] == end) for token in tokens], np.float32),
        null_start=0.0,
        null_end=0.0,
    )
    passage = Passage(id=1, article=Article(text=text), start=0, end=len(text))
    hit = Hit(passage=passage, score=0.5, cosine=0.25, bm25=1.0)
    reading = Reading(relevance=2.0, windows=(window,))
    found = marked_words(parse(question), hit, reading, split_sentences(text)[-1])
    return found and found.of(text)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("MINSK (Minsk Wire) - Ann Poe won.", "MINSK (Minsk Wire) - Ann Poe", "Ann Poe"),
        ("MINSK (Minsk Wire) - Ann Poe won.", "MINSK", None),
        ("It rained.\nMINSK, Oct 9 — Ann Poe won.", "Oct 9 — Ann Poe", "Ann Poe"),
        ("21:45 Ann Poe won.", "21:45 Ann Poe", "Ann Poe"),
        ("Ann Poe won.", "Ann Poe", "Ann Poe"),
    ],
)
def test_no_dateline_and_no_time_of_day_before_a_sentence_is_marked(text, words, expected):
    assert marked("Who won?", text, words) == expected


@pytest.mark.parametrize(("words", "expected"), [("92", "92"), ("7:42", None)])
def test_only_a_figure_of_the_sort_that_is_asked_for_is_marked(words, expected):
    text = "It was going at 92 kilometres an hour when all 5 carriages left the track at 7:42 a.m."
    assert marked("How fast was it going?", text, words) == expected
