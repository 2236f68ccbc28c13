"""What the page's settings promise: nothing leaves the machine, and one set of colours."""

import re
import tomllib
from pathlib import Path

import pytest

from web import theme

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
STYLE = (ROOT / "web/style.css").read_text(encoding="utf-8")


def test_the_server_speaks_to_this_machine_only():
    assert SETTINGS["server"]["address"] == "127.0.0.1"
    assert SETTINGS["server"]["allowedHosts"] == ["127.0.0.1", "localhost"]
    assert SETTINGS["browser"]["gatherUsageStats"] is False
    assert SETTINGS["client"]["showErrorLinks"] is False


def test_the_style_sheet_fetches_nothing():
    assert not re.search(r"url\(|@import|@font-face", STYLE)


def test_the_style_sheet_has_the_colours_of_the_settings():
    colours = SETTINGS["theme"]
    for name, setting in (("paper", "backgroundColor"), ("ink", "textColor")):
        pair = f"{colours['light'][setting]}, {colours['dark'][setting]}"
        assert f"--{name}: light-dark({pair})" in STYLE
    pair = f"{colours['light']['primaryColor']}, {colours['dark']['primaryColor']}"
    assert f"--accent: light-dark({pair})" in STYLE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("there is no address", "There is no address", id="a message of ours"),
        pytest.param("/srv/archive is busy", "/srv/archive is busy", id="a path"),
    ],
)
def test_what_went_wrong_begins_as_a_sentence(text, shown):
    assert theme.problem(text) == f'<p class="problem" role="alert">{shown}</p>'


def test_a_long_question_is_set_smaller():
    assert '<h2 class="question" id="a">' in theme.question("w" * 140, anchor="a")
    assert '<h2 class="question" data-long id="a">' in theme.question("w" * 141, anchor="a")
