"""What the page's settings promise: nothing leaves the machine, and one set of colours."""

import re
import tomllib
from pathlib import Path

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
    theme = SETTINGS["theme"]
    for name, setting in (("paper", "backgroundColor"), ("ink", "textColor")):
        pair = f"{theme['light'][setting]}, {theme['dark'][setting]}"
        assert f"--{name}: light-dark({pair})" in STYLE
    pair = f"{theme['light']['primaryColor']}, {theme['dark']['primaryColor']}"
    assert f"--accent: light-dark({pair})" in STYLE
