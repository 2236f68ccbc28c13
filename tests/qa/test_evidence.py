"""Sentences ranked and chosen."""

import json
import math
from dataclasses import replace
from importlib.resources import files

import pytest

from index import Article
from qa.evidence import (
    SAID_ODDS,
    SHARE_OF_BEST,
    TURN,
    Scored,
    also_answers,
    best_by_part,
    rank,
    select,
    without_parts,
)
from qa.evidence import same_sentence as same
from qa.features import FEATURES, Candidate
from qa.question import parse


def candidate(text: str, **known) -> Candidate:
    return candidate_of(Article(text=text), 0, len(text), **known)


def test_rank_orders_by_probability_and_keeps_ties_in_order():
    near, far = candidate("Snow fell.", relevance=3.0), candidate("Rain fell.", relevance=-3.0)
    again = candidate("Hail fell.", relevance=3.0)
    ranked = rank(parse("What fell on us?"), [far, near, again], idf={})
    assert [s.candidate for s in ranked] == [near, again, far]
    assert all(0 < s.score < 1 for s in ranked)
    assert ranked[0].features[FEATURES.index("relevance")] == 3.0


def test_what_was_read_alone_stands_before_what_was_not():
    read, unread = candidate("Snow fell.", relevance=-6.0), candidate("Rain fell.", mass=0.9)
    ranked = rank(parse("What fell on us?"), [unread, read], idf={})
    assert [s.candidate for s in ranked] == [read, unread]
    assert ranked[1].score == pytest.approx(logistic("first_sight", ranked[1].features))
    assert ranked[0].score == pytest.approx(logistic("weights", ranked[0].features))


def test_first_sight_is_of_all_sentences_alike_whether_read_alone_or_not():
    said = [candidate("Snow fell.", relevance=4.0, said=True), candidate("Rain fell.", mass=0.9)]
    read, unread = rank(parse("What fell on us?"), said, idf={})
    odds = [s.first_sight / (1 - s.first_sight) for s in (read, unread)]
    first = [logistic("first_sight", s.features) for s in (read, unread)]
    assert odds[0] == pytest.approx(SAID_ODDS[True] * first[0] / (1 - first[0]))
    assert odds[1] == pytest.approx(first[1] / (1 - first[1]))
    assert read.score != pytest.approx(read.first_sight)
    assert unread.score == unread.first_sight


def logistic(name: str, features) -> float:
    stored = json.loads((files("qa") / "sentence_weights.json").read_text())[name]
    found = sum(stored[f] * x for f, x in zip(FEATURES, features, strict=True)) + stored["bias"]
    return 1 / (1 + math.exp(-found))


def test_what_is_said_by_whom_the_question_asks_for_is_likelier_and_anothers_words_less():
    fell = [candidate("Snow fell.", relevance=1.0, said=said) for said in (False, None, True)]
    ranked = rank(parse("What fell on us?"), fell, idf={})
    assert [s.candidate.said for s in ranked] == [True, None, False]
    odds = [s.score / (1 - s.score) for s in ranked]
    assert odds[0] / odds[1] == pytest.approx(SAID_ODDS[True])
    assert odds[2] / odds[1] == pytest.approx(SAID_ODDS[False])
    assert ranked[1].score == pytest.approx(logistic("weights", ranked[1].features))


def test_nothing_to_rank():
    assert rank(parse("Who?  Belarus?"), [], idf={}) == []


def scored(text: str, score: float, *, article: str, part: str | None = None) -> Scored:
    made = Article(text=f"{text} {article}", title=article)
    place = candidate_of(made, 0, len(text), part=part)
    return Scored(candidate=place, score=score, features=(0.0,) * len(FEATURES))


def texts(groups):
    return [[(s.candidate.text, s.candidate.article.title) for s in group] for group in groups]


def test_a_sentence_in_two_articles_is_one_statement_with_two_citations():
    twice = Article(text="“Minsk said no” Minsk said no!", title="b")
    ranked = [
        scored("Minsk said no.", 0.9, article="a"),
        Scored(candidate=candidate_of(twice, 0, 15), score=0.8, features=()),
        Scored(candidate=candidate_of(twice, 16, 30), score=0.7, features=()),
        scored("Kyiv was silent.", 0.6, article="c"),
    ]
    assert texts(select(ranked, limit=5)) == [
        [("Minsk said no.", "a"), ("“Minsk said no”", "b")],
        [("Kyiv was silent.", "c")],
    ]


def test_a_figure_changed_is_another_statement():
    assert not same("Belarus sent 10 drones over.", "Belarus sent 12 drones over.")
    assert same("Belarus sent 10 drones over.", "Belarus sent 10 drones over")
    assert same("It has 65,089 shells.", "It has 65089 shells")
    assert not same("It has 6.5 tonnes.", "It has 65 tonnes.")
    assert not same("Output changed by -5 %.", "Output changed by 5 %.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Minsk will send troops to Ukraine.", "Minsk will not send troops to Ukraine."),
        ("The price of wheat in Odesa rose by 5%.", "The price of wheat in Odesa fell by 5%."),
        ("Iran said it would sign the deal.", "Iraq said it would sign the deal."),
        ("They buried two soldiers on Monday.", "They buried ten soldiers on Monday."),
        ("Few of the officers agreed with him.", "A few of the officers agreed with him."),
        ("Exports increased in the second quarter.", "Exports decreased in the second quarter."),
        ("…", "—"),
    ],
)
def test_a_word_changed_is_another_statement(one, other):
    assert not same(one, other)


def test_case_accents_and_quotation_marks_make_no_other_statement():
    assert same("“Minsk hasn’t decided,” Müller said.", '"MINSK hasn\'t decided", Muller said')


def test_no_outlet_is_named_under_the_opposite_of_what_it_wrote():
    will = scored("Belarus will send troops this year.", 0.6, article="A")
    wont = scored("Belarus will not send troops this year.", 0.5, article="B")
    assert texts(select([will, wont], limit=3)) == [
        [(will.candidate.text, "A")],
        [(wont.candidate.text, "B")],
    ]


def test_articles_take_turns():
    article = Article(text="One. Two. Three.")
    one, two = (
        Scored(candidate=candidate_of(article, a, b), score=s, features=())
        for a, b, s in ((0, 4, 0.6), (5, 9, 0.5))
    )
    other = scored("Elsewhere.", 0.4, article="b")
    # Odds 1.5, 1.0, 0.67; after `one`, its article's next sentence keeps 0.4 of 1.0.
    assert TURN * 1.0 < 0.4 / 0.6
    assert [g[0] for g in select([one, two, other], limit=3)] == [one, other, two]


def test_parts_take_turns_and_each_keeps_its_own_best():
    ranked = [
        scored("One.", 0.6, article="a", part="first"),
        scored("Two.", 0.5, article="b", part="first"),
        scored("Three.", 0.02, article="c", part="first"),
        scored("Four.", 0.4, article="d", part="second"),
        scored("Five.", 0.021, article="e", part="second"),
    ]
    # 0.02 is under a twentieth of 0.6, its part's best; 0.021 is not, of 0.4.
    chosen = [group[0].candidate.text for group in select(ranked, limit=5)]
    assert chosen == ["One.", "Four.", "Two.", "Five."]


def test_a_part_whose_best_sentence_stands_for_another_is_not_filled_with_scraps():
    both = replace(scored("Both.", 0.8, article="a", part="second"), also=(("first", 0.6),))
    near, far = (
        scored(text, score, article=text, part="first")
        for text, score in (("Near.", 0.031), ("Far.", 0.029))
    )
    assert [group[0] for group in select([both, near, far], limit=5)] == [both, near]
    assert also_answers(both, best_by_part([both, near, far])) == {"first"}
    better = scored("Better.", 0.7, article="b", part="first")
    assert also_answers(both, best_by_part([both, better])) == set()
    unlike = replace(both, also=(("first", 0.8 * SHARE_OF_BEST * 0.99),))
    assert also_answers(unlike, best_by_part([unlike])) == set()


def test_what_was_found_for_a_part_that_is_left_out_goes_with_it_or_stands_for_another():
    own = scored("Own.", 0.5, article="a", part="kept")
    lost = scored("Lost.", 0.9, article="b", part="out")
    both = replace(scored("Both.", 0.8, article="c", part="out"), also=(("kept", 0.6),))
    same = replace(own, also=(("out", 0.1),))
    assert without_parts([own, lost], ["out"]) == [own]
    assert without_parts([same], ["out"]) == [own]
    moved, last = without_parts([lost, both, own], ["out"])
    assert (moved.candidate.part, moved.score, moved.also) == ("kept", 0.6, ())
    assert moved.candidate.answer is None
    assert last == own


def candidate_of(article: Article, start: int, end: int, **known) -> Candidate:
    known = {"passage_relevance": 0.0, "mass": 0.0, **known}
    return Candidate(
        article=article,
        start=start,
        end=end,
        passage=article.text,
        context_cosine=0.0,
        retrieval=0.0,
        **known,
    )


def test_what_is_far_less_likely_than_the_best_is_left_out():
    ranked = [
        scored("Snow fell.", 0.9, article="a"),
        scored("Rain fell.", 0.9 * SHARE_OF_BEST * 0.99, article="b"),
    ]
    assert len(select(ranked, limit=5)) == 1
    assert select([], limit=5) == []


def test_no_more_than_asked_for():
    ranked = [scored(f"Number {n} fell.", 0.5, article=str(n)) for n in range(9)]
    assert [group[0] for group in select(ranked, limit=3)] == ranked[:3]
