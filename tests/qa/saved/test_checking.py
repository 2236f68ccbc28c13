"""A saved quote beside its article, without an archive; what is no row of a batch is checked."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article
from qa.plain import to_json
from qa.saved.as_csv import read_csv
from qa.saved.as_json import as_saved
from qa.saved.checking import Source, differences

WHY = "Why has Belarus sent no troops?"
SPOKEN = Article(text="Snow fell on Minsk. “Belarus has sent no troops,” Ann Poe said.")
FORMULA = Article(text="=SUM(troops) of Belarus was written on the wall. Minsk said no.")


@pytest.mark.parametrize("as_cells", [False, True], ids=["json", "csv"])
@given(data=st.data())
def test_any_other_character_in_a_quote_is_found(as_cells: bool, data: st.DataObject) -> None:
    article = data.draw(st.sampled_from([SPOKEN, FORMULA]))
    start = data.draw(st.integers(0, len(article.text) - 1))
    end = data.draw(st.integers(start + 1, len(article.text)))
    quote = article.text[start:end]
    at = data.draw(st.integers(0, len(quote)))
    put = data.draw(st.one_of(st.just(""), st.characters(codec="utf-8"), st.sampled_from("'=+")))
    gone = data.draw(st.integers(0, 1))
    altered = quote[:at] + put + quote[at + gone :]
    saved = saved_quote(article, altered, start, end, as_cells=as_cells)
    wrong = list(differences(saved, Source(article=article)))
    # A spreadsheet is kept from taking a quote for a formula by this one character.
    is_allowed = as_cells and quote[0] in "=+-@" and altered == f"'{quote}"
    assert bool(wrong) == (altered != quote and not is_allowed)


def saved_quote(article: Article, quote: str, start: int, end: int, *, as_cells: bool):
    source = {"id": article.id, "sha256": article.sha256}
    if not as_cells:
        cited = {"quote": quote, "start": start, "end": end, "article": source}
        record = {"question": WHY, "statements": [], "closest": [cited]}
        return as_saved(json.loads(to_json(record))).quotes[0]
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["question", "quote", "article_id", "sha256", "start", "end"])
    writer.writerow([WHY, quote, article.id, article.sha256, start, end])
    lines = io.StringIO(written.getvalue(), newline="")
    (answer,) = read_csv(iter(list(enumerate(lines, start=1))))
    return answer.quotes[0]


@pytest.mark.parametrize("error", ["", "none", False], ids=["empty", "words", "false"])
def test_an_answer_that_names_an_error_is_checked_all_the_same(error):
    source = {"id": SPOKEN.id, "sha256": SPOKEN.sha256}
    cited = {"quote": "Forged", "start": 0, "end": 6, "article": source}
    saved = as_saved({"question": WHY, "statements": [], "closest": [cited], "error": error})
    assert [quoted.quote for quoted in saved.quotes] == ["Forged"]
    assert list(differences(saved.quotes[0], Source(article=SPOKEN)))


def test_a_row_that_could_not_be_asked_has_nothing_to_check():
    saved = as_saved({"question": "???", "error": "the question has no words"})
    assert (saved.asked, saved.quotes, saved.error) == (False, (), None)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        pytest.param({"text": "3 May", "start": 5, "end": 10}, None, id="as it stands"),
        pytest.param(
            {"text": "4 May", "start": 5, "end": 10}, "the day that it names differs", id="another"
        ),
        pytest.param(
            {"text": "5 June", "start": 22, "end": 28},
            "22 to 28, the place of the day that it names, is not in the quote's",
            id="elsewhere",
        ),
    ],
)
def test_the_days_of_a_quote_stand_where_they_were_saved(day, reason):
    article = Article(text="On a 3 May. Then on a 5 June.")
    text = "On a 3 May."
    record = {"question": "When?", "statements": [], "closest": []}
    values = {"id": article.id, "sha256": article.sha256}
    record["closest"] = [
        {"quote": text, "start": 0, "end": len(text), "days": [day], "article": values}
    ]
    wrong = list(differences(as_saved(record).quotes[0], Source(article=article)))
    assert len(wrong) == (reason is not None)
    assert all(one.startswith(reason) for one in wrong)
