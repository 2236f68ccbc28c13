import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from asking import ANSWERED, PATIENCE, free_port
from playwright.sync_api import Browser, Page, expect, sync_playwright

from qa.serving import ARCHIVE_VARIABLE, streamlit_command

ROOT = Path(__file__).resolve().parents[2]

# --no-sandbox: CI runs as root. The others keep the browser itself from calling home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not shutil.which(path):
        pytest.fail(
            f"no Chromium at {path}: apt-get install chromium, or set CHROMIUM to where it is"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser") / "archive"


@pytest.fixture(scope="session")
def address(directory: Path):
    """The address of the app, served as `onrecord serve` does."""
    port = free_port()
    with serving(directory, port=port):
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="session")
def slow_address(address: str, directory: Path, tmp_path_factory: pytest.TempPathFactory):
    """The address of an app whose answers take their time; `address` has built its archive."""
    del address
    place, port = tmp_path_factory.mktemp("slow"), free_port()
    shutil.copytree(ROOT / ".streamlit", place / ".streamlit")  # is read from beside the app
    script = shutil.copy(Path(__file__).with_name("slow_app.py"), place)
    with serving(directory, port=port, app=Path(script)):
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
def open_app(chromium: Browser, address: str):
    """Open the app in a new window; at the end nothing was said on the console, or sent outside."""
    yield from opening(chromium, address)


@pytest.fixture
def open_slow_app(chromium: Browser, slow_address: str):
    """As `open_app`, with answers that take their time."""
    yield from opening(chromium, slow_address)


def opening(chromium: Browser, address: str):
    contexts, complaints, outside = [], [], []

    def open_window(*, width: int = 1280, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        window = context.new_page()
        window.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        window.on("pageerror", lambda error: complaints.append(str(error)))
        window.on("websocket", lambda socket: note_outside(socket.url))
        window.on("request", lambda request: note_outside(request.url))
        window.goto(address)
        expect(window.get_by_role("button", name=ANSWERED)).to_be_visible(timeout=PATIENCE)
        return window

    def note_outside(url: str) -> None:
        home = address.removeprefix("http")
        if not url.startswith(("http" + home, "ws" + home, "data:", "blob:")):
            outside.append(url)

    yield open_window
    for context in contexts:
        context.close()
    assert outside == []
    assert complaints == []


def wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=2)
        except (urllib.error.URLError, OSError):
            assert server.poll() is None, log.read_text()
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the app did not start: {log.read_text()}")


@pytest.fixture
def serve(directory: Path):
    """Serve the app on a port, for as long as a `with` lasts; on all tests' archive or another."""
    return lambda port, *, archive=directory: serving(archive, port=port)


@contextmanager
def serving(directory: Path, *, port: int, app: Path = ROOT / "app.py"):
    """Serve the app from another working directory; it ends without a traceback."""
    log = directory.parent / f"server-{port}.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            streamlit_command(app, port=port),
            cwd=directory.parent,
            env={
                **os.environ,
                ARCHIVE_VARIABLE: str(directory),
                "HOME": str(directory.parent),
                "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", server, log)
        yield
    finally:
        server.terminate()
        server.wait(timeout=60)
    assert "Traceback" not in log.read_text()
