"""What the reader is trained on."""

from dataclasses import replace
from random import Random

import pytest

from index.bundled import bundled_directory
from index.splitting import Span, split_sentences
from training.reader.batching import _packed, collate, encode, load_tokenizer
from training.reader.changes import Neighbours
from training.reader.examples import Example, SentenceQuestion, SpanQuestion, held_out

CONTEXT = (
    "Tbilisi is a city. Karolina Proskauer founded its museum in 1935. It burned down twice. "
    "Anna Berg paid for the third building."
)
ANSWER = "Karolina Proskauer"


@pytest.fixture(scope="module")
def neighbours() -> Neighbours:
    return Neighbours(bundled_directory())


@pytest.fixture
def question() -> SpanQuestion:
    at = CONTEXT.index(ANSWER)
    return SpanQuestion(
        question="Who founded the museum of Tbilisi?",
        title="Tbilisi",
        context=CONTEXT,
        sentences=tuple(split_sentences(CONTEXT)),
        answers=(Span(at, at + len(ANSWER)),),
        wrong=("Kutaisi has a museum too.",),
    )


def test_a_right_passage_holds_the_answer_at_its_span(question):
    made = [question.right(Random(seed)) for seed in range(50)]
    assert all(e.relevant and e.span.of(e.passage) == ANSWER for e in made)
    assert {e.title for e in made} == {None, "Tbilisi"}
    assert {len(e.passage) for e in made} >= {len(CONTEXT), len(CONTEXT.split(". ")[1]) + 1}
    assert all(e.passage in CONTEXT for e in made)


def test_a_wrong_passage_lacks_the_answer_unless_the_question_was_changed(question, neighbours):
    made = [question.not_right(Random(seed), neighbours) for seed in range(80)]
    kept = [e for e in made if e is not None]
    assert len(kept) > 70
    assert all(e.relevant is False and e.span is None for e in kept)
    same = [e for e in kept if e.question == question.question]
    assert same
    assert all(ANSWER not in e.passage for e in same)
    assert len(kept) > len(same), "some questions are changed"


def test_a_group_has_one_right_sentence_and_some_that_compete():
    pool = SentenceQuestion(
        question="Who?", title=None, right=("She.",), wrong=tuple(f"No {n}." for n in range(9))
    )
    drawn = pool.group(Random(1))
    assert [e.passage for e in drawn if e.relevant] == ["She."]
    assert len([e for e in drawn if not e.relevant]) == 7


def test_a_group_without_a_right_sentence_is_smaller():
    wrong = tuple(f"No {n}." for n in range(9))
    drawn = SentenceQuestion(question="Who?", title=None, right=(), wrong=wrong).group(Random(1))
    assert [e.relevant for e in drawn] == [False] * 4


def test_sentences_of_one_paragraph_compete(question):
    drawn = question.sentence_group(Random(3))
    assert [e.relevant for e in drawn] == [True, False, False, False]
    assert drawn[0].span.of(drawn[0].passage) == ANSWER
    assert sorted(e.passage for e in drawn) == sorted(s.of(CONTEXT) for s in question.sentences)


def test_a_sibling_is_another_paragraph_without_the_answer(question, neighbours):
    others = (CONTEXT, "Tbilisi lies on a river.", f"{ANSWER} was born here.")
    asked = replace(question, siblings=others, wrong=())
    made = [asked.not_right(Random(seed), neighbours) for seed in range(80)]
    passages = {e.passage for e in made if e}
    assert "Tbilisi lies on a river." in passages
    assert others[2] not in passages


def test_a_batch_keeps_what_competes_together():
    def unit(name, size):
        examples = [Example(question=name, passage=str(n)) for n in range(size)]
        return examples, [None] * size

    packed = list(_packed([unit("a", 30), unit("b", 1), unit("c", 2), unit("d", 8)]))
    names = [[units[0].question for units, _ in batch] for batch in packed]
    assert names == [["a", "b"], ["c", "d"]]


def test_targets_are_the_answers_own_tokens():
    tokenizer = load_tokenizer(bundled_directory())
    at = CONTEXT.index(ANSWER)
    right = Example(
        question="Who founded it?",
        passage=CONTEXT,
        title="Tbilisi",
        relevant=True,
        span=Span(at, at + len(ANSWER)),
    )
    wrong = Example(question="Who?", passage="Nobody.", relevant=False)
    encoded = encode(tokenizer, [right, wrong])
    batch = collate([right, wrong], encoded)
    tokens = batch.tokens[0, batch.start[0] : batch.end[0] + 1].tolist()
    assert tokenizer.decode(tokens) == ANSWER.lower()
    assert (batch.start[1], batch.end[1]) == (0, 0)
    assert batch.relevant.tolist() == [1.0, 0.0]
    assert batch.answerable[1].tolist()[:1] == [1]
    assert batch.attended[1].sum() == len(encoded[1].ids)


def test_one_in_about_twelve_is_held_out():
    share = sum(held_out(f"text number {n}") for n in range(6000)) / 6000
    assert 0.05 < share < 0.12
