import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

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
