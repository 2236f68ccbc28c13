"""The name in full of who is named in short."""

import pytest

from qa.speaking.full_names import name_in_full
from qa.speaking.speakers import names_in


@pytest.mark.parametrize(
    ("text", "full"),
    [
        pytest.param("Ann Poe came. Poe said no.", "Ann Poe", id="first name"),
        pytest.param("President Ann Poe came. Poe said no.", "Ann Poe", id="without a title"),
        pytest.param("NATO’s Ann Poe came. Poe said no.", "Ann Poe", id="without whose"),
        pytest.param("Minsk-born Ann Poe came. Poe said no.", "Ann Poe", id="without whence"),
        pytest.param("Ann Lee Poe came. Poe said no.", "Ann Lee Poe", id="two first names"),
        pytest.param("Mr Poe came. Poe said no.", "Poe", id="a title alone"),
        pytest.param("Ann Poe met Jan Poe. Poe said no.", "Poe", id="two of the name"),
        pytest.param("Poe came. Ann Poe left. Poe said no.", "Poe", id="in short first"),
        pytest.param("It may even be. Even Poe came. Poe said no.", "Poe", id="no first name"),
        pytest.param("J.J. Poe came. Poe said no.", "Poe", id="more letters than are seen"),
        pytest.param("Poe said no.", "Poe", id="no more of it"),
    ],
)
def test_a_name_is_told_in_full_where_it_is_one_person(text, full):
    names = list(names_in(text, 0, len(text)))
    found = name_in_full(text, names[-1], names=names)
    assert found.of(text) == full
    assert full == "Poe" or found.start == text.index(full)


def test_what_describes_a_speaker_stays_as_it_is():
    text = "Ann Mayor came. The mayor said no."
    names = list(names_in(text, 0, len(text)))
    start = text.index("The mayor")
    who = type(names[0])(start, start + len("The mayor"))
    assert name_in_full(text, who, names=names) == who
