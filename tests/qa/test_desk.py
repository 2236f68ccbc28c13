"""The desk on the shipped articles, with the model that ships."""

import json
from datetime import date
from pathlib import Path

import pytest

from index import Archive, BundledEncoder, Filters, RequestError
from index.headings import is_heading
from qa import Desk, calibration, silence
from qa.calibration import Calibration
from qa.reader import BundledReader
from qa.strictness import Strictness

EXAMPLE = "Why hasn't Belarus sent troops to Ukraine?"
# The reasons that the articles give, each by words of which one must stand in a quote.
REASONS = {
    "people are against the war": ("against the war", "reject the war", "against the Belarusian"),
    "he needs the army at home": ("at home", "nearby", "protests"),
    "he fears what happened in Kursk": ("catastrophe",),
    "the army is not ready": ("experience", "unprepared", "poorer condition"),
    "the opposition": ("opposition",),
    "the army does not want to": ("no keener", "mood of the Belarusian army"),
    "no guarantees agreement": ("guarantees",),
    "Russian generals do not command": ("generals",),
    "posturing instead of sending": ("feigned", "as a way out", "escape having to send"),
}
QUESTIONS = (
    EXAMPLE,
    "How many drones did Lukashenko speak of?",
    "Who is Pavel Latushka?",
    "How many people live in Minsk?",
    "What is the capital of Brazil?",
)


@pytest.fixture(scope="module")
def shipped(shipped_archive: Path) -> Desk:
    return Desk(Archive.open(shipped_archive), remembered=0)  # each question is read anew


@pytest.fixture(scope="module")
def answers(shipped: Desk):
    return list(shipped.ask_many(QUESTIONS))


def test_the_example_question_gives_four_reasons_from_three_articles(shipped):
    answer = shipped.ask(EXAMPLE)
    citations = [c for statement in answer.statements for c in statement.citations]
    given = {
        (reason, citation.article.id)
        for citation in citations
        for reason, words in REASONS.items()
        if any(word in citation.quote for word in words)
    }
    assert len({reason for reason, _ in given}) >= 4, answer.text
    assert len({article for _, article in given}) >= 3, answer.text


def test_every_quote_is_a_slice_of_an_article_of_the_archive(shipped, answers):
    quoted = 0
    for answer in answers:
        for citation in (*answer.closest, *(c for s in answer.statements for c in s.citations)):
            stored = shipped.archive.article(citation.article.id)
            assert stored.text[citation.start : citation.end] == citation.quote
            assert citation.quote.strip() == citation.quote
            assert not is_heading(citation.quote)
            quoted += 1
    assert quoted > 10


def test_neighbours_are_the_sentences_around(answers):
    for statement in answers[0].statements:
        citation = statement.citations[0]
        around = citation.article.text[citation.context_start : citation.context_end]
        assert around == citation.before + citation.quote + citation.after
        assert citation.before.strip() or citation.start == 0
        assert len(around) > len(citation.quote)


def test_what_the_articles_do_not_say_is_silence(answers):
    for answer in answers[3:]:
        assert answer.silent
        assert answer.text.startswith("The archive does not say.")
        assert answer.probability < answer.threshold
        assert all(citation.answer_start is None for citation in answer.closest)


def test_what_they_say_is_no_silence(answers):
    assert [answer.silent for answer in answers[:3]] == [False, False, False]
    assert any("10 Ukrainian drones" in s.citations[0].quote for s in answers[1].statements)


def test_many_are_answered_as_one_by_one_and_in_order(shipped):
    # In float32: what float16 rounds off depends on what is computed together.
    archive = Archive.open(shipped.archive.path, encoder=BundledEncoder(precision="f32"))
    exact = Desk(archive, reader=BundledReader(precision="f32"), remembered=0)
    questions = QUESTIONS[::2]  # two with an answer, one without
    answers = list(exact.ask_many(questions))
    assert [answer.question for answer in answers] == list(questions)
    for question, answer in zip(questions, answers, strict=True):
        alone = exact.ask(question)
        assert [s.citations[0].quote for s in alone.statements] == [
            s.citations[0].quote for s in answer.statements
        ]
        assert alone.probability == pytest.approx(answer.probability, abs=1e-4)


def test_many_are_answered_as_they_come_with_progress(shipped):
    seen, done = [], []

    def endless():
        while True:
            seen.append(len(seen))
            yield "Who founded the CSTO?"

    answers = shipped.ask_many(endless(), progress=done.append)
    assert next(answers).question == "Who founded the CSTO?"
    assert len(seen) <= 32
    next(answers)
    assert done == [1]


def test_limit(shipped):
    assert len(shipped.ask(EXAMPLE, limit=2).statements) == 2


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        pytest.param(0, "limit of 0", id="below one"),
        pytest.param("3", "whole number, and '3'", id="a string"),
        pytest.param(1.5, "whole number, and 1.5", id="a fraction"),
    ],
)
def test_a_limit_of_nothing_or_of_another_kind_is_refused(desk, limit, message):
    with pytest.raises(RequestError, match=message):
        desk.ask("Where are the troops?", limit=limit)


def test_filters_hold_for_every_citation_and_are_said(shipped):
    answer = shipped.ask(EXAMPLE, outlets=["on the record briefing"], until=date(2022, 12, 31))
    cited = [*answer.closest, *(c for s in answer.statements for c in s.citations)]
    assert cited
    assert {c.article.outlet for c in cited} == {"On the Record Briefing"}
    assert {c.article.published for c in cited} == {date(2022, 11, 4)}
    assert answer.coverage.articles == 2
    assert answer.coverage.filters == Filters(
        outlets=("on the record briefing",), until=date(2022, 12, 31)
    )


def test_a_filter_without_articles_is_silence(shipped):
    answer = shipped.ask(EXAMPLE, since=date(2030, 1, 1))
    assert (answer.silent, answer.closest, answer.coverage.articles) == (True, (), 0)
    assert "Searched 0 articles" in answer.text


def test_an_unknown_outlet_is_refused(shipped):
    with pytest.raises(RequestError, match="no outlet 'The Moon'"):
        shipped.ask(EXAMPLE, outlets=["The Moon"])


def test_an_empty_archive_is_silent(archive):
    answer = Desk(archive).ask("Who waits in Minsk?")
    assert (answer.silent, answer.probability) == (True, 0.0)


def test_the_words_that_answer_are_marked_within_the_quote(answers):
    statements = answers[1].statements
    marked = [c.marked[1] for s in statements for c in s.citations if c.answer_start is not None]
    assert any("10" in words.split() for words in marked), marked
    for statement in statements:
        for citation in statement.citations:
            assert "".join(citation.marked) == citation.quote


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who is Alexander Lukashenko?", []),
        ("Who is Defense Minister Viktor Khrenin?", []),
        ("Who is Sviatlana Tsikhanouskaya?", []),
        ("What is the KGB?", []),
        ("Who is Andrey Lukyanovich?", ["air force commander"]),
        ("Who is Ivan Tertel?", ["who heads the KGB in Belarus"]),
    ],
)
def test_what_is_marked_of_somebody_is_who_that_is_or_nothing(shipped, question, expected):
    statements = shipped.ask(question).statements
    marked = [c.marked[1] for s in statements for c in s.citations if c.answer_start is not None]
    assert marked == expected


def test_somebodys_words_are_theirs(shipped):
    answer = shipped.ask("What did Lukashenko say about peace talks?")
    assert "peace talks were needed" in answer.statements[0].citations[0].quote


def test_what_others_say_of_somebody_is_none_of_their_words(shipped):
    question = "What did Putin say about Belarus?"
    assert shipped.ask(question).silent
    answer = shipped.ask(question, strictness=Strictness.OPEN)
    assert not answer.silent
    assert all(c.answer_start is None for s in answer.statements for c in s.citations)


def test_strictness_moves_the_threshold_alone(shipped, answers):
    strict = shipped.ask(QUESTIONS[1], strictness=Strictness.STRICT)
    generous = shipped.ask(QUESTIONS[1], strictness=Strictness.OPEN)
    assert strict.probability == pytest.approx(generous.probability)
    assert strict.threshold == silence.threshold(Strictness.STRICT) > generous.threshold
    assert (strict.strictness, generous.strictness) == ("strict", "open")
    assert answers[1].strictness == "balanced"


def test_a_threshold_of_its_own_is_taken_where_nothing_is_chosen(small_archive):
    with pytest.raises(RequestError, match="has no threshold of its own"):
        Desk(small_archive, strictness=Strictness.CALIBRATED)
    own = Calibration(threshold=0.999, wanted=0.05, answerable=20, unanswerable=20)
    calibration.store(small_archive, own)
    question = "How many soldiers has the army of Belarus?"
    answer = Desk(small_archive).ask(question)
    assert (answer.threshold, answer.strictness, answer.silent) == (0.999, "calibrated", True)
    assert Desk(small_archive).ask(question, strictness=Strictness.OPEN).strictness == "open"
    calibration.store(small_archive, None)
    assert Desk(small_archive).ask(question).strictness == "balanced"


def test_a_threshold_fitted_to_one_reader_is_in_force_for_no_other(small_archive):
    own = Calibration(
        threshold=0.999, wanted=0.05, answerable=20, unanswerable=20, reader="another-reader"
    )
    calibration.store(small_archive, own)
    assert calibration.stored(small_archive) == own
    assert Desk(small_archive).threshold().strictness is Strictness.BALANCED
    with pytest.raises(RequestError, match="no threshold of its own for the reader"):
        Desk(small_archive, strictness=Strictness.CALIBRATED)
    with pytest.raises(RequestError, match="--reader 'my models/reader' --archive"):
        calibration.threshold(small_archive, Strictness.CALIBRATED, reader="my models/reader")
    assert calibration.threshold(small_archive, reader="another-reader").value == 0.999


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param({"weights": "others"}, id="other weights"),
        pytest.param({}, id="kept before weights were"),
    ],
)
def test_a_threshold_fitted_with_other_weights_is_no_longer_in_force(small_archive, kept, caplog):
    values = {"threshold": 0.999, "wanted": 0.05, "answerable": 20, "unanswerable": 20}
    small_archive.keep_setting("silence_threshold", json.dumps(values | kept))
    found = calibration.stored(small_archive)
    assert found is not None
    assert found.is_outdated
    assert Desk(small_archive).threshold().strictness is Strictness.BALANCED
    (warning,) = caplog.messages
    assert warning.startswith("another threshold is in force: the archive ")
    assert Desk(small_archive, strictness=Strictness.OPEN).threshold().strictness == "open"
    assert caplog.messages == [warning], "what was chosen is no surprise"
    with pytest.raises(RequestError, match="fitted when weights were others; fit it again with"):
        Desk(small_archive, strictness=Strictness.CALIBRATED)


def test_a_question_of_several_parts_has_evidence_for_each(desk):
    question = (
        "Did the Example Daily report that Belarus sent no troops, while the Example Weekly "
        "counted the soldiers of the Belarusian army?"
    )
    answer = desk.ask(question, strictness=Strictness.OPEN)
    assert len(answer.parts) == 2
    assert set(answer.outlets) == {"Example Daily", "Example Weekly"}
    given = {(s.part, s.citations[0].article.outlet) for s in answer.statements}
    assert {outlet for _, outlet in given} >= {"Example Daily", "Example Weekly"}
    assert {part for part, _ in given} == set(answer.parts)
    order = [answer.parts.index(s.part) for s in answer.statements]
    assert order == sorted(order)


def test_a_sentence_that_answers_two_parts_stands_under_both(shipped):
    answer = shipped.ask(
        "How many munitions did Belarus send to Russia and how many railroad wagons carried them"
    )
    first = answer.statements[0]
    assert "65,089 munitions" in first.citations[0].quote
    assert "1,940 railroad wagons" in first.citations[0].quote
    assert (first.part, *first.also) == answer.parts
    assert f"{answer.parts[0]} / {answer.parts[1]}:\n[1]" in answer.text
    assert answer.to_dict()["statements"][0]["also"] == [answer.parts[1]]
    assert first.citations[0].answer_start is None  # 1,940 would seem to be the munitions


def test_a_part_that_the_archive_does_not_answer_is_said_to_be_none(shipped):
    known = "Why has Belarus sent no troops to Ukraine"
    answer = shipped.ask(f"{known}, and who is the mayor of Lisbon?")
    known, unknown = answer.parts
    assert answer.unanswered == (unknown,)
    assert {statement.part for statement in answer.statements} == {known}
    assert f"\n{unknown}\nThe archive does not say." in answer.text
    assert answer.to_dict()["unanswered"] == [unknown]
    assert answer.probability == pytest.approx(shipped.ask(known).probability, abs=0.05)
    both = shipped.ask(
        "How many munitions went to Russia, and how many drones did Lukashenko report?"
    )
    assert (len(both.parts), both.unanswered) == (2, ())
    neither = shipped.ask("When was the first bank of Lisbon founded, and who leads Madrid?")
    assert (len(neither.parts), neither.silent, neither.unanswered) == (2, True, ())


def test_undated_articles_are_counted_where_a_date_is_asked(desk):
    answer = desk.ask("Who wrote of the grain of Kyiv?", since=date(2022, 1, 1))
    assert answer.coverage.undated == 1
    assert "1 article without a date could not be searched." in answer.text


@pytest.mark.parametrize(
    "question",
    [None, b"Who leads the CSTO?", float("nan"), 7, ["Who leads the CSTO?"]],
    ids=["None", "bytes", "empty cell of a table", "number", "list"],
)
def test_what_is_no_string_is_refused_as_a_question(desk, question):
    with pytest.raises(RequestError, match=r"a question is a string, and .* is none"):
        desk.ask(question)


def test_one_string_is_not_asked_character_by_character(desk):
    with pytest.raises(RequestError, match="one string; give a list"):
        next(desk.ask_many("Who"))


def test_strictness_may_be_named(desk):
    question = "How many soldiers has the army of Belarus?"
    assert desk.ask(question, strictness="open").strictness is Strictness.OPEN
    with pytest.raises(RequestError, match="no strictness 'sure'; choose one of: strict, balanced"):
        Desk(desk.archive, strictness="sure")
    with pytest.raises(RequestError, match="no threshold of its own"):
        desk.ask(question, strictness="calibrated")


@pytest.mark.parametrize(
    ("archive", "reason"),
    [
        pytest.param(
            "news", r"""not on 'news'; write: Desk\(Archive.open\("news"\)\)""", id="name"
        ),
        pytest.param(Path("news"), r"""write: Desk\(Archive.open\("news"\)\)""", id="path"),
        pytest.param(None, r"""not on None; write: Desk\(Archive.open\("archive"\)\)""", id="none"),
        pytest.param(Archive, r"not on <class 'index.archive.Archive'>", id="the class"),
    ],
)
def test_what_is_no_archive_is_refused_at_once(archive, reason):
    with pytest.raises(RequestError, match=reason):
        Desk(archive)


def test_a_readers_name_is_refused_at_once(desk):
    with pytest.raises(RequestError, match=r"""write: Desk\(.*load_reader\("mine"\)\)"""):
        Desk(desk.archive, reader="mine")


def test_what_is_no_reader_and_what_are_no_filters_is_told(archive):
    with pytest.raises(RequestError, match="is no reader; give one that reads pairs"):
        Desk(archive, reader=object())
    with pytest.raises(RequestError, match="are no filters; make them: Filters"):
        next(Desk(archive).ask_many(["Who left?"], filters={"outlets": ["A"]}))
