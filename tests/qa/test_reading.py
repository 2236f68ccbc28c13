"""What a reading says of the characters of a passage."""

import math
import re

import numpy as np
import pytest

from index.splitting import Span
from qa.reading import MAX_ANSWER_TOKENS, Reading, Window, widened

#        0123456789012345678
TEXT = "Minsk sent no troop"
SPANS = [(0, 5), (6, 10), (11, 13), (14, 19)]


def window(starts, ends, *, null=(0.0, 0.0), spans=SPANS):
    return Window(
        spans=np.array(spans, np.int64),
        starts=np.array(starts, np.float32),
        ends=np.array(ends, np.float32),
        null_start=null[0],
        null_end=null[1],
    )


def test_mass_is_the_softmax_share_of_start_and_end_with_no_answer_as_one_more_token():
    one = window([2.0, 0.0, 1.0, -1.0], [0.0, 3.0, 0.5, 0.0], null=(1.5, -0.5))
    start = math.exp(2.0) + math.exp(0.0)
    end = math.exp(0.0) + math.exp(3.0)
    all_starts = start + math.exp(1.0) + math.exp(-1.0) + math.exp(1.5)
    all_ends = end + math.exp(0.5) + math.exp(0.0) + math.exp(-0.5)
    assert one.mass(0, 10) == pytest.approx((start / all_starts + end / all_ends) / 2)
    assert one.mass(0, 10) + one.mass(10, 19) < 1.0  # the rest is "no answer"


def test_best_span_is_the_best_of_all_pairs():
    rng = np.random.default_rng(1)
    starts, ends = rng.normal(size=4), rng.normal(size=4)
    pairs = [(starts[i] + ends[j], i, j) for i in range(4) for j in range(i, 4)]
    score, i, j = max(pairs)
    found = window(starts, ends, null=(0.25, 0.5)).best(0, 19)
    assert found is not None
    assert found[0] == pytest.approx(score - 0.75, abs=1e-6)
    assert found[1] == Span(SPANS[i][0], SPANS[j][1])


def test_best_span_stays_within_the_characters_asked_for():
    one = window([9.0, 0.0, 1.0, 0.0], [9.0, 0.0, 0.0, 1.0])
    found = one.best(6, 19)
    assert found is not None
    assert found[1].of(TEXT) == "no troop"
    assert one.best(1, 4) is None, "no whole token in there"


@pytest.mark.parametrize(
    ("marked", "whole"),
    [
        pytest.param("Of the 1,<400> held.", "Of the <1,400> held.", id="the end of a number"),
        pytest.param("It is <250> km.", "It is <250> km.", id="a whole number"),
        pytest.param("It began in <19>76, he said.", "It began in <1976>, he said.", id="its head"),
        pytest.param("At <12>:31, it left.", "At <12:31>, it left.", id="a time"),
        pytest.param("It cost US$<40> a head.", "It cost US<$40> a head.", id="a sum of money"),
        pytest.param("Some <12.5>% of it.", "Some <12.5%> of it.", id="a share"),
        pytest.param("He met Lukashen<ko>’s men.", "He met <Lukashenko>’s men.", id="a word"),
        pytest.param("He spoke <“to end it.>”", "He spoke <“to end it.”>", id="a mark after"),
        pytest.param("It is “<no,” Ann Poe said>.", "It is <“no,” Ann Poe said>.", id="one before"),
        pytest.param('It is "<no," he> said.', 'It is <"no," he> said.', id="a straight one"),
        pytest.param("<“Snow fell>. It is cold.”", "<“Snow fell>. It is cold.”", id="one far off"),
        pytest.param("“<Snow fell>,” he said.", "“<Snow fell>,” he said.", id="both outside"),
        pytest.param("<no>)", "<no>)", id="none within"),
        pytest.param("<no) (yes>", "<no) (yes>", id="at both ends of the text"),
    ],
)
def test_what_a_reader_marks_cuts_no_word_number_or_pair(marked, whole):
    start, end = marked.index("<"), marked.index(">") - 1
    found = widened(Span(start, end), text=re.sub("[<>]", "", marked))
    text = re.sub("[<>]", "", whole)
    assert f"{text[: found.start]}<{found.of(text)}>{text[found.end :]}" == whole


def test_an_answer_has_at_most_so_many_tokens():
    tokens = MAX_ANSWER_TOKENS + 5
    spans = [(at, at + 1) for at in range(tokens)]
    starts, ends = np.zeros(tokens), np.zeros(tokens)
    starts[0] = ends[-1] = 5.0
    found = window(starts, ends, spans=spans).best(0, tokens)
    assert found is not None
    assert found[1].end - found[1].start <= MAX_ANSWER_TOKENS


def test_of_several_windows_the_surest_counts():
    weak = window([0.0] * 4, [0.0] * 4, null=(9.0, 9.0))
    sure = window(
        [0.0, 0.0, 0.0, 9.0], [0.0, 0.0, 0.0, 9.0], spans=[(s + 20, e + 20) for s, e in SPANS]
    )
    reading = Reading(relevance=1.0, windows=(weak, sure))
    assert reading.mass(20, 39) == pytest.approx(sure.mass(20, 39))
    best = reading.best(0, 39)
    assert best is not None
    assert best[1] == Span(34, 39)


def test_a_reader_that_marks_no_spans_has_no_mass_and_no_best():
    reading = Reading(relevance=2.0)
    assert reading.mass(0, 5) == 0.0
    assert reading.best(0, 5) is None
