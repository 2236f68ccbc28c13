from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from batches import ICE, SNOW
from streamlit.testing.v1 import AppTest

from index import Archive, Article

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = Article(
    text=(
        "<script>alert(1)</script> The **minister** of $x$ grain sold [wheat](javascript:alert(2)) "
        "to :red[Kyiv] in 1999 & <img src=x onerror=alert(3)>.\n\n"
        "Nobody else in the village of Snowfield sold anything at all that year."
    ),
    title="<script>alert(4)</script> :red[Grain] $sold$ **twice** [here](javascript:alert(5))",
    outlet="<b>Daily</b> $Grain$ :blue[News]",
    authors=("<i>Ann</i> **Author**",),
    published=date(2024, 8, 1),
    url="javascript:alert(6)",
    language="en",
)


@pytest.fixture(scope="session")
def shipped(shipped_archive: Path) -> Archive:
    """The shipped corpus as an archive, made with the bundled model; only to be read."""
    return Archive.open(shipped_archive)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive with an article that tries to be markup; only to be read."""
    archive = Archive.create(tmp_path_factory.mktemp("hostile") / "archive")
    archive.add_articles([HOSTILE])
    return archive


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Two articles on a port; only to be read."""
    archive = Archive.create(tmp_path_factory.mktemp("ports") / "archive")
    archive.add_articles([ICE, SNOW])
    return archive


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch):
    """Open the app on an archive's directory and return it as drawn."""

    def open_directory(directory: Path) -> AppTest:
        monkeypatch.setenv("ONRECORD_ARCHIVE", str(directory))
        return AppTest.from_file(ROOT / "app.py", default_timeout=120).run()

    return open_directory


class Markup(HTMLParser):
    """Tags and texts of a piece of HTML; `marked` is the text inside of tags with a class."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.inside: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        name = dict(attrs).get("class") or tag
        self._open.append(name)
        self.inside.setdefault(name, []).append("")

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        for name in set(self._open):
            self.inside[name][-1] += data


@pytest.fixture
def read():
    """Read all HTML that a page shows, its style sheet aside."""

    def read_page(app: AppTest) -> Markup:
        drawn = [element.value for element in app.get("html")]
        return Markup("".join(h for h in drawn if not h.startswith(("<style>", "<script>"))))

    return read_page
