"""What was found is read: passages first, then the best sentences by themselves."""

from dataclasses import replace

import numpy as np
import pytest
from word_encoder import WordEncoder
from word_reader import WordReader

from index import Article, Hit, Passage
from qa.evidence import Scored, rank
from qa.features import Candidate, describe
from qa.parts import Part
from qa.pool import FIRST_READ, READ_ALONE, Found, quotable
from qa.question import Question, parse
from qa.reading import Reading
from qa.retrieval import Retrieved
from qa.weighing import _once, founds_of, passages_likely, rerank, weigh, weigh_all

TEXT = "Reaction\n\nSnow fell on Minsk. Belarus sent no troops to Kyiv. Nobody knows why."


def hit(text: str, *, number: int = 1, start: int = 0, title: str | None = None) -> Hit:
    article = Article(text=text, title=title)
    passage = Passage(id=number, article=article, start=start, end=len(text))
    return Hit(passage=passage, score=0.5, cosine=0.25, bm25=1.0)


def found(question: str, *hits: Hit, **rest) -> Found:
    (vector,) = WordEncoder().encode_questions([question])
    return Found(question=parse(question), vector=vector, hits=hits, **rest)


def no_idf(terms):
    return dict.fromkeys(terms, 0.0)


def ranked(some: Found, reader: WordReader | None = None):
    (scored,) = weigh(
        [some], reader=reader or WordReader(), embed=WordEncoder().encode_passages, idf=no_idf
    )
    return {s.candidate.text: s.candidate for s in scored}


def test_every_sentence_becomes_a_candidate_with_what_the_reader_said():
    made = ranked(found("Where has Belarus sent troops?", hit(TEXT, title="Snow")))
    assert set(made) == {
        "Snow fell on Minsk.",
        "Belarus sent no troops to Kyiv.",
        "Nobody knows why.",
    }, "a heading is no evidence"
    right = made["Belarus sent no troops to Kyiv."]
    assert right.passage_relevance == 2.0  # belarus, sent, troop
    assert right.relevance == 2.0
    assert right.answer.of(right.article.text) == "Kyiv"
    assert right.mass > 0.5 > made["Nobody knows why."].mass
    assert right.cosine == pytest.approx(2 / np.sqrt(2 * 3))  # belarus and troops; kyiv besides
    assert made["Nobody knows why."].relevance == -4.0


def test_offsets_are_the_articles_wherever_the_passage_begins():
    start = TEXT.index("Belarus")
    made = ranked(found("Where has Belarus sent troops?", hit(TEXT, start=start)))
    right = made["Belarus sent no troops to Kyiv."]
    assert (right.start, right.text) == (start, "Belarus sent no troops to Kyiv.")
    assert right.answer.of(TEXT) == "Kyiv"


def test_of_whether_something_is_so_a_name_alone_is_no_answer():
    for text, marked in (("Belarus sent troops to Kyiv.", None), ("Belarus sent none.", "none")):
        (candidate,) = ranked(found("Has Belarus sent troops?", hit(text))).values()
        assert (candidate.answer and candidate.answer.of(text)) == marked


def test_no_number_is_cut_by_what_is_marked():
    text = "Snow fell. Belarus sent troops, all 1,400."  # the reader marks the last word: "400"
    made = ranked(found("Has Belarus sent troops?", hit(text)))
    right = made["Belarus sent troops, all 1,400."]
    assert right.answer.of(text) == "1,400"


def test_asked_why_only_a_reason_is_marked():
    text = (
        "Belarus sent no troops. Belarus sent no troops because Minsk is afraid. "
        "The reason why Belarus sent no troops is known in Minsk."
    )
    made = ranked(found("Why has Belarus sent no troops?", hit(text)))
    marked = {sentence: candidate.answer is not None for sentence, candidate in made.items()}
    assert marked == {
        "Belarus sent no troops.": False,
        "Belarus sent no troops because Minsk is afraid.": True,
        "The reason why Belarus sent no troops is known in Minsk.": False,
    }


@pytest.mark.parametrize(
    ("question", "marked"), [("Who paid?", None), ("Where was it paid?", None), ("Paid?", "$400")]
)
def test_a_figure_is_neither_who_nor_where(question, marked):
    text = "Snow fell. Minsk paid it all, $400."
    right = ranked(found(question, hit(text)))["Minsk paid it all, $400."]
    assert (right.answer and right.answer.of(text)) == marked


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who said “it's a sad, sad day”?", True),
        ('Who called it "A sad, sad day."?', True),
        ("Who said “it is a sad day”?", None),
        ("Who said “sad day”?", None),
        ("Why is it “a sad, sad day”?", None),
    ],
)
def test_what_has_the_words_of_which_is_asked_who_said_them_is_what_was_said(question, said):
    (candidate,) = ranked(found(question, hit("“It’s a sad, sad day,” said Poe."))).values()
    assert candidate.said is said


def test_what_a_correction_repeats_is_no_evidence():
    text = "Correction: we wrote that Belarus sent troops. Belarus sent none."
    assert set(ranked(found("Has Belarus sent troops?", hit(text)))) == {"Belarus sent none."}
    asked = "What did the correction say of Belarus?"
    assert len(ranked(found(asked, hit(text)))) == 2


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("How many troops has Belarus sent?", 1),
        ("Has Belarus sent troops?", 2),
        ("What is untrue of Belarus?", 2),
    ],
)
def test_what_is_denied_is_no_evidence_unless_it_is_asked_whether_it_is_so(question, count):
    text = "It is untrue that Belarus sent 400 troops. Belarus sent 12."
    assert len(ranked(found(question, hit(text)))) == count


def test_only_the_best_at_first_sight_are_read_alone():
    reader = WordReader()
    text = " ".join(f"Sentence number {n} is about snow." for n in range(READ_ALONE + 5))
    text += " Belarus sent no troops."
    made = ranked(found("Has Belarus sent troops?", hit(text)), reader)
    alone = [pair.passage for pair in reader.asked[1:]]
    assert len(alone) == READ_ALONE
    assert "Belarus sent no troops." in alone
    assert sum(candidate.relevance is None for candidate in made.values()) == 6


@pytest.mark.parametrize(
    ("unlikely", "read"),
    [
        pytest.param(0.0, ["It snows.", "Belarus sent no troops.", "He eats."], id="all"),
        pytest.param(1.0, ["Belarus sent no troops."], id="none but the best"),
    ],
)
def test_sentences_far_less_likely_than_the_best_are_not_read_alone(unlikely, read):
    reader = WordReader()
    some = found("Has Belarus sent troops?", hit("It snows. Belarus sent no troops. He eats."))
    ranked(replace(some, unlikely=unlikely), reader)
    assert sorted(pair.passage for pair in reader.asked[1:]) == sorted(read)


@pytest.mark.parametrize(
    ("unpromising", "read"),
    [
        pytest.param(0.0, FIRST_READ + 3, id="all"),
        pytest.param(1.0, FIRST_READ, id="none but the first"),
    ],
)
def test_passages_that_promise_far_less_than_the_best_are_not_read(unpromising, read):
    reader = WordReader()
    dull = [hit(f"It snows {n}.", number=n) for n in range(FIRST_READ + 2)]
    telling = hit("Belarus has sent no troops.", number=99)
    some = found("Has Belarus sent troops?", *dull, telling, unpromising=unpromising)
    made = ranked(some, reader)
    texts = {one.passage.text for one in some.hits}
    whole = [pair.passage for pair in reader.asked][:read]
    assert set(whole) <= texts
    assert whole[0] == "Belarus has sent no troops.", "the most promising comes first"
    assert len(made) == read, "what was not read is no evidence"
    assert all(candidate.passage_relevance is not None for candidate in made.values())


def test_what_the_first_passages_turned_out_to_hold_tells_what_else_is_read():
    class Denying(WordReader):
        def read(self, pairs):
            return [Reading(relevance=-6.0) for _ in super().read(pairs)]

    hits = [hit(f"Belarus has sent troops {n}.", number=n) for n in range(FIRST_READ)]
    hits += [hit(f"It snows {n}.", number=FIRST_READ + n) for n in range(3)]
    some = found("Has Belarus sent troops?", *hits, unpromising=1.0)
    assert len(ranked(some)) == FIRST_READ, "they answer as they promised"
    assert len(ranked(some, Denying())) == len(hits), "they promised, and do not answer"


def test_every_passage_is_read_where_the_first_do_not_answer():
    hits = [hit(f"It snows {n}.", number=n) for n in range(FIRST_READ + 3)]
    assert len(ranked(found("Has Belarus sent troops?", *hits))) == len(hits)


def test_a_passage_without_a_sentence_to_quote_is_not_read():
    reader = WordReader()
    assert ranked(found("Has Belarus sent troops?", hit("Reaction\n\n")), reader) == {}
    assert reader.asked == []


def test_sentences_are_ranked_by_what_they_are_described_as_once_all_is_read():
    text = " ".join(f"Sentence number {n} is about snow in Minsk." for n in range(READ_ALONE + 5))
    some = found("Which number is about snow?", hit(text, title="Snow"))
    (scored,) = weigh([some], reader=WordReader(), embed=WordEncoder().encode_passages, idf=no_idf)
    candidates = [one.candidate for one in scored]
    idf = no_idf(some.question.terms)
    described = describe(some.question, candidates, idf=idf)
    assert np.array([one.features for one in scored]) == pytest.approx(described)
    assert rank(some.question, candidates, idf=idf) == scored


def test_the_title_is_read_with_passage_and_sentence():
    reader = WordReader()
    ranked(found("Has Belarus sent troops?", hit("Belarus sent none.", title="No troops")), reader)
    assert [pair.title for pair in reader.asked] == ["No troops", "No troops"]


def test_whose_words_a_sentence_is_is_read_with_it_where_that_is_asked():
    text = "“It snowed,” said Ann Poe. “Snow fell.” It snowed, Roe said. Snow fell."
    titles = {}
    for question in ("What did Poe say of snow?", "Was there snow?"):
        reader = WordReader()
        ranked(found(question, hit(text, title="Snow")), reader)
        titles[question] = {pair.passage: pair.title for pair in reader.asked[1:]}
    assert titles["What did Poe say of snow?"] == {
        "“It snowed,” said Ann Poe.": "Snow",
        "“Snow fell.”": "Snow\nPoe said",
        "It snowed, Roe said.": "Snow",
        "Snow fell.": "Snow",
    }
    assert set(titles["Was there snow?"].values()) == {"Snow"}


def test_who_says_a_sentence_is_known_where_that_is_asked():
    text = "“It snowed,” said Ann Poe. It snowed, Roe said. Snow fell."
    made = ranked(found("What did Poe say of snow?", hit(text)))
    assert [candidate.said for candidate in made.values()] == [True, None, False]
    made = ranked(found("Was there snow?", hit(text)))
    assert {candidate.said for candidate in made.values()} == {None}


def test_asked_what_somebody_said_all_of_it_answers_and_nothing_is_marked():
    text = "Snow fell. It snowed, Ann Poe said."
    for question, marked in (("What did Poe say?", False), ("What did Poe say of snow?", True)):
        made = ranked(found(question, hit(text)))["It snowed, Ann Poe said."]
        assert (made.answer is not None) == marked


def test_nothing_found_is_nothing_ranked():
    assert ranked(found("Has Belarus sent troops?")) == {}
    assert weigh([], reader=WordReader(), embed=WordEncoder().encode_passages, idf=no_idf) == []


def test_a_heading_is_not_quotable():
    text = hit(TEXT).passage.text
    assert next(span.of(text) for span in quotable(hit(TEXT))) == "Snow fell on Minsk."


@pytest.fixture
def two_parts() -> Retrieved:
    """A question of two parts; the second passage was found for both."""
    whole = parse("Has Belarus sent troops, and who has grain?")
    parts = (
        Part(text="Has Belarus sent troops", query="Belarus sent troops", outlets=(), periods=()),
        Part(text="who has grain", query="who has grain", outlets=(), periods=()),
    )
    known = {name: getattr(whole, name) for name in whole.__slots__}
    vectors = WordEncoder().encode_questions([part.query for part in parts])
    return Retrieved(
        question=Question(**known | {"parts": parts}),
        vector=vectors[0],
        part_vectors=vectors,
        hits=[
            hit("Belarus sent no troops.", number=1),
            hit("Kyiv has grain.", number=2),
        ],
        found_for=[(0,), (1, 0)],
    )


def test_each_part_reads_what_was_found_for_it(two_parts):
    first, second = founds_of(two_parts)
    assert (first.part, second.part) == ("Has Belarus sent troops", "who has grain")
    assert [h.passage.id for h in first.hits] == [1, 2]
    assert [h.passage.id for h in second.hits] == [2]
    assert first.question.text == "Belarus sent troops"
    assert first.read_alone < READ_ALONE


def test_a_sentence_found_for_two_parts_stands_once_for_the_better(two_parts):
    (found,) = weigh_all(
        [two_parts], reader=WordReader(), embed=WordEncoder().encode_passages, idf=no_idf
    )
    assert [part.part for part, _ in found.by_part] == ["Has Belarus sent troops", "who has grain"]
    scored = found.ranked
    given = {s.candidate.text: s.candidate.part for s in scored}
    assert given == {
        "Belarus sent no troops.": "Has Belarus sent troops",
        "Kyiv has grain.": "who has grain",
    }
    assert [s.score for s in scored] == sorted((s.score for s in scored), reverse=True)
    grain = next(s for s in scored if s.candidate.text == "Kyiv has grain.")
    ((other, score),) = grain.also
    assert other == "Has Belarus sent troops"
    assert 0.0 < score < grain.score


def scored_of(hit: Hit, first_sight: float) -> Scored:
    candidate = Candidate(
        article=hit.passage.article,
        start=0,
        end=4,
        passage=hit.passage.text,
        context_cosine=0.0,
        retrieval=0.0,
    )
    return Scored(candidate=candidate, score=0.5, features=(), first_sight=first_sight)


@pytest.mark.parametrize(
    ("likely", "order"),
    [
        pytest.param([0.5] * 6, [0, 1, 2, 3, 4, 5], id="all alike: as retrieved"),
        pytest.param([0.0] * 5 + [1.0], [0, 1, 5, 2, 3, 4], id="four places for the likely one"),
        pytest.param([1.0] * 5 + [0.0], [0, 1, 2, 3, 4, 5], id="the last stays the last"),
    ],
)
def test_passages_move_up_by_their_best_sentence(likely, order):
    hits = [hit(f"Snow {n}.", number=n) for n in range(6)]
    scored = [scored_of(one, p) for one, p in zip(hits, likely, strict=True)]
    scored += [scored_of(one, 0.0) for one in hits]  # their other sentences
    assert [one.passage.id for one in rerank(hits, scored)] == order


def test_a_passage_without_a_sentence_is_the_least_likely():
    hits = [hit("Snow.", number=0), hit("Ice.", number=1)]
    assert [one.passage.id for one in rerank(hits, [scored_of(hits[1], 0.9)])] == [1, 0]
    assert rerank([], []) == []


def test_a_passage_has_the_odds_of_its_best_sentence_times_e_squared():
    one, other = hit("Snow.", number=0), hit("Ice.", number=1)
    likely = passages_likely([scored_of(one, 0.2), scored_of(one, 0.1), scored_of(other, 0.0)])
    assert likely == {
        (one.passage.article.id, "Snow."): pytest.approx(0.2 * 7.4 / (1 + 0.2 * 6.4)),  # 0.649
        (other.passage.article.id, "Ice."): 0.0,
    }


def test_of_a_sentence_found_for_two_parts_the_larger_first_sight_is_kept():
    first, second = scored_of(hit("Snow."), 0.2), scored_of(hit("Snow."), 0.9)
    one = replace(first, candidate=replace(first.candidate, part="Did it snow"), score=0.6)
    other = replace(second, candidate=replace(second.candidate, part="did it melt"), score=0.3)
    assert _once([one, other]) == replace(one, also=(("did it melt", 0.3),), first_sight=0.9)
    assert _once([other, one]) == _once([one, other])
