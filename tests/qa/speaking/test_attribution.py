"""Who says a quote: shown where it is sure, and nobody where it is not."""

import pytest

from index import Article
from index.splitting import split_sentences
from qa import Citation
from qa.speaking.attribution import attribute

INTRODUCED = "Ann Poe, a judge, came to Minsk. Poe said so."


def last_sentence(text: str) -> Citation:
    start, end = split_sentences(text)[-1]
    article = Article(text=text)
    return Citation(
        article=article, start=start, end=end, context_start=0, context_end=len(text), score=1.0
    )


def said(text: str) -> tuple[str | None, str | None]:
    """Return who says the last sentence of a text, and by which verb."""
    citation = last_sentence(text)
    return citation.speaker, citation.verb


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ann Poe said no.", ("Ann Poe", "said"), id="before the verb"),
        pytest.param("“No,” said Ann Poe.", ("Ann Poe", "said"), id="after the verb"),
        pytest.param("According to Ann Poe, it ends.", ("Ann Poe", "According to"), id="according"),
        pytest.param("Ann Poe denied that it ends.", ("Ann Poe", "denied"), id="denied"),
        pytest.param("Ann Poe claimed it had ended.", ("Ann Poe", "claimed"), id="claimed"),
        pytest.param("The ministry said no.", ("The ministry", "said"), id="described"),
        pytest.param("Ann Poe, a judge: “It is over.”", ("Ann Poe", None), id="colon, no verb"),
        pytest.param(INTRODUCED, ("Ann Poe", "said"), id="named in full before"),
        pytest.param("“No,” said Ann Poe. “Never.”", ("Ann Poe", "said"), id="beside, before"),
        pytest.param("Poe said:\n“Never.”", ("Poe", "said"), id="beside, colon"),
        pytest.param(
            f"{INTRODUCED} “Never,” Poe said. “So it is.”", ("Ann Poe", "said"), id="beside, full"
        ),
        pytest.param(f"{INTRODUCED} She added that it ends.", ("Ann Poe", "added"), id="she"),
        pytest.param(
            f"{INTRODUCED} “Never,” she added. “So it is.”", ("Ann Poe", "added"), id="she, beside"
        ),
        pytest.param(
            "Ann Poe hoped that it ends, Jan Roe said.", ("Jan Roe", "said"), id="hoping is not it"
        ),
    ],
)
def test_who_says_a_sentence_and_how(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It snowed.", id="nobody"),
        pytest.param("MNO Newsbeat said it ends. “No,” he said.", id="he is no broadcaster"),
        pytest.param("Ann Poe believes that it ends.", id="a belief"),
        pytest.param("What does Ann Poe say?", id="a question"),
        pytest.param("Ann Poe would say no.", id="not said"),
        pytest.param("Ann Poe wrote a book.", id="a book"),
        pytest.param("The number tells you how many there are.", id="a number"),
        pytest.param("Jan Roe cited the online comments, then left.", id="comments"),
        pytest.param("Ann Poe said no, but Jan Roe said yes.", id="two speakers"),
        pytest.param("“No,” said a Belarusian.", id="no name"),
        pytest.param("Both the mayor and Roe said no.", id="one of two"),
        pytest.param("Ann Poe said no. Jan Roe came. He said yes. She said no.", id="several she"),
        pytest.param("Ann Poe said no. Jan Roe came with her. She left, she said.", id="a rival"),
        pytest.param("Ann Poe said no. He was there. She said so.", id="he beside she"),
        pytest.param(
            f"Ann Poe said no. {'It is late in Minsk now. ' * 20}She said so.", id="far off"
        ),
        pytest.param("Ann Poe asked: “Who?” “Jan,” she said.", id="who answers"),
        pytest.param("Minsk Motors said no. It said so. They said no.", id="they"),
        pytest.param("The report said no. It said so.", id="it"),
        pytest.param('"No,” said Ann Poe. “Never.”', id="marks of two kinds"),
        pytest.param('"No," said Ann Poe. 27" wide. "Never."', id="marks not in pairs"),
        pytest.param("“No,” said Ann Poe. It snowed. “Never.”", id="something between"),
        pytest.param("“No,” Poe said.\n“Never.” — Jan Roe", id="another is named behind it"),
        pytest.param("“No,” said his agent. “Never.”", id="whose agent"),
    ],
)
def test_nobody_is_named_where_it_is_not_sure(text):
    assert said(text) == (None, None)


def test_a_quotation_followed_by_who_asks_is_not_his_who_spoke_before():
    text = "“No,” said Ann Poe. “Why is it so?” Jan Roe asked."
    sentences = split_sentences(text)
    assert [s.of(text) for s in sentences][1:] == ["“Why is it so?”", "Jan Roe asked."]
    assert attribute(text, *sentences[1]) is None


def test_a_pull_quote_is_not_his_who_spoke_before():
    pulled = "“It is late in Minsk.”"
    text = f"Jan Roe said: “No.”\n{pulled}\nIt snowed. “It is late in Minsk,” said Ann Poe."
    start = text.index(pulled)
    assert attribute(text, start, start + len(pulled)) is None


def test_it_is_stored_nowhere_and_is_a_part_of_the_article():
    text = f"{INTRODUCED} “Never,” Poe claimed. “So it is.”"
    citation = last_sentence(text)
    found = citation.attribution
    assert found is not None
    assert found.speaker.of(text) == "Ann Poe"
    assert found.speaker.start == 0
    assert found.named == (text.rindex("Poe"), text.rindex("Poe") + 3)
    assert found.verb is not None
    assert found.verb.start == text.index("claimed")
    assert "attribution" not in repr(citation)


def test_a_quote_of_several_sentences_is_whose_they_all_are():
    text = "“It ends,” said Ann Poe. “It never began.” Then Jan Roe denied it."
    found = attribute(text, 0, text.index(" Then"))
    assert found is not None
    assert found.speaker.of(text) == "Ann Poe"
    assert attribute(text, 0, len(text)) is None


def test_thousands_of_quotations_take_no_time():
    text = "Ann Poe said so. " + "“It ends,” she said. “It never began.” " * 5_000
    found = attribute(text, len(text) - 19, len(text) - 1)
    assert found is None  # the name is too far off


INTERVIEW = (
    "Ann Poe receives us.\n\nMinsk Post: Why now? It is late.\n\nPoe: It was time. Roe says no.\n\n"
    "Minsk Post: Who asked?\n\nPoe: Nobody.\n\nShe smiled."
)


def test_the_lines_of_an_interview_are_whose_their_labels_are():
    found = [attribute(INTERVIEW, *sentence) for sentence in split_sentences(INTERVIEW)]
    speakers = [one.speaker.of(INTERVIEW) if one else None for one in found]
    # A question says nothing, and of "Roe says no" it is not sure.
    assert speakers == [None, None, "Minsk Post", "Ann Poe", None, None, "Ann Poe", None]


def test_labels_in_capitals_are_those_whom_the_text_names():
    text = "Ann Poe asks Jan Roe.\nANN POE: Why?\nJAN ROE: Late.\nANN POE: So?\nJAN ROE: No."
    found = [attribute(text, *sentence) for sentence in split_sentences(text)]
    assert [one.speaker.of(text) for one in found if one] == ["JAN ROE", "JAN ROE"]


@pytest.mark.parametrize(
    "text",
    [
        "Cast: Ann Poe\nAge: 26\nCast: Jan Roe\nAge: 31",
        "From Minsk: It snows.\nLast Week: Why?\nFrom Minsk: It rains.\nLast Week: It snowed.",
        "Ann Poe came.\nQ: Why now?\nA: It was time.\nQ: Why?\nA: It is late.",
    ],
)
def test_the_labels_of_a_list_speak_of_nobody(text):
    assert [attribute(text, *one) for one in split_sentences(text) if attribute(text, *one)] == []


@pytest.mark.parametrize(
    "text",
    [
        "“Did you sign it?” asked Ann Poe.\n“I did.”",
        "“Where were you?” Judge Ann Poe asked. “At home.”",
        "“It was late,” Ann Poe said. “For what?” “For supper.”",
    ],
)
def test_what_may_be_the_answer_to_a_question_is_open(text):
    assert said(text)[0] is None


def test_a_quotation_before_who_says_something_else_is_open():
    text = "“We were asleep.” Ann Poe said she had heard it."
    found = [attribute(text, *sentence) for sentence in split_sentences(text)]
    assert [one.speaker.of(text) if one else None for one in found] == [None, "Ann Poe"]


def test_what_others_say_at_the_end_is_not_told_by_whom_the_sentence_begins_with():
    for end in ("three people who were there told the Post", "two of them said", "sources say"):
        assert said(f"Ann Poe told friends that she would leave, {end}.") == (None, None)
