"""Who said a sentence of an article, and whose words a question asks for."""

import pytest

from index.splitting import split_sentences
from qa.asked_of import asked_of, surname_of
from qa.speaking.said import said_by
from qa.speaking.speakers import spoken


def speakers(text: str) -> list[list[str]]:
    return [[who.of(text) for who in one.speakers] for one in spoken(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Poe said no. It snowed.", [["Poe"], []], id="reported speech ends with it"),
        pytest.param("“No,” said Ann Poe. “Never.”", [["Ann Poe"], ["Ann Poe"]], id="after it"),
        pytest.param("“No.” “Never,” said Ann Poe.", [["Ann Poe"], ["Ann Poe"]], id="before it"),
        pytest.param("Poe said:\n“Never.”", [["Poe"], ["Poe"]], id="colon"),
        pytest.param("“No,” Poe said.\n“Never.”", [["Poe"], ["Poe"]], id="the next paragraph"),
        pytest.param("Poe said no.\n“Never.”", [["Poe"], ["Poe"]], id="told in other words first"),
        pytest.param("Poe hoped so.\n“Never.”", [["Poe"], []], id="nothing said went before"),
        pytest.param(
            "“No,” Poe said.\nMinsk, 2020\n“Never.”", [["Poe"], [], ["Poe"]], id="caption"
        ),
        pytest.param("“No,” Poe said.\nIt snowed.\n“Never.”", [["Poe"], [], []], id="broken off"),
        pytest.param('"No," said Poe. "Never."', [["Poe"], ["Poe"]], id="straight marks"),
        pytest.param("«No», said Poe. «Never.»", [["Poe"], ["Poe"]], id="angle marks"),
        pytest.param("‘It isn’t,’ said Poe. ‘No.’", [["Poe"], ["Poe"]], id="single marks"),
        pytest.param("'It isn't,' said Poe. 'No.'", [["Poe"], ["Poe"]], id="straight single marks"),
        pytest.param("The players’ wages, Poe said, fell.", [["Poe"]], id="an apostrophe"),
        pytest.param("“He told me: ‘No,’” said Poe.", [["Poe"]], id="a quotation in another"),
        pytest.param("“The Minsk Post” said no.", [["Minsk Post"]], id="a name in marks"),
        pytest.param("“No,” said Poe.\n“So.\n“No.”", [["Poe"]] * 3, id="several paragraphs"),
        pytest.param("“Poe said no.”", [[]], id="what is told in a quotation"),
        pytest.param("Ann Poe came. She said no.", [[], ["Ann Poe"]], id="she"),
        pytest.param("Ann Poe told Roe that she said no.", [["Ann Poe"]], id="she, once"),
        pytest.param(
            "The Minsk Post reported that Ann Poe came, who she said was ill.",
            [["Minsk Post", "Ann Poe"]],
            id="a newspaper is no she",
        ),
        pytest.param(
            "Ann Poe said so. Minsk hoped so. She wrote it.",
            [["Ann Poe"], ["Minsk"], ["Ann Poe"]],
            id="nor is a town that hopes",
        ),
        pytest.param("She said no.", [[]], id="nobody was named"),
        pytest.param(
            "Ann Poe said no. For Minsk, she argued, it ends. Minsk is closed, she said.",
            [["Ann Poe"]] * 3,
            id="who is spoken of says nothing",
        ),
        pytest.param(
            "Ann Poe said no.\nMINSK VOTES AGAIN\nShe said yes.",
            [["Ann Poe"], [], ["Ann Poe"]],
            id="nor does a heading",
        ),
        pytest.param(
            "Ann Poe said no. She lives in Roe Street. “Never,” she said.",
            [["Ann Poe"], [], ["Ann Poe"]],
            id="nor a place",
        ),
        pytest.param(
            "The report says no. It said so. Officials said no. They added that it ends.",
            [["The report"], ["The report"], ["Officials"], ["Officials"]],
            id="it and they",
        ),
        pytest.param("Poe said no. They said: “No.” “So.”", [["Poe"], [], []], id="who are they"),
        pytest.param(
            "MINSK (Minsk Wire) - The mayor, Ann Poe, said no.", [["Ann Poe"]], id="a dateline"
        ),
        pytest.param("MINSK — A court ruled it out, saying no.", [[]], id="a dateline is no name"),
        pytest.param("22:48 Ann Poe: “No.”", [["Ann Poe"]], id="a time of day"),
        pytest.param(
            "Ann Poe left. Jan Roe said no. He said no; Roe said yes.",
            [[], ["Jan Roe"], ["Roe"]],
            id="he is not whom the sentence names later",
        ),
        pytest.param(
            "Jan Roe left. Ann Poe came. As she said no, Poe said yes.",
            [[], [], ["Ann Poe", "Poe"]],
            id="she is whom the sentence names later",
        ),
        pytest.param(
            "Jan Roe denied it. United manager Ann Poe won. “Yes,” she said.",
            [["Jan Roe"], [], ["Ann Poe"]],
            id="a role before the name",
        ),
        pytest.param("In a fake clip Ann Poe says no.", [[]], id="fabricated"),
        pytest.param("It is untrue that Ann Poe said no.", [[]], id="denied"),
        pytest.param("Whether Ann Poe said so is unclear.", [[]], id="open"),
        pytest.param("The claim that Ann Poe said so is false.", [[]], id="a claim"),
        pytest.param("Ann Poe said that it is wrong.", [["Ann Poe"]], id="wrong she says"),
        pytest.param("", [], id="empty"),
    ],
)
def test_the_speakers_of_sentences(text, expected):
    assert speakers(text) == expected


def test_a_quotation_by_itself_is_told_beside():
    assert [one.beside for one in spoken("“No,” said Poe. “Never.” It snowed.")] == [
        False,
        True,
        False,
    ]


def test_a_sentence_is_whose_it_is():
    text = "“No,” said Ann Poe, the mayor. “Never.” Roe denied it. It snowed."
    for asked, expected in (
        ("Poe", [True, True, False, None]),
        ("Ann", [True, True, False, None]),
        ("Ann Poe", [True, True, False, None]),
        ("the mayor", [True, True, False, None]),
        ("Roe", [False, False, True, None]),
        ("the governor", [False, False, False, None]),
    ):
        found = [said_by(text, *sentence, asked=asked) for sentence in split_sentences(text)]
        assert found == expected, asked


TWO = (
    "Ewan Poe, a farmer, said no. His sister Catriona Poe said yes. “It is late,” Poe said. "
    "“Maybe,” said Ewan. Joe Roe said no."
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Ewan Poe", [True, False, None, True, False]),
        ("Mayor Ewan Poe", [True, False, None, True, False]),
        ("Catriona Poe", [False, True, None, False, False]),
        ("Ada Poe", [False, False, False, False, False]),
        ("Poe", [True, True, True, False, False]),
        ("Joseph Roe", [False, False, False, False, True]),
        ("Bo Roe", [False, False, False, False, False]),
    ],
)
def test_two_of_one_surname_are_told_apart_by_their_first_names(asked, expected):
    found = [said_by(TWO, *sentence, asked=asked) for sentence in split_sentences(TWO)]
    assert found == expected


DESCRIBED = (
    "Mayor Ann Poe criticised the weather service. “It was late,” she said. The weather service "
    "denied it. “Never,” said its chief forecaster, Bo Ray. The head of the mill, Jan Roe, said "
    "so. Cy Sol, a lawyer of the mill, said maybe."
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("the weather service", [False, False, True, False, False, False]),
        ("the mayor", [True, True, False, False, False, False]),
        ("the chief forecaster", [False, False, False, True, False, False]),
        ("the head of the mill", [False, False, False, False, True, False]),
        ("the mill's lawyer", [False, False, False, False, False, True]),
    ],
)
def test_who_is_described_is_not_whom_the_sentence_speaks_of(asked, expected):
    sentences = split_sentences(DESCRIBED)
    assert [said_by(DESCRIBED, *one, asked=asked) for one in sentences] == expected


def test_names_are_found_in_other_spellings():
    text = "Alyaksandr Lukashenka said no."
    assert said_by(text, 0, len(text), asked="Lukashenko")
    assert said_by(text, 0, len(text), asked="Putin") is False


def test_thousands_of_quotations_and_prepositions_take_no_time():
    quoted = "“No.” " * 20_000
    assert len(spoken(quoted)) > 1
    assert said_by(f"{'of a ' * 50_000}said no.", 0, 10, asked="Poe") is None
    assert said_by(f"{'Poe ' * 50_000}{', saying he left' * 10_000}", 0, 10, asked="Poe")


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("What did Ann Poe say about Minsk?", "Ann Poe"),
        ("What does Poe think of it?", "Poe"),
        ("Why does Poe say there is work to do?", "Poe"),
        ("How many drones did Lukashenko say were shot down?", "Lukashenko"),
        ("According to Poe, why did it end?", "Poe"),
        ("Why did it end, according to the company’s founder?", "the company’s founder"),
        ("What had Poe told Roe?", "Poe"),
        ("What is something Poe says about it?", "Poe"),
        ("What did the Foreign Ministry of Poland warn of?", "the Foreign Ministry of Poland"),
        ("what did putin say", "putin"),
        ("How many, according to Poe, were there?", "Poe"),
        ("What has Poe promised?", "Poe"),
        ("Did Poe admit that Minsk was closed?", "Poe"),
        ("When does Poe claim it will be open?", "Poe"),
        ("How does Poe describe Minsk?", "Poe"),
        ("What did Poe tweet about Minsk?", "Poe"),
        ("What did the parties call for?", "the parties"),
        ("What did Minsk’s mayor, Ann Poe, predict?", "Ann Poe"),
        ("What did the UN report say?", "the UN report"),
        ("What is Ann Poe’s view of it?", "Ann Poe"),
        ("What reason did Poe give for it?", "Poe"),
        ("What did Poe tell Roe?", "Poe"),
    ],
)
def test_whose_words_are_asked_for(question, who):
    assert asked_of(question) == who


@pytest.mark.parametrize(
    "question",
    [
        "Who said so?",
        "What did he say?",
        "What did … say?",
        "What did — say about Minsk?",
        "What does the article say about Minsk?",
        "According to the passage, what happened?",
        "Which machine allows many actions from a given state?",
        "When did Poe leave the stated place?",
        "What can be described as a string?",
        "Why hasn’t Belarus sent troops?",
        "What does the law say about Minsk?",
        "What does DNA tell us about Minsk?",
        "Why did Poe deny entry to Roe?",
        "How many lives did the flood claim?",
        "How many lives has the flood claimed?",
        "When did the Senate confirm Poe?",
        "How many cars did Minsk Motors recall?",
        "How much did Minsk Motors report in revenue?",
        "When did the state of emergency begin?",
        "Which songs did Poe write about Roe?",
        "How many troops does Minsk maintain?",
        "Who did Poe tell about it?",
        "How would you describe Poe?",
        "Why do some people believe it?",
    ],
)
def test_nobodys_words_are_asked_for(question):
    assert asked_of(question) is None


@pytest.mark.parametrize(
    ("who", "surname"),
    [("Ann Poe", "Poe"), ("President Poe", "Poe"), ("the mayor of Minsk", None), ("experts", None)],
)
def test_who_is_named_and_who_described(who, surname):
    assert surname_of(who) == surname
