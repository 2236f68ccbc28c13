"""The end of an article: notes and headings with nothing below them go, its last words stay."""

import pytest

from index.cleaning import clean

BEFORE = "The ferry stopped on Monday."
AFTER = "Crews went home at noon, the port said."


def test_biography_at_the_end_goes_only_with_a_reason():
    by_author = f"{BEFORE}\nAnn Poe is a reporter in Riga."
    assert clean(by_author, authors=["Ann Poe"]) == BEFORE
    assert clean(by_author) == by_author
    with_contact = f"{BEFORE}\nAnn Poe is a freelance journalist. She can be found on X @annpoe"
    assert clean(with_contact) == BEFORE
    assert clean(f"{with_contact}\n{AFTER}") == f"{with_contact}\n{AFTER}"


@pytest.mark.parametrize(
    ("last", "author"),
    [
        ("Reuters was at the quay when the army chief arrived.", "Reuters"),
        ("The Japanese army chief was in Riga on Tuesday.", "AP"),
        ("The port staff is led by a director from Riga.", "Staff"),
        ("The Baltic Press was unable to reach the army chief.", "The Baltic Press"),
        ("Joann Poeland is the expert whom the port hired.", "Ann Poe"),
    ],
)
def test_last_sentence_that_names_the_author_by_chance_is_no_biography(last, author):
    assert clean(f"{BEFORE}\n{last}", authors=[author]) == f"{BEFORE}\n{last}"


def test_funding_line_at_the_end():
    line = "“Waking Rivers” is a project co-financed by the Baltic Fund in the amount of EUR 9,000."
    assert clean(f"{BEFORE}\n{line}\nShare") == BEFORE


def test_headings_with_nothing_below_go():
    assert clean(f"{BEFORE}\nStorm names for next year\nPort to Close\nRelated Posts") == BEFORE
    assert clean(f"Storm ahead\n{BEFORE}") == f"Storm ahead\n{BEFORE}"


@pytest.mark.parametrize(
    "last",
    [
        pytest.param("卢卡申科说，白俄罗斯不会派兵。", id="Chinese"),
        pytest.param("Der Kapitän sagte: „Wir bleiben im Hafen.“", id="German"),
        pytest.param("The boats left Riga at noon.[1]", id="a note behind the full stop"),
    ],
)
def test_last_sentence_stays_however_it_ends(last):
    assert clean(f"{BEFORE}\n{last}") == f"{BEFORE}\n{last}"


def test_text_without_any_sentence_is_no_end_matter():
    assert clean("Storm ahead\nPort to close") == "Storm ahead\nPort to close"


def test_last_paragraph_is_no_heading_for_the_pointer_behind_it():
    assert clean(f"{BEFORE}\n{AFTER} Read more: Port to close") == f"{BEFORE}\n{AFTER}"
    unfinished = "It rained in Riga. The boats stayed in the port"
    assert clean(f"{BEFORE}\n{unfinished}") == f"{BEFORE}\n{unfinished}"


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("\n".join(f"{at} Ann Poe, Riga" for at in range(1, 6)), id="a ranking"),
        pytest.param("\n".join(["Ann Poe, Riga"] * 11), id="a long list"),
        pytest.param("| Port | Ships |\n|---|---|\n| Riga | Twelve |", id="a short table"),
        pytest.param("| Riga | Twelve boats |", id="one row"),
        pytest.param("Net 2.9 mln vs 2.8 mln\nSales 107 mln vs 74 mln", id="results"),
        pytest.param("Net 2.9 mln vs 2.8 mln\nFinal dividend 12 crowns", id="results and one more"),
    ],
)
def test_table_at_the_end_stays(table):
    assert clean(f"{BEFORE}\n{table}") == f"{BEFORE}\n{table}"
