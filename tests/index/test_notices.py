"""Notices: what a text says of itself counts, what it says of others does not."""

import pytest

from index.article import Notice
from index.reading.notices import find_notice

RETRACTED, CORRECTED, UPDATED = Notice.RETRACTED, Notice.CORRECTED, Notice.UPDATED


@pytest.mark.parametrize(
    ("line", "notice"),
    [
        pytest.param("CORRECTION: The bridge is in Brest.", CORRECTED, id="correction"),
        pytest.param("Correction (Aug. 10, 2024): It was Brest.", CORRECTED, id="with its date"),
        pytest.param("Correction, 10 August: It was Brest.", CORRECTED, id="date behind a comma"),
        pytest.param("Correction 10 August 2024: It was Brest.", CORRECTED, id="date at once"),
        pytest.param("Clarification Aug. 10, 2024: In 2023.", CORRECTED, id="US date at once"),
        pytest.param(
            "A correction was made on Aug. 10, 2024: The year was wrong.", CORRECTED, id="was made"
        ),
        pytest.param("We have corrected this story to say Brest.", CORRECTED, id="we have"),
        pytest.param("*Clarification — the figure is for 2023.*", CORRECTED, id="clarification"),
        pytest.param("(Corrects spelling of name in paragraph 3)", None, id="bare in brackets"),
        pytest.param("(Corrects: spelling of the name)", CORRECTED, id="corrects, colon"),
        pytest.param("This story has been corrected to show.", CORRECTED, id="this story"),
        pytest.param("This article was amended on 1 May 2024.", CORRECTED, id="amended"),
        pytest.param(
            "An earlier version of this article misstated the year.",
            CORRECTED,
            id="earlier",
        ),
        pytest.param(
            "Editor’s note: This article has been corrected.", CORRECTED, id="an editor's note"
        ),
        pytest.param("Updated at 10:15 GMT", UPDATED, id="updated at"),
        pytest.param("Last updated: 10 August 2024", UPDATED, id="last updated"),
        pytest.param("Updated Aug. 10, 2024, 9:12 a.m. ET", UPDATED, id="updated, a day"),
        pytest.param("UPDATE: Minsk has answered.", UPDATED, id="update"),
        pytest.param("Update, 3 p.m.: Minsk has answered.", UPDATED, id="update with a time"),
        pytest.param("This story has been updated with a reply.", UPDATED, id="has been updated"),
        pytest.param(
            "Editor's note: This story, published on 1 May, has been retracted.",
            RETRACTED,
            id="retracted in a note",
        ),
        pytest.param("RETRACTION: We cannot stand by it.", RETRACTED, id="retraction"),
        pytest.param("This article has been withdrawn.", RETRACTED, id="withdrawn"),
        pytest.param("The Herald has retracted this article.", RETRACTED, id="by name"),
    ],
)
def test_a_text_speaks_of_itself(line, notice):
    assert find_notice(line) is notice
    assert find_notice(f"Snow fell on Minsk.\n\n{line}") is notice
    assert find_notice(f"{line}\n\nSnow fell on Minsk.") is notice


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministry issued a correction: the bridge is in Brest.",
        "Corrections to the budget were made on Monday.",
        "Correctional officers said: no.",
        "Corrected for inflation, wages fell by 3 percent.",
        "Corrections 2024 budget: what to know",
        "A correction was made on the markets: shares fell.",
        "We have corrected our course, the minister said.",
        "He retracted his confession in court.",
        "The journal has retracted a study on vaccines.",
        "The newspaper corrected its story on Monday.",
        "“This story has been corrected,” the editor of the Post said.",
        "An earlier version of the treaty named Brest.",
        "Updated rules take effect at noon on Monday.",
        "Updated on Monday, the list now names twelve officials and three of their companies.",
        "Updates were expected at 9 p.m.",
        "The story of the retracted article: how a journal erred.",
        "The report was withdrawn after protests.",
        "The Post has retracted the story.",
        "Withdrawn troops returned to Brest.",
        "",
    ],
)
def test_sentences_that_only_talk_of_corrections(sentence):
    assert find_notice(sentence) is None
    assert find_notice(f"Snow fell.\n{sentence}\nGrain left.") is None


@pytest.mark.parametrize(
    ("title", "notice"),
    [
        pytest.param("CORRECTED - GM sees rise in sales", CORRECTED, id="corrected"),
        pytest.param("CORRECTED-INSITUFORM OF NORTH AMERICA", CORRECTED, id="without spaces"),
        pytest.param("UPDATE 2-Belarus says no", UPDATED, id="update, numbered"),
        pytest.param("(UPDATED) Belarus says no", UPDATED, id="in brackets"),
        pytest.param("RETRACTED: Snow in May", RETRACTED, id="retracted"),
        pytest.param("Corrected forecasts show snow", None, id="in a sentence"),
        pytest.param("Update your phone - now", None, id="an order"),
        pytest.param(None, None, id="none"),
    ],
)
def test_headlines(title, notice):
    assert find_notice("Snow fell.", title=title) is notice


def test_the_gravest_notice_counts():
    text = "Updated at 10:15 GMT\nSnow fell.\nThis story has been corrected.\n"
    assert find_notice(text) is CORRECTED
    assert find_notice(f"{text}RETRACTION: no snow fell.") is RETRACTED


def test_a_line_in_the_middle_of_a_long_text_is_news():
    lines = ["Snow fell."] * 20
    assert find_notice("\n".join([*lines, "Correction: no.", *lines])) is None
    assert find_notice("\n".join([*lines, *lines, "Correction: no."])) is CORRECTED
